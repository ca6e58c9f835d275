import uPlot from 'uplot';
import { type Pyramid, pyramidOf } from '../../core/series/pyramid.ts';
import type { Envelope } from '../../core/series/thin.ts';
import { type PlotLine, plotOptions } from './plot-options.ts';
import type { Inks } from './surface.ts';
import type { TimeView } from './time-view.ts';

/** One line: values at an even rate. */
export interface Curve extends PlotLine {
  readonly values: Float32Array;
}

export interface CurveTiming {
  /** Seconds at the first value, and values a second. */
  readonly start: number;
  readonly rate: number;
}

/**
 * Curves of any length, drawn by uPlot. It is given what falls on each pixel: the least and the greatest value, or, zoomed in,
 * the values themselves. So what is drawn never depends on how long the recording is, and no peak is lost.
 */
export class Curves {
  readonly #pyramids: readonly Pyramid[];
  readonly #timing: CurveTiming;
  readonly #plot: uPlot;
  readonly #extent: { readonly least: number; readonly greatest: number };
  #inks: Inks;

  /** @param gutter pixels left of the plot, for the numbers */
  constructor(place: HTMLElement, curves: readonly Curve[], timing: CurveTiming, gutter: number, inks: Inks) {
    this.#pyramids = curves.map(({ values }) => pyramidOf(values));
    this.#timing = timing;
    this.#inks = inks;
    this.#extent = extentOf(this.#pyramids);
    const options = plotOptions(
      curves,
      gutter,
      () => this.#inks,
      () => padded(this.#extent),
    );
    this.#plot = new uPlot(options, [[], ...curves.map(() => [])], place);
    // What is seen is said in words by the track; the pointer is the timeline's.
    this.#plot.root.setAttribute('aria-hidden', 'true');
  }

  draw(view: TimeView, width: number, height: number, inks: Inks): void {
    this.#inks = inks;
    const plot = this.#plot;
    const gutter = this.#gutter;
    if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    plot.batch(() => {
      plot.setData(this.#dataOf(view, Math.max(1, Math.round(width - gutter))), false);
      plot.setScale('x', { min: view.from, max: view.to });
    });
  }

  destroy(): void {
    this.#plot.destroy();
  }

  get #gutter(): number {
    const { size } = this.#plot.axes[1];
    return typeof size === 'number' ? size : 0;
  }

  #dataOf(view: TimeView, pixels: number): uPlot.AlignedData {
    const { start, rate } = this.#timing;
    const [from, to] = [(view.from - start) * rate, (view.to - start) * rate];
    return (to - from) / pixels > 2 ? this.#thinned(from, to, pixels) : this.#plain(from, to);
  }

  /** The values that are seen, and one more on each side. */
  #plain(from: number, to: number): uPlot.AlignedData {
    const { start, rate } = this.#timing;
    const count = this.#pyramids[0]?.values.length ?? 0;
    const first = Math.max(0, Math.floor(from) - 1);
    const end = Math.min(count, Math.ceil(to) + 2);
    const times = Array.from({ length: Math.max(0, end - first) }, (_, k) => start + (first + k) / rate);
    return [times, ...this.#pyramids.map(({ values }) => withHoles(values.subarray(first, Math.max(first, end))))];
  }

  /** Up and down within each pixel. */
  #thinned(from: number, to: number, pixels: number): uPlot.AlignedData {
    const { start, rate } = this.#timing;
    const perPixel = (to - from) / pixels;
    const times = new Array<number>(2 * pixels);
    for (let x = 0; x < pixels; x++) {
      times[2 * x] = start + (from + (x + 0.25) * perPixel) / rate;
      times[2 * x + 1] = start + (from + (x + 0.75) * perPixel) / rate;
    }
    return [times, ...this.#pyramids.map((pyramid) => zigzag(pyramid.thin(from, to, pixels)))];
  }
}

function zigzag({ low, high }: Envelope): (number | null)[] {
  const values = new Array<number | null>(2 * low.length);
  for (let x = 0; x < low.length; x++) {
    const isHole = Number.isNaN(low[x]);
    values[2 * x] = isHole ? null : low[x];
    values[2 * x + 1] = isHole ? null : high[x];
  }
  return values;
}

function withHoles(values: Float32Array): (number | null)[] {
  return Array.from(values, (value) => (Number.isNaN(value) ? null : value));
}

function extentOf(pyramids: readonly Pyramid[]): { least: number; greatest: number } {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const pyramid of pyramids) {
    const own = pyramid.extent(0, pyramid.values.length);
    least = Math.min(least, own.least);
    greatest = Math.max(greatest, own.greatest);
  }
  return least <= greatest ? { least, greatest } : { least: 0, greatest: 1 };
}

/** Some room above and below; a flat line lies in the middle. */
function padded({ least, greatest }: { least: number; greatest: number }): [number, number] {
  const room = (greatest - least) * 0.04 || Math.abs(least) * 0.1 || 1;
  return [least - room, greatest + room];
}
