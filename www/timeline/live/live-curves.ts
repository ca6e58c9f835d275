import uPlot from 'uplot';
import type { EnvelopeStretch } from '../../../src/core/series/live/stream-envelope.ts';
import { type PlotLine, plotOptions } from '../../../src/elements/xai-timeline/plot-options.ts';
import type { Inks } from '../../../src/elements/xai-timeline/surface.ts';
import type { TimeView } from '../../../src/elements/xai-timeline/time-view.ts';

/** Room above and below what is seen, as a share of it. */
const ROOM = 0.06;
/** The scale is drawn closer once what is seen fills less of it. */
const LEAST_FILLED = 0.5;

/** Curves of a stream, drawn by uPlot; their scale follows what is seen without trembling. */
export class LiveCurves {
  readonly #plot: uPlot;
  readonly #gutter: number;
  #inks: Inks;
  #scale: { readonly min: number; readonly max: number } | null = null;

  /**
   * @param gutter pixels left of the plot, for the numbers
   */
  constructor(place: HTMLElement, curves: readonly PlotLine[], gutter: number, inks: Inks) {
    this.#inks = inks;
    this.#gutter = gutter;
    const options = plotOptions(curves, gutter, () => this.#inks);
    this.#plot = new uPlot(options, [[], ...curves.map(() => [])], place);
    // What is seen is said in words beside it.
    this.#plot.root.setAttribute('aria-hidden', 'true');
  }

  get gutter(): number {
    return this.#gutter;
  }

  draw({ times, values }: EnvelopeStretch, view: TimeView, width: number, height: number, inks: Inks): void {
    this.#inks = inks;
    const plot = this.#plot;
    if (plot.width !== width || plot.height !== height) plot.setSize({ width, height });
    this.#scale = fit(this.#scale, values);
    const { min, max } = this.#scale;
    plot.batch(() => {
      plot.setData([times, ...values], false);
      plot.setScale('x', { min: view.from, max: view.to });
      plot.setScale('y', { min, max });
    });
  }

  destroy(): void {
    this.#plot.destroy();
  }
}

/** The scale as it is while what is seen fits it well. */
function fit(before: { min: number; max: number } | null, values: EnvelopeStretch['values']) {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of values) {
    for (const value of list) {
      if (value === null) continue;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  if (least > greatest) return before ?? { min: -1, max: 1 };
  const isFit =
    before !== null &&
    least >= before.min &&
    greatest <= before.max &&
    greatest - least >= LEAST_FILLED * (before.max - before.min);
  if (isFit) return before;
  const room = (greatest - least) * ROOM || Math.abs(least) * 0.1 || 1;
  return { min: least - room, max: greatest + room };
}
