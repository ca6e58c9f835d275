import { cosineSimilarity } from '../core/cosine.ts';
import type { LinearTarget } from '../core/targets.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { refuseNonFinite } from '../tasks/check-outputs.ts';
import type { AnswerReader } from './cpu-passes.ts';

type Outputs = Readonly<Record<string, Tensor>>;

/** One picture's share of an output whose first axis is the batch. */
function shareOf(outputs: Outputs, name: string, n: number): Float32Array {
  const values = tensorToFloat32(outputs[name]);
  const size = values.length / outputs[name].dims[0];
  return values.subarray(n * size, (n + 1) * size);
}

/** The weighted sum of output elements. */
export class LinearReader implements AnswerReader {
  readonly targets = 1;
  readonly keptWords = 0;
  readonly #target: LinearTarget;

  constructor(target: LinearTarget) {
    this.#target = target;
  }

  read(outputs: Outputs, n: number, scores: Float32Array, at: number): void {
    let sum = 0;
    for (const { output, indices, weights } of this.#target) {
      const values = shareOf(outputs, output, n);
      for (let k = 0; k < indices.length; k++) sum += weights[k] * values[indices[k]];
    }
    scores[at] = sum;
    refuseNonFinite(this.#target.map(({ output }) => output).join(', '), scores.subarray(at, at + 1), false);
  }
}

/** The cosine of a model's vector with another picture's. */
export class SimilarityReader implements AnswerReader {
  readonly targets = 1;
  readonly keptWords = 0;
  readonly #output: string;
  readonly #other: Float32Array;

  constructor(output: string, other: Float32Array) {
    this.#output = output;
    this.#other = other;
  }

  read(outputs: Outputs, n: number, scores: Float32Array, at: number): void {
    const vector = shareOf(outputs, this.#output, n);
    refuseNonFinite(this.#output, vector, false);
    // A picture of which nothing is left may give no direction at all; it is like nothing.
    scores[at] = vector.every((value) => value === 0) ? 0 : cosineSimilarity(vector, this.#other);
  }
}

/** Several readers side by side, one score each. */
export class JoinedReader implements AnswerReader {
  readonly targets: number;
  readonly keptWords = 0;
  readonly #readers: readonly AnswerReader[];

  constructor(readers: readonly AnswerReader[]) {
    this.#readers = readers;
    this.targets = readers.length;
  }

  read(outputs: Outputs, n: number, scores: Float32Array, at: number): void {
    for (const [k, reader] of this.#readers.entries()) reader.read(outputs, n, scores, at + k, null, 0);
  }
}

/** Differences: what each side scores, summed with its sign into one score a target. */
export class SummedReader implements AnswerReader {
  readonly targets: number;
  readonly keptWords = 0;
  readonly #sides: JoinedReader;
  readonly #signs: readonly { readonly of: number; readonly sign: 1 | -1 }[];
  readonly #scores: Float32Array;

  /** @param signs one per side: the position of its target, and how it counts */
  constructor(sides: JoinedReader, signs: readonly { readonly of: number; readonly sign: 1 | -1 }[], targets: number) {
    this.#sides = sides;
    this.#signs = signs;
    this.#scores = new Float32Array(sides.targets);
    this.targets = targets;
  }

  read(outputs: Outputs, n: number, scores: Float32Array, at: number): void {
    this.#sides.read(outputs, n, this.#scores, 0);
    scores.fill(0, at, at + this.targets);
    for (const [k, { of, sign }] of this.#signs.entries()) scores[at + of] += sign * this.#scores[k];
  }
}
