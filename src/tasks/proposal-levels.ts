import type { DenseProposals } from '../core/proposals.ts';

/** Proposals that lie on one grid over the model's input, one or more to a cell. */
export interface ProposalLevel {
  /** First of its proposals; they go row by row, those of one cell next to each other. */
  readonly first: number;
  readonly columns: number;
  readonly rows: number;
  readonly perCell: number;
}

/** Strides of the pyramids that detectors are built with. */
const PYRAMIDS: readonly (readonly number[])[] = [
  [8, 16, 32],
  [8, 16, 32, 64],
  [16, 32],
  [4, 8, 16, 32],
  [8, 16, 32, 64, 128],
  [32],
  [16],
  [8],
];
const MOST_PER_CELL = 9;

/** Cells that a box's middle is away from that of its own cell, in the mean, above which a grid is not theirs. */
const MOST_CELLS_OFF = 1.5;

/**
 * The grids that a detector's proposals lie on: every cell of every level has as many. Of several pyramids with that many cells
 * the one in whose cells the boxes lie.
 * @param boxes corners in model-input pixels, length count x 4
 * @returns null when no usual pyramid has as many cells, or the boxes lie elsewhere
 */
export function proposalLevels(
  { count }: Pick<DenseProposals, 'count'>,
  input: { readonly width: number; readonly height: number },
  boxes: Float32Array,
): readonly ProposalLevel[] | null {
  let best: { readonly levels: readonly ProposalLevel[]; readonly off: number } | null = null;
  for (const strides of PYRAMIDS) {
    const levels = levelsOf(strides, count, input);
    const off = levels ? cellsOff(levels, input, boxes) : Number.POSITIVE_INFINITY;
    if (levels && off <= (best?.off ?? MOST_CELLS_OFF)) best = { levels, off };
  }
  return best?.levels ?? null;
}

/** Whether a usual pyramid over this input has so many cells, with one proposal each. */
export function fillsPyramid(count: number, input: { readonly width: number; readonly height: number }): boolean {
  return PYRAMIDS.some((strides) => levelsOf(strides, count, input)?.[0].perCell === 1);
}

function levelsOf(
  strides: readonly number[],
  count: number,
  input: { readonly width: number; readonly height: number },
): readonly ProposalLevel[] | null {
  const grids = strides.map((stride) => ({
    columns: Math.ceil(input.width / stride),
    rows: Math.ceil(input.height / stride),
  }));
  const cells = grids.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
  const perCell = count / cells;
  if (!Number.isInteger(perCell) || perCell < 1 || perCell > MOST_PER_CELL) return null;
  let first = 0;
  return grids.map(({ columns, rows }) => {
    const level = { first, columns, rows, perCell };
    first += columns * rows * perCell;
    return level;
  });
}

/** How far boxes lie from the middles of their cells, in cells of their own level along the farther axis, in the mean. */
function cellsOff(
  levels: readonly ProposalLevel[],
  input: { readonly width: number; readonly height: number },
  boxes: Float32Array,
): number {
  let sum = 0;
  let count = 0;
  for (const { first, columns, rows, perCell } of levels) {
    for (let own = 0; own < columns * rows * perCell; own++) {
      const cell = Math.floor(own / perCell);
      const at = (first + own) * 4;
      const x = ((boxes[at] + boxes[at + 2]) / 2) * (columns / input.width) - (cell % columns) - 0.5;
      const y = ((boxes[at + 1] + boxes[at + 3]) / 2) * (rows / input.height) - Math.floor(cell / columns) - 0.5;
      sum += Math.max(Math.abs(x), Math.abs(y));
      count++;
    }
  }
  return sum / count;
}
