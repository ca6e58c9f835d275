import { XaiLegend } from './elements/xai-legend/element.ts';

export { speakMaps as setLanguage } from './elements/map-strings.ts';
export { XaiLegend };

declare global {
  interface HTMLElementTagNameMap {
    'xai-legend': XaiLegend;
  }
}

if (!customElements.get('xai-legend')) customElements.define('xai-legend', XaiLegend);
