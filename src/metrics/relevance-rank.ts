import { rasterise } from '../core/region.ts';
import { having, type Metric } from './metric.ts';
import { fallingOrder } from './pixel-curve.ts';

/**
 * Relevance rank accuracy (Arras et al., "CLEVR-XAI", Information Fusion 2022): of as many strongest pixels as the object
 * has, the share that lies in it. Equal values count in reading order.
 */
export const RELEVANCE_RANK: Metric = {
  name: 'relevance-rank',
  title: 'Relevance rank',
  question: 'Do the strongest pixels make up the object?',
  source: 'Arras et al., 2022, arXiv:2003.07258',
  range: [0, 1],
  better: 'higher',
  needs: ['object'],
  cost: 'no pass',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure(subject) {
    const { map, object } = having(subject, 'Relevance rank', 'object');
    const inside = rasterise(object, map.width, map.height);
    const pixels = inside.reduce((sum, one) => sum + one, 0);
    if (pixels === 0) return { value: null, parts: { pixels } };
    const strongest = fallingOrder(map.data).subarray(0, pixels);
    return { value: strongest.reduce((sum, at) => sum + inside[at], 0) / pixels, parts: { pixels } };
  },
};
