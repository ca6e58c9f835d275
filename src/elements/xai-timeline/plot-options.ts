import type uPlot from 'uplot';
import type { Inks } from './surface.ts';

export interface PlotLine {
  readonly name: string;
  /** CSS colour. */
  readonly colour: string;
}

/**
 * Curves over a stretch of time and nothing else: numbers on the left, faint lines behind, no legend, no cursor.
 * @param gutter pixels left of the plot, for the numbers
 * @param inks are read whenever it is drawn, since themes change
 * @param range of the values; without it whoever draws sets the scale
 */
export function plotOptions(
  lines: readonly PlotLine[],
  gutter: number,
  inks: () => Inks,
  range?: uPlot.Scale['range'],
): uPlot.Options {
  const axis = {
    stroke: () => inks().muted,
    grid: { stroke: () => inks().line, width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  };
  return {
    width: 300,
    height: 100,
    padding: [6, 0, 6, 0],
    legend: { show: false },
    cursor: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: false, auto: false }, y: { auto: false, ...(range && { range }) } },
    axes: [{ show: false }, { ...axis, size: gutter, gap: 4, space: 28, values: (_, splits) => splits.map(short) }],
    series: [
      {},
      ...lines.map(({ name, colour }) => ({
        label: name,
        stroke: colour,
        width: 1.25,
        points: { show: false },
        spanGaps: false,
      })),
    ],
  };
}

function short(value: number): string {
  return Number(value.toPrecision(3)).toString().replace('-', '−');
}
