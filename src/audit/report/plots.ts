import type { Interval } from '../result/intervals.ts';
import { type Html, html } from './html.ts';

const WIDTH = 320;
const HEIGHT = 60;
const BARS = 20;

/** How often values in [0, 1] lie in each twentieth, as inline SVG. */
export function histogram(values: readonly number[], about: string): Html {
  const counts = new Array<number>(BARS).fill(0);
  for (const value of values) counts[Math.min(BARS - 1, Math.max(0, Math.floor(value * BARS)))]++;
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, k) => {
    const height = (count / most) * HEIGHT;
    return html`<rect x="${(k * WIDTH) / BARS}" y="${HEIGHT - height}" width="${WIDTH / BARS - 1}" height="${height}"/>`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 14}" width="${WIDTH}" role="img" aria-label="${about}"><g fill="#3b6ea8">${bars}</g><path d="M0 ${HEIGHT}H${WIDTH}" stroke="#777"/><text x="0" y="${HEIGHT + 12}">0</text><text x="${WIDTH}" y="${HEIGHT + 12}" text-anchor="end">1</text></svg>`;
}

/** A mean with its interval on a line from `low` to `high`, as inline SVG. */
export function whisker(mean: number, interval: Interval | null, low: number, high: number, about: string): Html {
  const at = (value: number) =>
    6 + ((Math.min(high, Math.max(low, value)) - low) / (high - low || 1)) * (WIDTH / 2 - 12);
  const reach =
    interval && html`<path d="M${at(interval.low)} 8H${at(interval.high)}" stroke="#3b6ea8" stroke-width="3"/>`;
  return html`<svg viewBox="0 0 ${WIDTH / 2} 16" width="${WIDTH / 2}" role="img" aria-label="${about}"><path d="M6 8H${WIDTH / 2 - 6}" stroke="#bbb"/>${reach}<circle cx="${at(mean)}" cy="8" r="4" fill="#1d3f66"/></svg>`;
}
