import { cholesky } from '../cholesky.ts';

/** Ratios of noise to prior variance: the evidence is flat, so half a decade apart is near enough. */
export const RATIOS = Array.from({ length: 15 }, (_, k) => 10 ** (-1.5 + k / 2));
/** So many of them are tried: each has a next one. */
export const TRIED = RATIOS.length - 1;

/** One ratio tried for one target. */
export interface Trial {
  /** Up to a constant, the logarithm of how unlikely the scores are. */
  readonly evidence: number;
  /** Which of {@link RATIOS}. */
  readonly ratio: number;
  readonly noise: number;
  readonly whitened: Float64Array;
}

/** Steps from ratio to ratio: far first, or near ones alone. */
const FAR = [3, 1];
const NEAR = [1];

/**
 * How the best ratio is looked for: in steps far and near, by neighbours alone (in half the time, from a start that was good
 * before), or not at all.
 */
export type Search = 'far' | 'near' | 'none';

/** The trial of the greatest evidence: it has one summit, which is climbed from where it was at the last look. */
export function climb(start: number, search: Search, tryAt: (at: number) => Trial): Trial {
  if (search === 'none') return tryAt(start);
  const known = new Map<number, Trial>();
  const look = (at: number): Trial => {
    const trial = known.get(at) ?? tryAt(at);
    known.set(at, trial);
    return trial;
  };
  let best = look(start);
  for (const step of search === 'far' ? FAR : NEAR) {
    for (let moved = true; moved; ) {
      moved = false;
      for (const next of [best.ratio + step, best.ratio - step]) {
        if (next < 0 || next >= TRIED || look(next).evidence >= best.evidence) continue;
        best = look(next);
        moved = true;
      }
    }
  }
  return best;
}

export interface Factor {
  readonly lower: Float64Array;
  readonly logDeterminant: number;
}

/** The factor of centred products with the ratio of that number on the diagonal. */
export function factorOf(gram: Float64Array, size: number, at: number): Factor {
  const ratio = RATIOS[at];
  const raised = gram.slice();
  for (let k = 0; k < size; k++) raised[k * size + k] += ratio;
  const lower = cholesky(raised, size);
  let logDeterminant = -size * Math.log(ratio);
  for (let k = 0; k < size; k++) logDeterminant += 2 * Math.log(lower[k * size + k]);
  return { lower, logDeterminant };
}
