import { CORNER, type HoleGrid, holeGrid, SIDE } from './hole-grid.ts';
import { HoleSolver } from './hole-solver.ts';

/**
 * Fills holes of planes so that every missing value is the weighted mean of its neighbours inside the plane: one linear
 * system over all of them.
 */
export class LinearImputer {
  readonly #grid: HoleGrid;
  readonly #width: number;

  /** @param missing length height x width, row-major: not 0 where a value is missing */
  constructor(missing: Uint8Array, width: number, height: number) {
    this.#grid = holeGrid(missing, width, height);
    this.#width = width;
  }

  /** @param planes length height x width each; overwritten where a value is missing */
  fill(...planes: readonly Float32Array[]): void {
    const { stride, unknowns, runs } = this.#grid;
    // Nothing is missing, or everything: then there is nothing to solve.
    if (unknowns === 0 || unknowns === planes[0].length) return;
    const count = planes.length;
    const right = this.#knownAround(planes);
    const solution = new HoleSolver(this.#grid, count).solve(right);
    for (let run = 0; run < runs.length; run += 2) {
      const y = Math.floor(runs[run] / stride);
      for (let at = runs[run]; at < runs[run + 1]; at++) {
        const to = (y - 1) * this.#width + (at - y * stride) - 1;
        for (let k = 0; k < count; k++) planes[k][to] = solution[count * at + k];
      }
    }
  }

  /** What the known neighbours of each missing value come to. */
  #knownAround(planes: readonly Float32Array[]): Float64Array {
    const { stride, height, runs } = this.#grid;
    const [width, count, row] = [this.#width, planes.length, planes.length * stride];
    const known = new Float64Array(count * stride * height);
    planes.forEach((plane, k) => {
      for (let at = 0; at < plane.length; at++) {
        known[count * ((Math.floor(at / width) + 1) * stride + (at % width) + 1) + k] = plane[at];
      }
    });
    for (let run = 0; run < runs.length; run += 2) known.fill(0, count * runs[run], count * runs[run + 1]);
    const right = new Float64Array(known.length);
    for (let run = 0; run < runs.length; run += 2) {
      for (let i = count * runs[run]; i < count * runs[run + 1]; i++) {
        const sides = known[i - count] + known[i + count] + known[i - row] + known[i + row];
        const corners =
          known[i - row - count] + known[i - row + count] + known[i + row - count] + known[i + row + count];
        right[i] = SIDE * sides + CORNER * corners;
      }
    }
    return right;
  }
}
