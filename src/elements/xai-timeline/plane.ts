import { type ColormapName, colormapTable } from '../../core/colour/colormaps.ts';
import { findRange, type NamedRange } from '../../core/colour/score-range.ts';
import { Pyramid } from '../../core/series/pyramid.ts';
import type { Surface } from './surface.ts';
import type { TimeView } from './time-view.ts';

/** Numbers in rows along time: what the model is fed, or a map. */
export interface TimedPlane {
  readonly rows: number;
  readonly columns: number;
  /** Seconds at the middle of the first column, and from one to the next. */
  readonly start: number;
  readonly step: number;
  /** Length rows x columns, row-major; what is not a number stays clear. */
  readonly data: Float32Array;
}

export interface PlaneLook {
  readonly colormap: ColormapName;
  readonly range: NamedRange;
  /** Alpha rises from nothing to full, so that what lies below is seen. */
  readonly fade: boolean;
}

/** Below 1, so that middling scores are seen well too. */
const FADE_POWER = 0.6;
const FADE_MOST = 0.85;

/** A plane that can be painted at any zoom: of what falls on a pixel the strongest is shown, so that no peak is lost. */
export class PaintedPlane {
  readonly plane: TimedPlane;
  readonly #rows: readonly Pyramid[];
  readonly #upwards: boolean;
  #scores: { readonly range: NamedRange; readonly low: number; readonly high: number } | null = null;
  readonly #image = document.createElement('canvas');
  #pixels: ImageData | null = null;

  /** @param upwards the first row lies at the bottom, as pictures of spectra have it */
  constructor(plane: TimedPlane, upwards: boolean) {
    this.plane = plane;
    this.#upwards = upwards;
    const { rows, columns, data } = plane;
    this.#rows = Array.from(
      { length: rows },
      (_, row) => new Pyramid(data.subarray(row * columns, (row + 1) * columns)),
    );
  }

  /** Scores that the first and the last colour stand for. */
  scores(range: NamedRange): { readonly low: number; readonly high: number } {
    if (this.#scores?.range !== range) this.#scores = { range, ...findRange(this.plane.data, range) };
    return this.#scores;
  }

  /** Paints the stretch that is seen over the whole surface. */
  paint({ context, width, height }: Surface, view: TimeView, look: PlaneLook): void {
    const { rows, start, step } = this.plane;
    const [wide, high] = [Math.ceil(width), rows];
    if (this.#image.width !== wide || this.#image.height !== high || !this.#pixels) {
      this.#image.width = wide;
      this.#image.height = high;
      this.#pixels = new ImageData(wide, high);
    }
    const pixels = this.#pixels;
    this.#fill(new Uint32Array(pixels.data.buffer), wide, view, look, start, step);
    this.#image.getContext('2d')?.putImageData(pixels, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.#image, 0, 0, wide, high, 0, 0, wide, height);
  }

  #fill(into: Uint32Array, wide: number, view: TimeView, look: PlaneLook, start: number, step: number): void {
    const { low, high } = this.scores(look.range);
    const isSymmetric = look.range.startsWith('symmetric');
    const colours = packed(look.colormap, look.fade, isSymmetric);
    const scale = high > low ? 255 / (high - low) : 0;
    const flat = isSymmetric ? 128 : 0;
    const first = (view.from - start) / step + 0.5;
    const perPixel = view.span / step / wide;
    this.#rows.forEach((row, k) => {
      const at = (this.#upwards ? this.#rows.length - 1 - k : k) * wide;
      const { low: least, high: greatest } = row.thin(first, first + perPixel * wide, wide);
      for (let x = 0; x < wide; x++) {
        const value = isSymmetric && -least[x] > greatest[x] ? least[x] : greatest[x];
        const shade = scale === 0 ? flat : Math.min(255, Math.max(0, Math.round((value - low) * scale)));
        into[at + x] = Number.isNaN(value) ? 0 : colours[shade];
      }
    });
  }
}

const tables = new Map<string, Uint32Array>();

/** The 256 colours as the memory of a picture has them (little-endian RGBA). */
function packed(colormap: ColormapName, fade: boolean, isSymmetric: boolean): Uint32Array {
  const key = `${colormap} ${fade} ${isSymmetric}`;
  let made = tables.get(key);
  if (!made) {
    const table = colormapTable(colormap);
    made = Uint32Array.from({ length: 256 }, (_, at) => {
      const share = isSymmetric ? Math.abs(at - 127.5) / 127.5 : at / 255;
      const alpha = fade ? Math.round(255 * FADE_MOST * share ** FADE_POWER) : 255;
      return ((alpha << 24) | (table[3 * at + 2] << 16) | (table[3 * at + 1] << 8) | table[3 * at]) >>> 0;
    });
    tables.set(key, made);
  }
  return made;
}
