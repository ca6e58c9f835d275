import type { Picture } from '../core/picture.ts';
import { mean, pearson } from '../core/statistics.ts';
import { pictureFromPixels } from '../tasks/decode-picture.ts';
import { minMax } from './content-map.ts';
import { type KeptOptions, keptScore } from './kept-score.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';

/**
 * ADCC (Poppi et al., "Revisiting the evaluation of class activation mapping", CVPR-W 2021): the harmonic mean of
 * - coherency: how like the map of the picture multiplied with its own map is to that map, (Pearson + 1) / 2;
 * - 1 - complexity: complexity is the mean of the map scaled to 0..1;
 * - 1 - average drop.
 *
 * 0 where one of the three is. The picture is multiplied in its own pixels, over black; for the drop as the option says.
 */
export const ADCC: Metric<KeptOptions> = {
  name: 'adcc',
  title: 'ADCC',
  question: 'Does the map keep the score, say the same of what it keeps, and stay small?',
  source: 'Poppi et al., CVPR-W 2021, arXiv:2104.10252',
  range: [0, 1],
  better: 'higher',
  needs: ['probe', 'explain'],
  cost: 'two passes and one explanation',
  count: () => ({ passes: 2, explanations: 1 }),
  async measure(subject, options = {}) {
    const { map, picture, probe, explain } = having(subject, 'ADCC', 'probe', 'explain');
    const score = await keptScore({ ...subject, probe }, options);
    if (!score) return NOT_DEFINED;
    const scaled = minMax(map.data);
    const again = await explain(await multiply(picture, scaled));
    const coherency = (pearson(scaled, again.data) + 1) / 2;
    const complexity = mean(scaled);
    const drop = Math.max(0, score.whole - score.kept) / score.whole;
    const three = [coherency, 1 - complexity, 1 - drop];
    const value = three.some((part) => part <= 0) ? 0 : 3 / three.reduce((sum, part) => sum + 1 / part, 0);
    return { value, parts: { coherency, complexity, drop } };
  },
};

function multiply({ width, height, data, name }: Picture, weights: Float32Array): Promise<Picture> {
  const pixels = data.map((value, k) => (k % 4 === 3 ? 255 : value * weights[k >> 2]));
  return pictureFromPixels(width, height, pixels, { name });
}
