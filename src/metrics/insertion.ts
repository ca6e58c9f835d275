import { having, type Metric } from './metric.ts';
import { type CurveOptions, countCurve, measureCurve } from './pixel-curve.ts';

/**
 * Insertion (Petsiuk et al., "RISE", BMVC 2018): the area under the score while an empty picture gets its pixels back, the
 * strongest of the map first, over the whole picture's score. For a detector the score is how like the box its best
 * proposal is (D-RISE).
 */
export const INSERTION: Metric<CurveOptions> = {
  name: 'insertion',
  title: 'Insertion',
  question: 'How soon does the answer come back when the strongest pixels are shown first?',
  source: 'Petsiuk et al., BMVC 2018, arXiv:1806.07421',
  // Above 1 where a part of the picture scores better than all of it.
  range: [0, Number.POSITIVE_INFINITY],
  better: 'higher',
  needs: ['probe'],
  cost: 'one pass a point of the curve (31; one more than the input has rows for RISE), and one for the whole picture',
  count: countCurve,
  measure: async (subject, options = {}) => measureCurve(having(subject, 'Insertion', 'probe'), options, 'insertion'),
};
