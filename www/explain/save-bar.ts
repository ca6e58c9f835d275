import { html, nothing, type TemplateResult } from 'lit';
import type { XaiViewer } from '../../src/elements/xai-viewer/element.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { renderMenu } from '../shell/menu.ts';
import { words } from '../words.ts';
import type { GivenPicture } from './given-pictures.ts';
import { baseName, detailsFile, download, greyFile, overlayFile, rawFile } from './save.ts';
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
  return html`<div class="save">
    ${renderMenu({
      label: words.save,
      icon: 'download',
      kind: 'saves',
      choices: [
        {
          text: words.saveOverlay,
          icon: 'image',
          run: () => void save(overlayFile(picture.file, viewer, map), '.overlay.png'),
        },
        { text: words.saveRaw, icon: 'binary', run: () => void save(rawFile(map), '.npy') },
        { text: words.saveGrey, icon: 'contrast', run: async () => save(await greyFile(map), '.map.png') },
        {
          text: words.saveDetails,
          icon: 'braces',
          run: () => void save(detailsFile(map, info, picture.name), '.json'),
        },
        {
          text: words.savePage,
          hint: words.savePageHelp,
          icon: 'share',
          run: async () =>
            download(await pageFile(picture.file, viewer, info), `${picture.name || 'picture'}.explanation.json`),
        },
      ],
    })}
  </div>`;
}
