import { html, nothing, type TemplateResult } from 'lit';
import type { Saliency } from '../../core/saliency.ts';
import type { Finding } from '../../engine/info.ts';
import type { LoadedPicture } from './load-picture.ts';
import { type MapLook, paintMap } from './paint-map.ts';
import { painted } from './painted.ts';
import { placeBox } from './place-box.ts';

/** Longest side in pixels of a copy of the picture. */
const COPIED_SIDE = 768;

export interface OverlayView {
  readonly picture: LoadedPicture;
  /** The canvas that holds the picture. */
  readonly original: HTMLCanvasElement;
  readonly chosen: Finding | null;
  readonly mapHidden: boolean;
  lookOf(map: Saliency): MapLook;
}

/** A copy of the picture with a map of its own over it. */
export function renderOverlay(view: OverlayView, map: Saliency | null, words = ''): TemplateResult {
  const { picture, original, chosen } = view;
  const shown = map !== null && !view.mapHidden;
  const look = map && view.lookOf(map);
  return html`<div class="view">
    <div class="plane">
    <canvas class="picture" ?data-under-map=${shown} ${painted((canvas) => copyPicture(canvas, original), picture)}></canvas>
    ${
      map && look && shown
        ? html`<canvas
            class="map"
            role=${words ? 'img' : nothing}
            aria-label=${words || nothing}
            ${painted((canvas) => paintMap(canvas, map, look), map, ...Object.values(look))}
          ></canvas>`
        : nothing
    }
    ${chosen?.box ? html`<div class="box" ${placeBox(chosen.box, picture.width, picture.height)}></div>` : nothing}
    </div>
  </div>`;
}

/** Paints a copy of a picture, at most {@link COPIED_SIDE} pixels long. */
export function copyPicture(canvas: HTMLCanvasElement, original: HTMLCanvasElement): void {
  const { width, height } = original;
  const scale = Math.min(1, COPIED_SIDE / Math.max(width, height, 1));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  if (width > 0) canvas.getContext('2d')?.drawImage(original, 0, 0, canvas.width, canvas.height);
}
