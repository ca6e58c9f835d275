import { html, nothing, type TemplateResult } from 'lit';
import { encodeGrey16 } from '../../src/core/grey16.ts';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { words } from '../words.ts';
import type { GivenPicture } from './picture-strip.ts';
import { baseName, detailsFile, download, overlayFile, rawFile } from './save.ts';
import { pageFile } from './save-for-page.ts';

export interface SaveView {
  readonly picture: GivenPicture;
  readonly viewer: XaiViewer | null;
  readonly info: ModelInfo | null;
}

/** What can be taken away, once there is a finished map. */
export function renderSave({ picture, viewer, info }: SaveView): TemplateResult | typeof nothing {
  const map = viewer?.map;
  if (!viewer || !map || !info || viewer.phase !== 'ready') return nothing;
  const save = async (content: Blob | Promise<Blob>, ending: string) =>
    download(await content, `${baseName(picture.name, map)}${ending}`);
  return html`<div class="save row" role="group" aria-label=${words.save}>
    <button type="button" @click=${() => save(overlayFile(picture.file, viewer, map), '.overlay.png')}>
      ${words.saveOverlay}
    </button>
    <button type="button" @click=${() => save(rawFile(map), '.npy')}>${words.saveRaw}</button>
    <button type="button" @click=${async () => save(new Blob([await encodeGrey16(map)], { type: 'image/png' }), '.map.png')}>
      ${words.saveGrey}
    </button>
    <button type="button" @click=${() => save(detailsFile(map, info, picture.name), '.json')}>${words.saveDetails}</button>
    <button type="button" title=${words.savePageHelp} @click=${async () => download(await pageFile(picture.file, viewer, info), `${picture.name || 'picture'}.explanation.json`)}>
      ${words.savePage}
    </button>
  </div>`;
}
