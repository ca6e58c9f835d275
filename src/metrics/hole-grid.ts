/**
 * A symmetric, positive system over places of a plane: `diagonal` x = right + sum of link x neighbour, each place linked with its
 * eight neighbours at most. The plane has a border of one place, so that every place has neighbours; what is not unknown has
 * no link. Arrays have a number for each place, row-major.
 */
export interface HoleGrid {
  /** Places of a row, border and all. */
  readonly stride: number;
  readonly height: number;
  readonly unknowns: number;
  /** Where the unknowns lie: half-open runs of places within rows, in reading order, the start and end of each. */
  readonly runs: Uint32Array;
  readonly diagonal: Float64Array;
  /** Links to the right, below, below right, below left. */
  readonly east: Float64Array;
  readonly south: Float64Array;
  readonly southEast: Float64Array;
  readonly southWest: Float64Array;
}

/** How much the neighbours at sides and at corners count (Rong et al., 2022). */
export const SIDE = 1 / 6;
export const CORNER = 1 / 12;

/**
 * Every missing value is the weighted mean of its neighbours inside the plane.
 * @param missing length height x width, row-major: not 0 where a value is missing
 */
export function holeGrid(missing: Uint8Array, width: number, height: number): HoleGrid {
  const stride = width + 2;
  const isMissing = new Uint8Array(stride * (height + 2));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) isMissing[(y + 1) * stride + x + 1] = missing[y * width + x] ? 1 : 0;
  }
  const grid = emptyGrid(stride, height + 2, isMissing);
  const { runs, diagonal, east, south, southEast, southWest } = grid;
  for (let run = 0; run < runs.length; run += 2) {
    const y = Math.floor(runs[run] / stride);
    const down = (y > 1 ? 1 : 0) + (y < height ? 1 : 0);
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      const x = at - y * stride;
      const across = (x > 1 ? 1 : 0) + (x < width ? 1 : 0);
      diagonal[at] = SIDE * (across + down) + CORNER * across * down;
      east[at] = SIDE * isMissing[at + 1];
      south[at] = SIDE * isMissing[at + stride];
      southEast[at] = CORNER * isMissing[at + stride + 1];
      southWest[at] = CORNER * isMissing[at + stride - 1];
    }
  }
  return grid;
}

/**
 * Sums the equations of each block of 2 x 2 places; links within a block leave its diagonal.
 * @param block is told where on the coarser grid each place's block lies
 */
export function coarsenGrid(grid: HoleGrid, block: Uint32Array): HoleGrid {
  const { stride, height, runs } = grid;
  const coarseStride = ((stride - 1) >> 1) + 2;
  const coarseHeight = ((height - 1) >> 1) + 2;
  const isUnknown = new Uint8Array(coarseStride * coarseHeight);
  for (let run = 0; run < runs.length; run += 2) {
    const y = Math.floor(runs[run] / stride);
    const row = (((y - 1) >> 1) + 1) * coarseStride;
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      block[at] = row + ((at - y * stride - 1) >> 1) + 1;
      isUnknown[block[at]] = 1;
    }
  }
  const coarse = emptyGrid(coarseStride, coarseHeight, isUnknown);
  const link = (one: number, other: number, weight: number) => {
    if (weight === 0) return;
    const [from, step] = [Math.min(one, other), Math.abs(one - other)];
    if (step === 0) coarse.diagonal[from] -= 2 * weight;
    else if (step === 1) coarse.east[from] += weight;
    else if (step === coarseStride) coarse.south[from] += weight;
    else if (step > coarseStride) coarse.southEast[from] += weight;
    else coarse.southWest[from] += weight;
  };
  for (let run = 0; run < runs.length; run += 2) {
    for (let at = runs[run]; at < runs[run + 1]; at++) {
      coarse.diagonal[block[at]] += grid.diagonal[at];
      link(block[at], block[at + 1], grid.east[at]);
      link(block[at], block[at + stride], grid.south[at]);
      link(block[at], block[at + stride + 1], grid.southEast[at]);
      link(block[at], block[at + stride - 1], grid.southWest[at]);
    }
  }
  return coarse;
}

function emptyGrid(stride: number, height: number, isUnknown: Uint8Array): HoleGrid {
  const runs: number[] = [];
  let unknowns = 0;
  for (let at = 0; at < isUnknown.length; at++) {
    if (!isUnknown[at]) continue;
    unknowns++;
    if (runs.at(-1) === at) runs[runs.length - 1] = at + 1;
    else runs.push(at, at + 1);
  }
  const make = () => new Float64Array(stride * height);
  return {
    ...{ stride, height, unknowns, runs: Uint32Array.from(runs), diagonal: make() },
    ...{ east: make(), south: make(), southEast: make(), southWest: make() },
  };
}
