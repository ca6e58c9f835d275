import uPlot from 'uplot';
import type { EnvelopeStretch } from '../../../src/core/series/live/stream-envelope.ts';
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
   * @param curves names and CSS colours
   * @param gutter pixels left of the plot, for the numbers
   */
  constructor(
    place: HTMLElement,
    curves: readonly { readonly name: string; readonly colour: string }[],
    gutter: number,
    inks: Inks,
  ) {
    this.#inks = inks;
    this.#gutter = gutter;
    const axis = {
      stroke: () => this.#inks.muted,
      grid: { stroke: () => this.#inks.line, width: 1 },
      ticks: { show: false },
      font: '11px system-ui, sans-serif',
    };
    const options: uPlot.Options = {
      width: 300,
      height: 100,
      padding: [6, 0, 6, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      axes: [{ show: false }, { ...axis, size: gutter, gap: 4, space: 28, values: (_, splits) => splits.map(short) }],
      series: [
        {},
        ...curves.map(({ name, colour }) => ({ label: name, stroke: colour, width: 1.25, points: { show: false } })),
      ],
    };
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

function short(value: number): string {
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}
