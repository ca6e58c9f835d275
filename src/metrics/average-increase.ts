import { KEPT_COST, type KeptOptions, keptScore } from './kept-score.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

/**
 * Increase in confidence (Chattopadhay et al., "Grad-CAM++", WACV 2018): 1 when the score rises while the picture is multiplied with the
 * map, else 0. Its mean over many pictures is what papers report.
 */
export const AVERAGE_INCREASE: Metric<KeptOptions> = {
  name: 'average-increase',
  title: 'Increase',
  question: 'Does the score rise when only what the map keeps is shown?',
  source: 'Chattopadhay et al., WACV 2018, arXiv:1710.11063',
  range: [0, 1],
  better: 'higher',
  needs: ['probe'],
  cost: 'two passes: the whole picture, and what the map keeps of it',
  count: () => KEPT_COST,
  async measure(subject, options = {}) {
    const score = await keptScore(having(subject, 'Increase', 'probe'), options);
    if (!score) return NOT_DEFINED;
    const { whole, kept } = score;
    return { value: kept > whole ? 1 : 0, parts: { whole, kept } };
  },
};
