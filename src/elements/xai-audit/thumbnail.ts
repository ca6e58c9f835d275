import { html, nothing, type TemplateResult } from 'lit';
import { colourise } from '../../core/colour/colourise.ts';
import { GRID, type PackedGrid, unpackGrid } from '../../core/packed-grid.ts';
import { giveStyle } from '../xai-viewer/give-style.ts';
import { painted } from '../xai-viewer/painted.ts';
import { lazyPicture, type ReadPicture } from './lazy-pictures.ts';

const OPACITY = 0.85;

/** Paints a kept map, a pixel a cell; the browser makes it smooth when it is shown larger. */
export function paintGrid(canvas: HTMLCanvasElement, map: PackedGrid, isOverlay: boolean): void {
  const { pixels } = colourise(unpackGrid(map), {
    range: 'zero-max',
    ...(isOverlay ? { fade: true, opacity: OPACITY } : {}),
  });
  canvas.width = canvas.height = GRID;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, GRID, GRID), 0, 0);
}

export interface ThumbnailView {
  readonly name: string;
  /** Of the picture; null where it is not known. */
  readonly width: number | null;
  readonly height: number | null;
  readonly map: PackedGrid | null;
  /** Boxes over it: shares of width and height. */
  readonly boxes?: readonly { readonly box: readonly number[]; readonly kind: string }[];
  /** Longer side in pixels. */
  readonly side: number;
  readonly read: ReadPicture;
}

/** A picture, and over it a map where there is one. */
export function renderThumbnail(view: ThumbnailView): TemplateResult {
  const { name, width, height, map, boxes = [], side, read } = view;
  const ratio = width && height ? width / height : 1;
  return html`<span class="picture" ${giveStyle({ '--ratio': String(ratio) })}>
    <canvas class="pixels" width="1" height="1" ${lazyPicture(name, side, read)}></canvas>
    ${map ? html`<canvas class="map" ${painted((canvas) => paintGrid(canvas, map, true), map)}></canvas>` : nothing}
    ${boxes.map(
      ({ box: [x0, y0, x1, y1], kind }) =>
        html`<span
          class="box"
          data-kind=${kind}
          ${giveStyle({
            '--left': `${100 * x0}%`,
            '--top': `${100 * y0}%`,
            '--width': `${100 * (x1 - x0)}%`,
            '--height': `${100 * (y1 - y0)}%`,
          })}
        ></span>`,
    )}
  </span>`;
}
