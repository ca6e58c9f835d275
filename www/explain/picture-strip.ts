import { html, type TemplateResult } from 'lit';
import type { SavedExplanation } from '../../src/core/saved-explanation.ts';
import { words } from '../words.ts';
import { type PictureWay, renderOtherWays } from './picture-ways.ts';

/** A picture that was given, with an address to show it by. */
export interface GivenPicture {
  readonly file: File;
  readonly name: string;
  readonly url: string;
  /** An explanation that was made earlier, to show until it is made afresh. */
  readonly preview: SavedExplanation | null;
}

export interface StripView {
  readonly pictures: readonly GivenPicture[];
  readonly current: number;
  show(index: number): void;
  remove(index: number): void;
  add(way: PictureWay): void;
}

/** The given pictures in a row; one is shown. */
export function renderStrip(view: StripView): TemplateResult {
  return html`<nav class="strip" aria-label=${words.pictures}>
    <ul>
      ${view.pictures.map(
        (picture, index) => html`<li>
          <button
            type="button"
            class="thumb"
            aria-current=${index === view.current}
            title=${picture.name}
            @click=${() => view.show(index)}
          >
            <img src=${picture.url} alt=${picture.name} loading="lazy" />
          </button>
          <button
            type="button"
            class="remove"
            aria-label=${words.removePicture(picture.name)}
            @click=${() => view.remove(index)}
          >×</button>
        </li>`,
      )}
      <li class="ways">
        <button type="button" class="add" @click=${() => view.add('pictures')}>${words.addPictures}</button>
        ${renderOtherWays(view.add, true)}
      </li>
    </ul>
  </nav>`;
}
