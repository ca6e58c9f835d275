import { KEPT_COST, type KeptOptions, keptScore } from './kept-score.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

/**
 * Average gain (Zhang et al., "Opti-CAM", 2024): the share of the missing score that is won when the picture is multiplied with the map;
 * the counterpart of the average drop. For scores up to 1.
 */
export const AVERAGE_GAIN: Metric<KeptOptions> = {
  name: 'average-gain',
  title: 'Average gain',
  question: 'How much of what the score could still gain comes when only what the map keeps is shown?',
  source: 'Zhang et al., CVIU 2024, arXiv:2301.07002',
  range: [0, 1],
  better: 'higher',
  needs: ['probe'],
  cost: 'two passes: the whole picture, and what the map keeps of it',
  count: () => KEPT_COST,
  async measure(subject, options = {}) {
    const score = await keptScore(having(subject, 'Average gain', 'probe'), options);
    if (!score) return NOT_DEFINED;
    const { whole, kept } = score;
    return { value: whole < 1 ? Math.max(0, kept - whole) / (1 - whole) : 0, parts: { whole, kept } };
  },
};
