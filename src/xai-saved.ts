import { XaiSavedViewer } from './elements/xai-saved/element.ts';

export { XaiChangeEvent, XaiErrorEvent, XaiPhaseEvent } from './elements/events.ts';
export { speakMaps as setLanguage } from './elements/map-strings.ts';
export { XaiSavedViewer };

// The tag of the whole viewer, so that a page that grows into models changes its script and nothing else.
const registry = globalThis.customElements;
if (registry && !registry.get('xai-viewer')) registry.define('xai-viewer', XaiSavedViewer);
