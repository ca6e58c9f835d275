import { atLeast } from '../core/check-options.ts';
import { rasterise } from '../core/region.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

export interface PointingGameOptions {
  /** How far outside of the object the peak still counts, picture pixels, from 0. Default 0; TorchRay takes 15. */
  readonly tolerance?: number;
}

/**
 * Pointing game (Zhang et al., "Top-down neural attention by excitation backprop", IJCV 2018): 1 when the map's peak lies in
 * the object, else 0. Of several equal peaks one that lies inside is enough (Quantus). The tolerance is a distance between
 * pixel centres.
 */
export const POINTING_GAME: Metric<PointingGameOptions> = {
  name: 'pointing-game',
  title: 'Pointing game',
  question: 'Does the strongest pixel lie in the object?',
  source: 'Zhang et al., IJCV 2018, arXiv:1608.00507',
  range: [0, 1],
  better: 'higher',
  needs: ['object'],
  cost: 'no pass',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure(subject, { tolerance = 0 } = {}) {
    const { map, object } = having(subject, 'The pointing game', 'object');
    atLeast('tolerance', tolerance, 0);
    const { width, height, data } = map;
    const inside = rasterise(object, width, height);
    const highest = data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    if (!(highest > 0)) return NOT_DEFINED;
    const peaks = Array.from(data.keys()).filter((at) => data[at] === highest);
    const hits = peaks.some((at) => isNear(inside, width, height, at, tolerance));
    const [first] = peaks;
    return { value: hits ? 1 : 0, parts: { x: first % width, y: Math.floor(first / width), peaks: peaks.length } };
  },
};

/** Whether a pixel of the object lies within `reach` of a pixel. */
function isNear(inside: Uint8Array, width: number, height: number, at: number, reach: number): boolean {
  const x = at % width;
  const y = Math.floor(at / width);
  const most = Math.floor(reach);
  for (let row = Math.max(0, y - most); row <= Math.min(height - 1, y + most); row++) {
    for (let column = Math.max(0, x - most); column <= Math.min(width - 1, x + most); column++) {
      if (inside[row * width + column] && Math.hypot(column - x, row - y) <= reach) return true;
    }
  }
  return false;
}
