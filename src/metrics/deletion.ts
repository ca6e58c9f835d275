import { having, type Metric } from './metric.ts';
import { type CurveOptions, countCurve, measureCurve } from './pixel-curve.ts';

/**
 * Deletion (Petsiuk et al., "RISE", BMVC 2018): the area under the score while the picture loses its pixels, the strongest
 * of the map first, over the whole picture's score. For a detector the score is how like the box its best proposal is
 * (D-RISE).
 */
export const DELETION: Metric<CurveOptions> = {
  name: 'deletion',
  title: 'Deletion',
  question: 'How soon is the answer lost when the strongest pixels are hidden first?',
  source: 'Petsiuk et al., BMVC 2018, arXiv:1806.07421',
  // Above 1 where hiding something helps.
  range: [0, Number.POSITIVE_INFINITY],
  better: 'lower',
  needs: ['probe'],
  cost: 'one pass a point of the curve (31; one more than the input has rows for RISE), and one for the whole picture',
  count: countCurve,
  measure: async (subject, options = {}) => measureCurve(having(subject, 'Deletion', 'probe'), options, 'deletion'),
};
