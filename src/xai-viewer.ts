import { XaiViewer } from './elements/xai-viewer/element.ts';
import { lend } from './elements/xai-viewer/lending.ts';
import * as lent from './elements/xai-viewer/lent.ts';

export * from './elements/events.ts';
export { type Strings, setLanguage } from './elements/strings.ts';
export { configure, type EngineSettings } from './engine/settings.ts';
export { XaiViewer };

declare global {
  interface HTMLElementTagNameMap {
    'xai-viewer': XaiViewer;
  }
}

lend(lent);

if (!customElements.get('xai-viewer')) customElements.define('xai-viewer', XaiViewer);
