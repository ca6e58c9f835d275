import { XaiError } from '../errors.ts';
import { factorsOf, type MapForm, type MaskSum } from './mask-sum.ts';
import type { MaskSpec } from './spec.ts';

/** Below this a summed mask is 0 but for the rounding of running sums (1e-12 or so); a visible pixel sums far more. */
export const NEVER_SHOWN = 1e-9;

/**
 * What all mask sums share: one plane of sum(s M) per target, one of sum(M), and how they become a map. A subclass says
 * what a plane's elements are.
 *
 * The planes are float64: `mean-subtracted` takes the difference of two nearly equal planes, and where thousands of
 * masks meet in one element float32 would leave some 1e-4 of the map's range as noise.
 */
export abstract class PlaneSum implements MaskSum {
  readonly spec: MaskSpec;
  readonly targets: number;
  #count = 0;
  /** Sum of scores per target. */
  readonly #scores: Float64Array;
  readonly #scored: Float64Array[];
  readonly #masked: Float64Array;

  /** @param size elements of a plane. */
  protected constructor(spec: MaskSpec, targets: number, size: number) {
    this.spec = spec;
    this.targets = targets;
    this.#scores = new Float64Array(targets);
    this.#scored = Array.from({ length: targets }, () => new Float64Array(size));
    this.#masked = new Float64Array(size);
  }

  /** Makes mask number `index` ready for {@link addReady}. */
  protected abstract ready(index: number): void;
  /** Adds the mask made ready, times `score`, to a plane. */
  protected abstract addReady(plane: Float64Array, score: number): void;
  /** Turns a plane (which may serve as scratch) into height x width values. */
  protected abstract finish(plane: Float64Array): Float64Array;

  get count(): number {
    return this.#count;
  }

  add(index: number, scores: ArrayLike<number>, at = 0): void {
    refuseNonFiniteScores(scores, at, this.targets);
    this.ready(index);
    this.#count++;
    this.addReady(this.#masked, 1);
    for (let target = 0; target < this.targets; target++) {
      const score = scores[at + target];
      this.#scores[target] += score;
      if (score !== 0) this.addReady(this.#scored[target], score);
    }
  }

  map(target: number, form: MapForm): Float32Array {
    return this.#mapOf([[this, 1]], target, form);
  }

  mapWithout(part: PlaneSum, target: number, form: MapForm): Float32Array {
    return this.#mapOf(
      [
        [this, 1],
        [part, -1],
      ],
      target,
      form,
    );
  }

  #mapOf(parts: readonly SignedSum[], target: number, form: MapForm): Float32Array {
    const count = parts.reduce((sum, [part, sign]) => sum + sign * part.#count, 0);
    const scores = parts.reduce((sum, [part, sign]) => sum + sign * part.#scores[target], 0);
    const share = 1 / Math.max(1, count);
    const map = new Float32Array(this.spec.width * this.spec.height);
    if (form === 'ratio') {
      const scored = this.#combine(parts, target, 1, 0);
      const masked = this.#combine(parts, target, 0, 1);
      for (let k = 0; k < map.length; k++) map[k] = masked[k] > NEVER_SHOWN ? scored[k] / masked[k] : 0;
      return map;
    }
    const { scored, masked, level } = factorsOf(form, this.spec.keep, share * scores);
    const combined = this.#combine(parts, target, share * scored, share * masked);
    for (let k = 0; k < map.length; k++) map[k] = combined[k] - level;
    return map;
  }

  /** scoredFactor sum(s M) + maskedFactor sum(M), finished; sums are linear, so it is finished only once. */
  #combine(parts: readonly SignedSum[], target: number, scoredFactor: number, maskedFactor: number): Float64Array {
    const plane = new Float64Array(this.#masked.length);
    for (const [part, sign] of parts) {
      if (scoredFactor !== 0) addScaled(plane, part.#scored[target], sign * scoredFactor);
      if (maskedFactor !== 0) addScaled(plane, part.#masked, sign * maskedFactor);
    }
    return this.finish(plane);
  }
}

/** A sum that is added or taken away. */
type SignedSum = readonly [sum: PlaneSum, sign: 1 | -1];

/** sum += factor x values, element by element. */
export function addScaled(sum: Float64Array, values: ArrayLike<number>, factor: number): void {
  for (let k = 0; k < sum.length; k++) sum[k] += factor * values[k];
}

/** @throws XaiError `model-output` when one of the scores of a mask, `scores[at...at + targets]`, is not finite */
export function refuseNonFiniteScores(scores: ArrayLike<number>, at: number, targets: number): void {
  for (let target = 0; target < targets; target++) {
    if (Number.isFinite(scores[at + target])) continue;
    throw new XaiError(
      'model-output',
      `The score of target ${target} in a masked picture is ${scores[at + target]}. Check the model's outputs for NaN or ` +
        'infinite values, for instance by running it on another provider.',
    );
  }
}
