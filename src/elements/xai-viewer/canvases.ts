import type { Saliency } from '../../core/saliency.ts';
import type { LoadedPicture } from './load-picture.ts';
import { type MapLook, paintColourBar, paintMap, type ScoreRange } from './paint-map.ts';

/** Paints the viewer's three canvases, each only when what it shows has changed. */
export class Canvases {
  /** Raw scores that the ends of the colours stand for; null without a map. */
  scores: ScoreRange | null = null;
  #painted: { readonly map: Saliency | null; readonly look: MapLook | null } = { map: null, look: null };
  #barColormap = '';
  readonly #find: (name: 'picture' | 'map' | 'bar') => HTMLCanvasElement | null;

  constructor(find: (name: 'picture' | 'map' | 'bar') => HTMLCanvasElement | null) {
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

  /** Says whether anything was painted, so that the legend follows. */
  showMap(map: Saliency | null, look: MapLook): boolean {
    const bar = this.#find('bar');
    if (bar && look.colormap !== this.#barColormap) {
      paintColourBar(bar, look.colormap);
      this.#barColormap = look.colormap;
    }
    const last = this.#painted;
    if (map === last.map && (map === null || isSameLook(look, last.look))) return false;
    this.#painted = { map, look };
    const canvas = this.#find('map');
    this.scores = map && canvas ? paintMap(canvas, map, look) : null;
    return true;
  }

  /** Gives the pixels back. */
  clear(): void {
    for (const name of ['picture', 'map'] as const) {
      const canvas = this.#find(name);
      if (canvas) canvas.width = canvas.height = 0;
    }
    this.#painted = { map: null, look: null };
    this.scores = null;
  }
}

function isSameLook(a: MapLook, b: MapLook | null): boolean {
  return a.colormap === b?.colormap && a.range === b.range && a.blend === b.blend;
}
