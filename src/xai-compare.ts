import { XaiCompare } from './elements/xai-compare/element.ts';

export { XaiErrorEvent } from './elements/events.ts';
export { speakMaps as setLanguage } from './elements/map-strings.ts';
export { XaiCompare };

declare global {
  interface HTMLElementTagNameMap {
    'xai-compare': XaiCompare;
  }
}

if (!customElements.get('xai-compare')) customElements.define('xai-compare', XaiCompare);
