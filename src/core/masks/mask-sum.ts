import type { MaskSpec } from './spec.ts';

/**
 * How sums over masks M and scores s become a map; N masks, p keep probability:
 *
 * | form | map |
 * | --- | --- |
 * | `mean-subtracted` | mean(s M) - mean(s) mean(M) |
 * | `keep-subtracted` | mean(s (M - p)) |
 * | `raw` | mean(s M) |
 * | `ratio` | sum(s M) / sum(M), 0 where no mask showed the pixel |
 * | `rise` | sum(s M) / (N p) |
 */
export type MapForm = (typeof MAP_FORMS)[number];

export const MAP_FORMS = ['mean-subtracted', 'keep-subtracted', 'raw', 'ratio', 'rise'] as const;

/** Sums scored masks for several targets at once. */
export interface MaskSum {
  readonly spec: MaskSpec;
  readonly targets: number;
  /** Masks added so far. */
  readonly count: number;
  /**
   * Adds mask number `index` with one score per target, `scores[at + target]`.
   * @throws XaiError `model-output` when a score is not finite; nothing is added then.
   */
  add(index: number, scores: ArrayLike<number>, at?: number): void;
  /**
   * The map of one target over the masks so far: length height x width of the spec, row-major. All 0 while no mask was
   * added.
   */
  map(target: number, form: MapForm): Float32Array;
  /** The map of one target over the masks of this sum but those of `part`, which are among them. */
  mapWithout(part: this, target: number, form: MapForm): Float32Array;
}

/** A map is scored x mean(s M) + masked x mean(M) - level in all forms but `ratio`, which is no such sum. */
export interface FormFactors {
  readonly scored: number;
  readonly masked: number;
  readonly level: number;
}

/** @param meanScore mean of the scores of one target */
export function factorsOf(form: Exclude<MapForm, 'ratio'>, keep: number, meanScore: number): FormFactors {
  return {
    scored: form === 'rise' ? 1 / keep : 1,
    masked: form === 'mean-subtracted' ? -meanScore : 0,
    level: form === 'keep-subtracted' ? keep * meanScore : 0,
  };
}
