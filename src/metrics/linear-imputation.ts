import { AggregationSolver, type PlaneSystem } from './aggregation-solver.ts';

/** Neighbours of a pixel and how much they count: sides 1/6, corners 1/12 (Rong et al., 2022). */
const NEIGHBOURS = [
  [-1, -1, 1 / 12],
  [0, -1, 1 / 6],
  [1, -1, 1 / 12],
  [-1, 0, 1 / 6],
  [1, 0, 1 / 6],
  [-1, 1, 1 / 12],
  [0, 1, 1 / 6],
  [1, 1, 1 / 12],
] as const;

/**
 * Fills holes of planes so that every missing value is the weighted mean of its neighbours inside the plane: one linear
 * system over all of them.
 */
export class LinearImputer {
  readonly #unknown: Uint32Array;
  /** Of each unknown: positions of known neighbours and what they count, `from[k]` to `from[k + 1] - 1`. */
  readonly #known: { readonly from: Uint32Array; readonly at: Uint32Array; readonly weight: Float64Array };
  /** Null where there is nothing to solve: nothing is missing, or everything. */
  readonly #solver: AggregationSolver | null;

  /** @param missing length height x width, row-major: not 0 where a value is missing */
  constructor(missing: Uint8Array, width: number, height: number) {
    const unknown = Uint32Array.from(missing.keys()).filter((at) => missing[at] !== 0);
    const position = new Int32Array(missing.length).fill(-1);
    for (let k = 0; k < unknown.length; k++) position[unknown[k]] = k;
    const links = { from: new Uint32Array(unknown.length + 1), other: [] as number[], weight: [] as number[] };
    const known = { from: new Uint32Array(unknown.length + 1), at: [] as number[], weight: [] as number[] };
    const diagonal = new Float64Array(unknown.length);
    for (let k = 0; k < unknown.length; k++) {
      const x = unknown[k] % width;
      const y = Math.floor(unknown[k] / width);
      for (const [dx, dy, share] of NEIGHBOURS) {
        if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
        const at = unknown[k] + dy * width + dx;
        diagonal[k] += share;
        if (position[at] < 0) {
          known.at.push(at);
          known.weight.push(share);
        } else {
          links.other.push(position[at]);
          links.weight.push(share);
        }
      }
      links.from[k + 1] = links.other.length;
      known.from[k + 1] = known.at.length;
    }
    const system: PlaneSystem = {
      diagonal,
      from: links.from,
      other: Uint32Array.from(links.other),
      weight: Float64Array.from(links.weight),
      x: unknown.map((at) => at % width),
      y: unknown.map((at) => Math.floor(at / width)),
    };
    this.#unknown = unknown;
    this.#known = { from: known.from, at: Uint32Array.from(known.at), weight: Float64Array.from(known.weight) };
    this.#solver = known.at.length > 0 ? new AggregationSolver(system) : null;
  }

  /** @param values length height x width; overwritten where a value is missing */
  fill(values: Float32Array): void {
    if (!this.#solver) return;
    const { from, at, weight } = this.#known;
    const right = new Float64Array(this.#unknown.length);
    for (let k = 0; k < right.length; k++) {
      for (let link = from[k]; link < from[k + 1]; link++) right[k] += weight[link] * values[at[link]];
    }
    const solution = new Float64Array(right.length);
    this.#solver.solve(right, solution);
    for (let k = 0; k < solution.length; k++) values[this.#unknown[k]] = solution[k];
  }
}
