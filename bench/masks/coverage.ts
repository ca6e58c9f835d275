import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import { regress } from '../../src/core/masks/regression.ts';
import { INTERVAL_95, standardErrors } from '../../src/core/masks/standard-error.ts';
import { mean } from '../../src/core/statistics.ts';
import { masksOf, partOf, type StreamRun, targetNames } from './stream-run.ts';
import type { Stream } from './streams.ts';

/** Runs whose stated errors are tried: each has masks of its own, as good as a seed of its own. */
export const SEEDS = 20;
/** Masks of such a run at most, and at least: fewer have no stated error worth the name. */
const MOST = 512;
const FEWEST = 128;
/** Places per side at which errors are looked at. */
const PLACES = 12;

/** Share of places whose reference lies in the stated 95 % interval. */
export interface Coverage {
  readonly target: string;
  readonly masks: number;
  readonly sum: number;
  readonly regression: number;
}

/**
 * Disjoint runs against all masks that they have not seen, whose own error is added to the stated one. Empty where there are
 * too few masks for {@link SEEDS} runs.
 */
export function coverageOf(stream: Stream, run: StreamRun): Coverage[] {
  const count = masksOf(run);
  const length = Math.min(MOST, Math.floor(count / SEEDS / 2));
  if (length < FEWEST) return [];
  return targetNames(run).map((name, target) => {
    const all = partOf(stream, run, target, 'all');
    const { spec } = all;
    if (!spec) throw new Error('Coverage is tried on the default masks.');
    const total = createMaskSum(spec, 1);
    all.numbers.forEach((number, k) => {
      total.add(number, all.scores, k);
    });
    const places = placesOf(spec);
    // The error of n masks, by the root of n, from that of all.
    const ofAll = standardErrors(spec, all.scores, 1, 'mean-subtracted')[0];
    const ofRest = Math.sqrt(count / (count - length));
    const shares = Array.from({ length: SEEDS }, (_, seed) => {
      const first = seed * length;
      const numbers = all.numbers.slice(first, first + length);
      const scores = all.scores.slice(first, first + length);
      const seen = createMaskSum(spec, 1);
      numbers.forEach((number, k) => {
        seen.add(number, scores, k);
      });
      const reference = total.mapWithout(seen, 0, 'mean-subtracted');
      const map = seen.map(0, 'mean-subtracted');
      const error = standardErrors(spec, scores, 1, 'mean-subtracted', numbers)[0];
      const [fit] = regress(spec, scores, 1, numbers);
      const [fitted, stray] = [fit.map(), fit.error()];
      const inside = (value: number, stated: number, at: number) =>
        Math.abs(value - reference[at]) <= INTERVAL_95 * Math.hypot(stated, ofRest * ofAll[at]) ? 1 : 0;
      return {
        sum: mean(places.map((at): number => inside(map[at], error[at], at))),
        regression: mean(places.map((at): number => inside(fitted[at], stray[at], at))),
      };
    });
    return {
      target: name,
      masks: length,
      sum: mean(shares.map(({ sum }) => sum)),
      regression: mean(shares.map(({ regression }) => regression)),
    };
  });
}

function placesOf({ width, height }: { width: number; height: number }): number[] {
  return Array.from({ length: PLACES * PLACES }, (_, k) => {
    const x = Math.floor((((k % PLACES) + 0.5) * width) / PLACES);
    const y = Math.floor(((Math.floor(k / PLACES) + 0.5) * height) / PLACES);
    return y * width + x;
  });
}
