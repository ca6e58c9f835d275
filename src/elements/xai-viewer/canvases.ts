import type { ColormapName } from '../../core/colour/colormaps.ts';
import type { RangeRule } from '../../core/colour/colourise.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { LoadedPicture } from './load-picture.ts';
import { paintColourBar, paintMap, type ScoreRange } from './paint-map.ts';

/** Paints the viewer's three canvases, each only when what it shows has changed. */
export class Canvases {
  /** Raw scores that the ends of the colours stand for; null without a map. */
  scores: ScoreRange | null = null;
  #painted: { map: Saliency | null; colormap: string; rule: RangeRule } = { map: null, colormap: '', rule: 'min-max' };
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
  showMap(map: Saliency | null, colormap: ColormapName, rule: RangeRule): boolean {
    const bar = this.#find('bar');
    if (bar && colormap !== this.#barColormap) {
      paintColourBar(bar, colormap);
      this.#barColormap = colormap;
    }
    const last = this.#painted;
    if (map === last.map && colormap === last.colormap && rule === last.rule) return false;
    this.#painted = { map, colormap, rule };
    const canvas = this.#find('map');
    this.scores = map && canvas ? paintMap(canvas, map, colormap, rule) : null;
    return true;
  }

  /** Gives the pixels back. */
  clear(): void {
    for (const name of ['picture', 'map'] as const) {
      const canvas = this.#find(name);
      if (canvas) canvas.width = canvas.height = 0;
    }
    this.#painted = { map: null, colormap: '', rule: 'min-max' };
    this.scores = null;
  }
}
