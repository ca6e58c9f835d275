import { html, type TemplateResult } from 'lit';
import { renderMenu } from '../shell/menu.ts';
import { words } from '../words.ts';
import type { GivenPictures } from './given-pictures.ts';
import { OTHER_WAYS, type PictureWay } from './picture-ways.ts';

const ICONS: Readonly<Record<PictureWay, string>> = {
  pictures: 'images',
  folder: 'folder',
  camera: 'camera',
  live: 'video',
};

/** The given pictures in a row, one of them shown, and the ways to give more. */
export function renderStrip(pictures: GivenPictures, add: (way: PictureWay) => void): TemplateResult {
  const ways: readonly PictureWay[] = ['pictures', ...OTHER_WAYS];
  return html`<nav class="strip" aria-label=${words.pictures}>
    <ul>
      ${pictures.list.map(
        (picture, index) => html`<li>
          <button
            type="button"
            class="thumb"
            aria-current=${index === pictures.index}
            title=${picture.name}
            @click=${() => pictures.show(index)}
          >
            <img src=${picture.url} alt=${picture.name} loading="lazy" />
          </button>
          <button
            type="button"
            class="remove"
            aria-label=${words.removePicture(picture.name)}
            @click=${() => pictures.remove(index)}
          >×</button>
        </li>`,
      )}
    </ul>
    ${renderMenu({
      label: words.addPictures,
      icon: 'plus',
      kind: 'add',
      choices: ways.map((way) => ({ text: words.ways[way], icon: ICONS[way], run: () => add(way) })),
    })}
  </nav>`;
}

/** Scrolls the row alone: the page stays where it is. */
export function bringIntoStrip(thumb: HTMLElement): void {
  const row = thumb.closest('ul');
  if (!row) return;
  const [own, whole] = [thumb, row].map((element) => element.getBoundingClientRect());
  if (own.left < whole.left) row.scrollBy({ left: own.left - whole.left });
  else if (own.right > whole.right) row.scrollBy({ left: own.right - whole.right });
}
