import { between } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import type { Saliency } from '../core/saliency.ts';
import { mean, pearson, spearman } from '../core/statistics.ts';
import { minMax } from './content-map.ts';
import { having, type Metric } from './metric.ts';
import { fallingOrder } from './pixel-curve.ts';
import { ssim } from './ssim.ts';

export interface AgreementOptions {
  /** Share of the pixels that count as the strongest, in (0, 1). Default .1. */
  readonly top?: number;
}

/** How far two maps say the same. */
export interface Agreement {
  /** Correlation of the values, -1 to 1. */
  readonly pearson: number;
  /** Correlation of the ranks, -1 to 1. */
  readonly spearman: number;
  /** Structural similarity of the maps scaled to 0..1, -1 to 1. */
  readonly ssim: number;
  /** Share of the strongest pixels that both have, 0 to 1. */
  readonly overlap: number;
}

/** @throws XaiError `option-invalid` for maps of different sizes */
export function agreementOf(
  a: Pick<Saliency, 'width' | 'height' | 'data'>,
  b: Pick<Saliency, 'width' | 'height' | 'data'>,
  { top = 0.1 }: AgreementOptions = {},
): Agreement {
  between('top', top, 0, 1);
  if (a.width !== b.width || a.height !== b.height) {
    throw new XaiError(
      'option-invalid',
      `Maps of ${a.width} x ${a.height} and ${b.width} x ${b.height} pixels can't be compared; make both of one picture.`,
      { option: 'others' },
    );
  }
  const count = Math.max(1, Math.round(top * a.data.length));
  const strongest = new Set(fallingOrder(a.data).subarray(0, count));
  const common = fallingOrder(b.data)
    .subarray(0, count)
    .filter((at) => strongest.has(at));
  return {
    pearson: pearson(a.data, b.data),
    spearman: spearman(a.data, b.data),
    ssim: ssim(minMax(a.data), minMax(b.data), a.width, a.height),
    overlap: common.length / count,
  };
}

/** Agreement with maps of other methods or seeds: the mean rank correlation, and three more numbers beside it. */
export const AGREEMENT: Metric<AgreementOptions> = {
  name: 'agreement',
  title: 'Agreement',
  question: 'Do other methods, or other seeds, say the same?',
  source: 'Adebayo et al., NeurIPS 2018, arXiv:1810.03292',
  range: [-1, 1],
  better: 'higher',
  needs: ['others'],
  cost: 'no pass beside those of the other maps',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure(subject, options = {}) {
    const { map, others } = having(subject, 'Agreement', 'others');
    if (others.length === 0) having({ ...subject, others: undefined }, 'Agreement', 'others');
    const all = others.map((other) => agreementOf(map, other, options));
    const part = (name: keyof Agreement) => mean(all.map((one) => one[name]));
    return {
      value: part('spearman'),
      parts: { pearson: part('pearson'), spearman: part('spearman'), ssim: part('ssim'), overlap: part('overlap') },
    };
  },
};
