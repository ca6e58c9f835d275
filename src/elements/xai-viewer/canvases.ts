import type { Saliency } from '../../core/saliency.ts';
import type { LoadedPicture } from './load-picture.ts';
import { type MapLook, paintMap } from './paint-map.ts';

/** Paints the viewer's picture and its map, each only when what it shows has changed. */
export class Canvases {
  #painted: { readonly map: Saliency | null; readonly look: MapLook | null } = { map: null, look: null };
  readonly #find: (name: 'picture' | 'map') => HTMLCanvasElement | null;

  constructor(find: (name: 'picture' | 'map') => HTMLCanvasElement | null) {
    this.#find = find;
  }

  showPicture(picture: LoadedPicture | null): void {
    const canvas = this.#find('picture');
    const bitmap = picture?.bitmap;
    // A bitmap that was shown has been closed and measures nothing.
    if (!canvas || !bitmap || bitmap.width === 0) return;
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
  }

  showMap(map: Saliency | null, look: MapLook): void {
    const last = this.#painted;
    if (map === last.map && (map === null || isSameLook(look, last.look))) return;
    this.#painted = { map, look };
    const canvas = this.#find('map');
    if (map && canvas) paintMap(canvas, map, look);
  }

  /** Gives the pixels back. */
  clear(): void {
    for (const name of ['picture', 'map'] as const) {
      const canvas = this.#find(name);
      if (canvas) canvas.width = canvas.height = 0;
    }
    this.#painted = { map: null, look: null };
  }
}

function isSameLook(a: MapLook, b: MapLook | null): boolean {
  return b !== null && (Object.keys(a) as (keyof MapLook)[]).every((name) => a[name] === b[name]);
}
