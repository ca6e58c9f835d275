import { mean, pearson } from '../../src/core/statistics.ts';
import { byForm, type Estimator, regression } from './estimators.ts';
import { toSide } from './plane.ts';
import { type Part, partOf, type StreamRun, targetNames } from './stream-run.ts';
import type { Stream } from './streams.ts';

/** How alike the maps are that two estimators come to with ever more masks. */
export interface Limit {
  readonly target: string;
  /** Correlation of regression and sums, freed of the noise of both; 1 where they come to the same map. */
  readonly agreement: number;
}

const subtracted = byForm('mean-subtracted');

/**
 * Regression on one half of the masks against sums over the other, over how well each repeats itself: Spearman's correction
 * for attenuation (1904), for what neither half knows of the other is noise.
 */
export function limitsOf(stream: Stream, run: StreamRun): Limit[] {
  return targetNames(run).map((name, target) => {
    const all = partOf(stream, run, target, 'all');
    const halves = [0, 1].map((half) => halfOf(all, half));
    const [sums, fits] = [subtracted, regression].map((estimator) => halves.map((half) => whole(estimator, half)));
    const across = mean([pearson(fits[0], sums[1]), pearson(fits[1], sums[0])]);
    const own = pearson(sums[0], sums[1]) * pearson(fits[0], fits[1]);
    return { target: name, agreement: own > 0 ? across / Math.sqrt(own) : Number.NaN };
  });
}

function halfOf(all: Part, half: number): Part {
  const stays = (_: number, k: number) => k % 2 === half;
  return { ...all, numbers: all.numbers.filter(stays), scores: all.scores.filter(stays) };
}

function whole(estimator: Estimator, part: Part): Float32Array {
  return toSide(estimator(part, [part.numbers.length])[0]);
}
