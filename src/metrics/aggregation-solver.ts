/** A symmetric, positive system of equations over places of a plane: diagonal x = right + sum of weight x other. */
export interface PlaneSystem {
  readonly diagonal: Float64Array;
  /** Links of unknown k are `from[k]` to `from[k + 1] - 1`. */
  readonly from: Uint32Array;
  readonly other: Uint32Array;
  readonly weight: Float64Array;
  /** Column and row of each unknown. */
  readonly x: Uint32Array;
  readonly y: Uint32Array;
}

/** A system with the next coarser one, down to a few unknowns. */
interface Level {
  readonly system: PlaneSystem;
  /** Unknown to its block of the coarser level. */
  readonly block: Uint32Array;
  readonly coarser: Level | null;
  /** Room for a right-hand side and a solution of this level. */
  readonly right: Float64Array;
  readonly solution: Float64Array;
}

const SMALL_ENOUGH = 16;
/** What a block's mean is raised by: piecewise constant corrections fall short by about this (Braess, 1995). */
const OVERCORRECTION = 1.8;
/** Of the length of the residual, relative to the first one. */
const TOLERANCE = 1e-5;
const MOST_STEPS = 100;

/**
 * Solves such systems by conjugate gradients, preconditioned by a cycle over ever coarser blocks of 2 x 2 (aggregation
 * multigrid), so that large holes take no more steps than small ones.
 */
export class AggregationSolver {
  readonly #finest: Level;

  constructor(system: PlaneSystem) {
    this.#finest = makeLevel(system);
  }

  /** @param x a first guess, overwritten with the solution */
  solve(right: Float64Array, x: Float64Array): void {
    const { system } = this.#finest;
    const size = right.length;
    const product = new Float64Array(size);
    multiply(system, x, product);
    const rest = right.map((value, k) => value - product[k]);
    const enough = TOLERANCE ** 2 * Math.max(dot(right, right), dot(rest, rest));
    const direction = new Float64Array(size);
    let energy = 0;
    for (let step = 0; step < MOST_STEPS && dot(rest, rest) > enough; step++) {
      const corrected = this.#precondition(rest);
      const next = dot(rest, corrected);
      const share = energy > 0 ? next / energy : 0;
      for (let k = 0; k < size; k++) direction[k] = corrected[k] + share * direction[k];
      energy = next;
      multiply(system, direction, product);
      const length = energy / dot(direction, product);
      for (let k = 0; k < size; k++) {
        x[k] += length * direction[k];
        rest[k] -= length * product[k];
      }
    }
  }

  #precondition(rest: Float64Array): Float64Array {
    this.#finest.right.set(rest);
    cycle(this.#finest);
    return this.#finest.solution;
  }
}

/** One V-cycle from 0: a sweep forward, the blocks' correction, a sweep backward, which together are symmetric. */
function cycle({ system, block, coarser, right, solution }: Level): void {
  solution.fill(0);
  const size = right.length;
  for (let k = 0; k < size; k++) relax(system, right, solution, k);
  if (coarser) {
    coarser.right.fill(0);
    for (let k = 0; k < size; k++) coarser.right[block[k]] += residual(system, right, solution, k);
    cycle(coarser);
    for (let k = 0; k < size; k++) solution[k] += OVERCORRECTION * coarser.solution[block[k]];
  }
  for (let k = size - 1; k >= 0; k--) relax(system, right, solution, k);
}

function relax(system: PlaneSystem, right: Float64Array, x: Float64Array, k: number): void {
  x[k] += residual(system, right, x, k) / system.diagonal[k];
}

function residual(
  { diagonal, from, other, weight }: PlaneSystem,
  right: Float64Array,
  x: Float64Array,
  k: number,
): number {
  let sum = right[k] - diagonal[k] * x[k];
  for (let link = from[k]; link < from[k + 1]; link++) sum += weight[link] * x[other[link]];
  return sum;
}

function multiply({ diagonal, from, other, weight }: PlaneSystem, x: Float64Array, out: Float64Array): void {
  for (let k = 0; k < x.length; k++) {
    let sum = diagonal[k] * x[k];
    for (let link = from[k]; link < from[k + 1]; link++) sum -= weight[link] * x[other[link]];
    out[k] = sum;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function makeLevel(system: PlaneSystem): Level {
  const size = system.diagonal.length;
  const right = new Float64Array(size);
  const solution = new Float64Array(size);
  const block = new Uint32Array(size);
  if (size <= SMALL_ENOUGH) return { system, block, coarser: null, right, solution };
  const coarse = coarsen(system, block);
  const coarser = coarse.diagonal.length < size ? makeLevel(coarse) : null;
  return { system, block, coarser, right, solution };
}

/** Sums the equations of each block; links within a block leave its diagonal. */
function coarsen({ diagonal, from, other, weight, x, y }: PlaneSystem, block: Uint32Array): PlaneSystem {
  const numbers = new Map<number, number>();
  const columns = (x.reduce((a, b) => Math.max(a, b), 0) >> 1) + 1;
  const xs: number[] = [];
  const ys: number[] = [];
  for (let k = 0; k < x.length; k++) {
    const place = (y[k] >> 1) * columns + (x[k] >> 1);
    let number = numbers.get(place);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(place, number);
      xs.push(x[k] >> 1);
      ys.push(y[k] >> 1);
    }
    block[k] = number;
  }
  const coarseDiagonal = new Float64Array(numbers.size);
  const links = Array.from({ length: numbers.size }, () => new Map<number, number>());
  for (let k = 0; k < x.length; k++) {
    coarseDiagonal[block[k]] += diagonal[k];
    for (let link = from[k]; link < from[k + 1]; link++) {
      const to = block[other[link]];
      if (to === block[k]) coarseDiagonal[to] -= weight[link];
      else links[block[k]].set(to, (links[block[k]].get(to) ?? 0) + weight[link]);
    }
  }
  const coarseFrom = new Uint32Array(numbers.size + 1);
  links.forEach((own, k) => {
    coarseFrom[k + 1] = coarseFrom[k] + own.size;
  });
  return {
    diagonal: coarseDiagonal,
    from: coarseFrom,
    other: Uint32Array.from(links.flatMap((own) => [...own.keys()])),
    weight: Float64Array.from(links.flatMap((own) => [...own.values()])),
    x: Uint32Array.from(xs),
    y: Uint32Array.from(ys),
  };
}
