import { XaiViewer } from './elements/xai-viewer/element.ts';

export * from './elements/events.ts';
export { type Strings, setLanguage } from './elements/strings.ts';
export { configure, type EngineSettings } from './engine/settings.ts';
export { XaiViewer };

declare global {
  interface HTMLElementTagNameMap {
    'xai-viewer': XaiViewer;
  }
}

if (!customElements.get('xai-viewer')) customElements.define('xai-viewer', XaiViewer);
