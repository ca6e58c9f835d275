import { gaussLegendre, type Quadrature } from '../../core/quadrature.ts';
import { freeArrays } from '../../runtime/free-arrays.ts';
import { type Fill, fillTensor } from '../../tasks/fill.ts';
import type { Model } from '../../tasks/model.ts';
import type { Attribution, PictureGradient, Step } from './picture-method.ts';

/** Gap between the sum of a map and the score's rise, as a share of the larger, above which the map is called inexact. */
const INEXACT = 0.05;
const APART = 'Sum and rise differ by more than 5 %. Take more steps to bring them together.';

/** Gradients in each part of the way. */
export const PART_STEPS = 8;
/** What all parts miss together, and what they miss one by one, as shares of what the score moves by, where that is near enough. */
const OFF_TOGETHER = 0.02;
const OFF_APART = 0.1;
/** So many halvings at most for each part that was begun with: some scores jump. */
const MOST_HALVED = 2;

/** The straight way from a baseline to the picture. */
class Way {
  readonly total: Float64Array;
  readonly #start: Float32Array;
  readonly #end: Float32Array;
  readonly #at: PictureGradient['at'];
  readonly #step: Step;

  constructor(start: Float32Array, { prepared, at }: PictureGradient, step: Step) {
    this.#start = start;
    this.#end = prepared.tensor;
    this.#at = at;
    this.#step = step;
    this.total = new Float64Array(start.length);
  }

  /** @param share 0 at the baseline, 1 at the picture */
  async score(share: number): Promise<number> {
    return (await this.#at(this.#point(share))).score;
  }

  /** What the part from `from` to `to` adds to each number's share of the rise. */
  async part({ points, weights }: Quadrature, from: number, to: number): Promise<Float64Array> {
    const mean = new Float64Array(this.#end.length);
    for (const [k, point] of points.entries()) {
      const { gradient } = await this.#at(this.#point(from + point * (to - from)));
      for (let at = 0; at < mean.length; at++) mean[at] += weights[k] * (to - from) * gradient[at];
      freeArrays([gradient]);
      this.#step();
    }
    return mean.map((value, at) => value * (this.#end[at] - this.#start[at]));
  }

  add(part: Float64Array): void {
    for (let at = 0; at < part.length; at++) this.total[at] += part[at];
  }

  #point(share: number): Float32Array {
    return this.#end.map((value, at) => this.#start[at] + share * (value - this.#start[at]));
  }
}

/** What goes along the way, adding to its total; gives the score's rise. */
type Walk = (way: Way, step: Step) => Promise<number>;

/** The mean gradient on the straight way from a baseline to the picture, times the way: its sum is what the score rises by. */
function integrate(walk: Walk, model: Model, fill: Fill, seed: number): Attribution {
  return async (gradient, step) => {
    const way = new Way(fillTensor(model.recipe, gradient.prepared, fill, seed), gradient, step);
    const rise = await walk(way, step);
    const values = Float32Array.from(way.total);
    const sum = sumOf(way.total);
    const gap = Math.abs(sum - rise) / Math.max(Math.abs(sum), Math.abs(rise), Number.MIN_VALUE);
    const sentence = `The map sums to ${sum.toPrecision(4)}; the score rises by ${rise.toPrecision(4)} from the baseline.`;
    return { values, notes: gap > INEXACT ? [sentence, APART] : [sentence] };
  };
}

/** With gradients at given points of the way. */
export function integrateAt(quadrature: Quadrature, model: Model, fill: Fill, seed: number): Attribution {
  const walk: Walk = async (way) => {
    way.add(await way.part(quadrature, 0, 1));
    return (await way.score(1)) - (await way.score(0));
  };
  return integrate(walk, model, fill, seed);
}

/** A part of the way with what it adds to each number's share of the rise. */
interface Part {
  readonly from: number;
  readonly to: number;
  /** Scores at its ends. */
  readonly low: number;
  readonly high: number;
  readonly values: Float64Array;
  /** How much more it sums to than the score rises by on it. */
  readonly off: number;
}

/** Where the gradient is uneven, more points: parts that miss what the score rises by on them are halved, the worst first. */
export function integrateAdaptively(steps: number, model: Model, fill: Fill, seed: number): Attribution {
  const quadrature = gaussLegendre(PART_STEPS);
  const count = Math.ceil(steps / PART_STEPS);
  const walk: Walk = async (way, step) => {
    const partOf = async (from: number, to: number, low: number, high: number): Promise<Part> => {
      const values = await way.part(quadrature, from, to);
      return { from, to, low, high, values, off: sumOf(values) - (high - low) };
    };
    const parts: Part[] = [];
    const first = await way.score(0);
    let low = first;
    for (let part = 0; part < count; part++) {
      const high = await way.score((part + 1) / count);
      parts.push(await partOf(part / count, (part + 1) / count, low, high));
      low = high;
    }
    const moved = parts.reduce((sum, part) => sum + Math.abs(part.high - part.low), 0);
    for (let halved = 0; halved < MOST_HALVED * count; halved++) {
      parts.sort((a, b) => Math.abs(b.off) - Math.abs(a.off));
      if (isNear(parts, moved)) break;
      const [{ from, to, low, high }] = parts.splice(0, 1);
      step(2 * PART_STEPS);
      const middle = (from + to) / 2;
      const between = await way.score(middle);
      parts.push(await partOf(from, middle, low, between), await partOf(middle, to, between, high));
    }
    for (const { values } of parts) way.add(values);
    return low - first;
  };
  return integrate(walk, model, fill, seed);
}

function isNear(parts: readonly Part[], moved: number): boolean {
  const together = Math.abs(parts.reduce((sum, { off }) => sum + off, 0));
  const apart = parts.reduce((sum, { off }) => sum + Math.abs(off), 0);
  return together <= OFF_TOGETHER * moved && apart <= OFF_APART * moved;
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
