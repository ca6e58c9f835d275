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

/**
 * The grids that a detector's proposals lie on, told from their number: every cell of every level has as many.
 * @returns null when no usual pyramid has as many cells
 */
export function proposalLevels(
  { count }: Pick<DenseProposals, 'count'>,
  input: { readonly width: number; readonly height: number },
): readonly ProposalLevel[] | null {
  for (const strides of PYRAMIDS) {
    const grids = strides.map((stride) => ({
      columns: Math.ceil(input.width / stride),
      rows: Math.ceil(input.height / stride),
    }));
    const cells = grids.reduce((sum, { columns, rows }) => sum + columns * rows, 0);
    const perCell = count / cells;
    if (!Number.isInteger(perCell) || perCell < 1 || perCell > MOST_PER_CELL) continue;
    let first = 0;
    return grids.map(({ columns, rows }) => {
      const level = { first, columns, rows, perCell };
      first += columns * rows * perCell;
      return level;
    });
  }
  return null;
}
