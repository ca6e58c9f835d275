import { wholeNumber } from '../core/check-options.ts';
import { mean } from '../core/statistics.ts';
import { Dice } from '../scenes/dice.ts';
import type { Probe } from '../tasks/probe.ts';
import { contentMap } from './content-map.ts';
import { type InputPixels, inputPixels } from './input-pixels.ts';
import { LinearImputer } from './linear-imputation.ts';
import { having, type Metric } from './metric.ts';
import { fallingOrder } from './pixel-curve.ts';

export interface RoadOptions {
  /** For the noise: whole number from 0. Default 0. */
  readonly seed?: number;
}

/** Shares of the pixels that are removed, one after the other. */
const SHARES = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/** Standard deviation of the noise on imputed values, in the tensor. */
const NOISE = 0.01;

/**
 * ROAD, remove and debias (Rong et al., "A consistent and efficient evaluation strategy for attribution methods", ICML
 * 2022), in the combined form of pytorch-grad-cam: half of what the score is higher when the weakest pixels are removed than
 * when as many of the strongest are, the mean over nine shares from 10 to 90 %. Removed pixels become means of their
 * neighbours with a little noise, so that the shape of the hole tells little.
 */
export const ROAD: Metric<RoadOptions> = {
  name: 'road',
  title: 'ROAD',
  question: 'Does removing the strongest pixels hurt more than removing the weakest?',
  source: 'Rong et al., ICML 2022, arXiv:2202.00449',
  range: [-0.5, 0.5],
  better: 'higher',
  needs: ['probe'],
  cost: '18 passes: two for each of nine shares',
  count: () => ({ passes: 2 * SHARES.length, explanations: 0 }),
  async measure(subject, { seed = 0 } = {}) {
    const { map, probe } = having(subject, 'ROAD', 'probe');
    wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
    const order = fallingOrder(contentMap(map, probe.placement));
    const pixels = inputPixels(probe);
    const scores = await probe.score(2 * SHARES.length, (copy, out) => {
      const count = Math.floor(SHARES[copy >> 1] * order.length);
      const removed = copy % 2 === 0 ? order.subarray(0, count) : order.subarray(order.length - count);
      out.set(probe.image);
      impute(probe, pixels, removed, new Dice(seed, copy), out);
    });
    const strongestFirst = SHARES.map((_, k) => scores[2 * k]);
    const weakestFirst = SHARES.map((_, k) => scores[2 * k + 1]);
    const value = mean(SHARES.map((_, k) => (weakestFirst[k] - strongestFirst[k]) / 2));
    return { value, parts: { shares: [...SHARES], strongestFirst, weakestFirst } };
  },
};

/** Noise is drawn pixel by pixel in reading order, each for all channels. */
function impute(
  { placement }: Probe,
  { starts, step, channels }: InputPixels,
  removed: Uint32Array,
  dice: Dice,
  out: Float32Array,
): void {
  const { width, height } = placement.content;
  const missing = new Uint8Array(starts.length);
  for (const pixel of removed) missing[pixel] = 1;
  const imputer = new LinearImputer(missing, width, height);
  const planes = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from(starts, (start) => out[start + channel * step]),
  );
  imputer.fill(...planes);
  planes.forEach((plane, channel) => {
    for (const pixel of removed) out[starts[pixel] + channel * step] = plane[pixel];
  });
  for (const pixel of removed.slice().sort()) {
    for (let channel = 0; channel < channels; channel++) out[starts[pixel] + channel * step] += NOISE * dice.normal();
  }
}
