import { mean } from '../core/statistics.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';
import { mapChanges, type NoiseOptions } from './noisy-explanations.ts';

const SAMPLES = 20;

/**
 * Average stability (Bhatt et al., "Evaluating and aggregating feature-based model explanations", IJCAI 2020): how far the map
 * moves on average, over its own length, when noise is added to the picture. Radius .1 and 20 copies, as Xplique has them.
 */
export const AVERAGE_STABILITY: Metric<NoiseOptions> = {
  name: 'average-stability',
  title: 'Average stability',
  question: 'How far does the map move in a noisy picture?',
  source: 'Bhatt et al., IJCAI 2020, arXiv:2005.00631',
  range: [0, Number.POSITIVE_INFINITY],
  better: 'lower',
  needs: ['explain'],
  cost: 'one explanation a noisy copy (20)',
  count: ({ samples = SAMPLES }) => ({ passes: 0, explanations: samples }),
  async measure(subject, { samples = SAMPLES, radius = 0.1, seed } = {}) {
    const changes = await mapChanges(having(subject, 'Average stability', 'explain'), { samples, radius, seed });
    return changes ? { value: mean(changes), parts: { changes } } : NOT_DEFINED;
  },
};
