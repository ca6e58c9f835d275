import { oneOf } from '../core/check-options.ts';
import { rasterise } from '../core/region.ts';
import { minMax } from './content-map.ts';
import { having, type Metric } from './metric.ts';

export interface EnergyOptions {
  /**
   * What counts as weight: what is above 0 (`positive`, default), the value above the map's least (`min-max`), or the
   * magnitude (`absolute`, as Quantus' attribution localisation). The values differ much, so say which.
   */
  readonly weight?: 'positive' | 'min-max' | 'absolute';
}

/**
 * Energy-based pointing game (Wang et al., "Score-CAM", CVPR-W 2020): share of the map's weight that lies in the object.
 * The same as relevance mass accuracy (Arras et al., 2022).
 */
export const ENERGY_POINTING_GAME: Metric<EnergyOptions> = {
  name: 'energy-pointing-game',
  title: 'Energy inside the object',
  question: 'How much of the evidence lies in the object?',
  source: 'Wang et al., CVPR-W 2020, arXiv:1910.01279',
  range: [0, 1],
  better: 'higher',
  needs: ['object'],
  cost: 'no pass',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure(subject, { weight = 'positive' } = {}) {
    const { map, object } = having(subject, 'The energy pointing game', 'object');
    const weights = weigh(map.data, oneOf('weight', weight, ['positive', 'min-max', 'absolute']));
    const inside = rasterise(object, map.width, map.height);
    let within = 0;
    let all = 0;
    let area = 0;
    for (let at = 0; at < weights.length; at++) {
      all += weights[at];
      area += inside[at];
      if (inside[at]) within += weights[at];
    }
    return { value: all > 0 ? within / all : null, parts: { area: area / weights.length } };
  },
};

function weigh(data: Float32Array, weight: NonNullable<EnergyOptions['weight']>): Float32Array {
  if (weight === 'min-max') return minMax(data);
  return weight === 'absolute' ? data.map(Math.abs) : data.map((value) => Math.max(0, value));
}
