import { KEPT_COST, type KeptOptions, keptScore } from './kept-score.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

/**
 * Average drop (Chattopadhay et al., "Grad-CAM++", WACV 2018): the share of the score that is lost when the picture is multiplied
 * with the map; 0 where nothing is. Its mean over many pictures is what papers report.
 */
export const AVERAGE_DROP: Metric<KeptOptions> = {
  name: 'average-drop',
  title: 'Average drop',
  question: 'How much of the score is lost when only what the map keeps is shown?',
  source: 'Chattopadhay et al., WACV 2018, arXiv:1710.11063',
  range: [0, 1],
  better: 'lower',
  needs: ['probe'],
  cost: 'two passes: the whole picture, and what the map keeps of it',
  count: () => KEPT_COST,
  async measure(subject, options = {}) {
    const score = await keptScore(having(subject, 'Average drop', 'probe'), options);
    if (!score) return NOT_DEFINED;
    const { whole, kept } = score;
    return { value: Math.max(0, whole - kept) / whole, parts: { whole, kept } };
  },
};
