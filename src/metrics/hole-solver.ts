import { coarsenGrid, type HoleGrid } from './hole-grid.ts';

/** A grid with the next coarser one, down to a few unknowns. Of each place `count` numbers lie together, one a system. */
interface Level {
  readonly grid: HoleGrid;
  /** 1 / diagonal, 0 where nothing is unknown. */
  readonly inverse: Float64Array;
  /** Place of each place's block on the coarser grid. */
  readonly block: Uint32Array;
  readonly coarser: Level | null;
  readonly count: number;
  readonly right: Float64Array;
  readonly solution: Float64Array;
  /** Room for the first of two corrections, and for what it was made of. */
  readonly first: Float64Array;
  readonly whole: Float64Array;
}

const SMALL_ENOUGH = 16;
/** What a block's mean is raised by: piecewise constant corrections fall short (Braess, 1995); two of them by about this. */
const OVERCORRECTION = 1.5;
/** Of the length of the residual, relative to the right-hand side: values of pictures come out within 1e-4. */
const TOLERANCE = 4e-5;
const MOST_STEPS = 100;

/**
 * Solves such systems by conjugate gradients, preconditioned by a cycle over ever coarser blocks of 2 x 2 (aggregation
 * multigrid, each coarser level visited twice), so that large holes take hardly more steps than small ones. Several right-hand
 * sides, such as the colours of a picture, go through it side by side: each sweep then waits for memory once, and their sums do
 * not wait for one another.
 */
export class HoleSolver {
  readonly #finest: Level;
  readonly #count: number;

  /** @param count right-hand sides */
  constructor(grid: HoleGrid, count: number) {
    this.#count = count;
    this.#finest = makeLevel(grid, count);
  }

  /**
   * @param right length places x count, those of a place together: 0 where nothing is unknown
   * @returns likewise
   */
  solve(right: Float64Array): Float64Array {
    const { grid, right: rest, solution: corrected } = this.#finest;
    const x = new Float64Array(right.length);
    const direction = new Float64Array(right.length);
    const product = new Float64Array(right.length);
    rest.set(right);
    const enough = TOLERANCE ** 2 * dot(right, right);
    let energy = 0;
    for (let step = 0; step < MOST_STEPS && dot(rest, rest) > enough; step++) {
      cycle(this.#finest);
      const next = dot(rest, corrected);
      const share = energy > 0 ? next / energy : 0;
      for (let i = 0; i < x.length; i++) direction[i] = corrected[i] + share * direction[i];
      energy = next;
      multiply(grid, this.#count, direction, product);
      const length = energy / dot(direction, product);
      for (let i = 0; i < x.length; i++) {
        x[i] += length * direction[i];
        rest[i] -= length * product[i];
      }
    }
    return x;
  }
}

/** One cycle from 0: a sweep forward, the blocks' correction, a sweep backward, which together are symmetric. */
function cycle(level: Level): void {
  const { coarser } = level;
  sweepForward(level);
  if (coarser) {
    gatherRest(level, coarser);
    cycle(coarser);
    if (coarser.coarser) {
      coarser.whole.set(coarser.right);
      coarser.first.set(coarser.solution);
      multiply(coarser.grid, coarser.count, coarser.first, coarser.right);
      subtractFrom(coarser.whole, coarser.right);
      cycle(coarser);
      add(coarser.first, coarser.solution);
    }
    spread(level, coarser);
  }
  sweepBackward(level);
}

/** From 0 only the places before count, and those were just written; where nothing is unknown the solution stays 0. */
function sweepForward({ grid, inverse, count, right, solution }: Level): void {
  const { runs, stride, east, south, southEast, southWest } = grid;
  const row = count * stride;
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      const w = east[at - 1];
      const n = south[at - stride];
      const nw = southEast[at - stride - 1];
      const ne = southWest[at - stride + 1];
      const scale = inverse[at];
      for (let i = count * at; i < count * (at + 1); i++) {
        const around =
          w * solution[i - count] +
          n * solution[i - row] +
          nw * solution[i - row - count] +
          ne * solution[i - row + count];
        solution[i] = (right[i] + around) * scale;
      }
    }
  }
}

