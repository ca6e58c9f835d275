import { having, type Metric, NOT_DEFINED } from './metric.ts';
import { mapChanges, type NoiseOptions } from './noisy-explanations.ts';

const SAMPLES = 10;

/**
 * Max-sensitivity (Yeh et al., "On the (in)fidelity and sensitivity of explanations", NeurIPS 2019): the farthest that the
 * map moves, over its own length, when noise too weak to see is added to the picture. Radius .02 and 10 copies, as Captum has
 * them. A method that draws by chance must draw the same for every copy.
 */
export const MAX_SENSITIVITY: Metric<NoiseOptions> = {
  name: 'max-sensitivity',
  title: 'Max-sensitivity',
  question: 'How far can noise that nobody sees move the map?',
  source: 'Yeh et al., NeurIPS 2019, arXiv:1901.09392',
  range: [0, Number.POSITIVE_INFINITY],
  better: 'lower',
  needs: ['explain'],
  cost: 'one explanation a noisy copy (10)',
  count: ({ samples = SAMPLES }) => ({ passes: 0, explanations: samples }),
  async measure(subject, { samples = SAMPLES, radius = 0.02, seed } = {}) {
    const changes = await mapChanges(having(subject, 'Max-sensitivity', 'explain'), { samples, radius, seed });
    return changes ? { value: Math.max(...changes), parts: { changes } } : NOT_DEFINED;
  },
};
