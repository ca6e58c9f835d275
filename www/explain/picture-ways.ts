import { html, type TemplateResult } from 'lit';
import { words } from '../words.ts';
import { CameraDialog } from './camera-dialog.ts';

/** How a person may give pictures, besides dropping and pasting them. */
export type PictureWay = 'pictures' | 'folder' | 'camera';

/** Those besides single files that this browser offers; phones have no folders to choose. */
const WAYS: readonly PictureWay[] = [
  ...(matchMedia('(hover: hover)').matches && 'webkitdirectory' in HTMLInputElement.prototype
    ? ['folder' as const]
    : []),
  ...(CameraDialog.isPossible ? ['camera' as const] : []),
];

export function renderOtherWays(choose: (way: PictureWay) => void): readonly TemplateResult[] {
  return WAYS.map(
    (way) => html`<button type="button" class="quiet way" @click=${() => choose(way)}>${words.ways[way]}</button>`,
  );
}
