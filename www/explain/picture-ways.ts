import { html, type TemplateResult } from 'lit';
import { words } from '../words.ts';
import { hasCameraAccess } from './camera.ts';

/** How a person may give pictures, besides dropping and pasting them; `live`: one after the other, from the camera. */
export type PictureWay = 'pictures' | 'folder' | 'camera' | 'live';

/** Those besides single files that this browser offers; phones have no folders to choose. */
export const OTHER_WAYS: readonly PictureWay[] = [
  ...(matchMedia('(hover: hover)').matches && 'webkitdirectory' in HTMLInputElement.prototype
    ? ['folder' as const]
    : []),
  ...(hasCameraAccess() ? (['camera', 'live'] as const) : []),
];

/** The other ways within a sentence. @param hasModel whether there is a model to explain live with */
export function renderOtherWays(choose: (way: PictureWay) => void, hasModel: boolean): readonly TemplateResult[] {
  return OTHER_WAYS.filter((way) => way !== 'live' || hasModel).map(
    (way) => html`<button type="button" class="quiet way" @click=${() => choose(way)}>${words.ways[way]}</button>`,
  );
}