function sweepBackward({ grid, inverse, count, right, solution }: Level): void {
  const { runs, stride, east, south, southEast, southWest } = grid;
  const row = count * stride;
  for (let run = runs.length - 2; run >= 0; run -= 2) {
    for (let at = runs[run + 1] - 1; at >= runs[run]; at--) {
      const w = east[at - 1];
      const n = south[at - stride];
      const nw = southEast[at - stride - 1];
      const ne = southWest[at - stride + 1];
      const e = east[at];
      const s = south[at];
      const se = southEast[at];
      const sw = southWest[at];
      const scale = inverse[at];
      for (let i = count * at; i < count * (at + 1); i++) {
        const around =
          w * solution[i - count] +
          n * solution[i - row] +
          nw * solution[i - row - count] +
          ne * solution[i - row + count] +
          e * solution[i + count] +
          s * solution[i + row] +
          se * solution[i + row + count] +
          sw * solution[i + row - count];
        solution[i] = (right[i] + around) * scale;
      }
    }
  }
}

/** What the sweep forward has left: what each place gets from those after it, summed up in blocks. */
function gatherRest({ grid, block, count, solution }: Level, { right: sums }: Level): void {
  const { runs, stride, east, south, southEast, southWest } = grid;
  const row = count * stride;
  sums.fill(0);
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      const e = east[at];
      const s = south[at];
      const se = southEast[at];
      const sw = southWest[at];
      for (let i = count * at, to = count * block[at]; i < count * (at + 1); i++, to++) {
        sums[to] +=
          e * solution[i + count] +
          s * solution[i + row] +
          se * solution[i + row + count] +
          sw * solution[i + row - count];
      }
    }
  }
}

function spread({ grid: { runs }, block, count, solution }: Level, { solution: correction }: Level): void {
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      for (let i = count * at, from = count * block[at]; i < count * (at + 1); i++, from++) {
        solution[i] += OVERCORRECTION * correction[from];
      }
    }
  }
}

function multiply(grid: HoleGrid, count: number, x: Float64Array, out: Float64Array): void {
  const { runs, stride, diagonal, east, south, southEast, southWest } = grid;
  const row = count * stride;
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      const w = east[at - 1];
      const n = south[at - stride];
      const nw = southEast[at - stride - 1];
      const ne = southWest[at - stride + 1];
      const e = east[at];
      const s = south[at];
      const se = southEast[at];
      const sw = southWest[at];
      const own = diagonal[at];
      for (let i = count * at; i < count * (at + 1); i++) {
        out[i] =
          own * x[i] -
          (w * x[i - count] + n * x[i - row] + nw * x[i - row - count] + ne * x[i - row + count]) -
          (e * x[i + count] + s * x[i + row] + se * x[i + row + count] + sw * x[i + row - count]);
      }
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function subtractFrom(whole: Float64Array, part: Float64Array): void {
  for (let i = 0; i < part.length; i++) part[i] = whole[i] - part[i];
}

function add(values: Float64Array, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += values[i];
}

function makeLevel(grid: HoleGrid, count: number): Level {
  const { diagonal, unknowns } = grid;
  const block = new Uint32Array(diagonal.length);
  const coarse = unknowns > SMALL_ENOUGH ? coarsenGrid(grid, block) : null;
  const make = () => new Float64Array(count * diagonal.length);
  return {
    ...{ grid, block, count, coarser: coarse && coarse.unknowns < unknowns ? makeLevel(coarse, count) : null },
    inverse: diagonal.map((value) => (value > 0 ? 1 / value : 0)),
    ...{ right: make(), solution: make(), first: make(), whole: make() },
  };
}
