import { maskCells } from './cells.ts';
import { type LatticeLayout, latticeLayout } from './lattice-layout.ts';
import { PlaneSum } from './plane-sum.ts';
import type { MaskSpec } from './spec.ts';
import { filterTent } from './tent.ts';

/**
 * Calls `visit` with the plane's element index of every cell that keeps the picture, the outer cells once more outside
 * for the clamped border: at most (cellsX + 2) x (cellsY + 2) calls, in row-major order.
 */
function visitLatticePoints(
  spec: MaskSpec,
  layout: LatticeLayout,
  mask: { cells: Uint8Array; offsetX: number; offsetY: number },
  visit: (element: number) => void,
): void {
  const { cellsX, cellsY } = spec;
  for (let j = -1; j <= cellsY; j++) {
    const row = j * layout.pitchY - mask.offsetY - layout.originY;
    if (row < 0 || row >= layout.height) continue;
    const cellRow = Math.min(cellsY - 1, Math.max(0, j)) * cellsX;
    for (let i = -1; i <= cellsX; i++) {
      const column = i * layout.pitchX - mask.offsetX - layout.originX;
      if (column < 0 || column >= layout.width) continue;
      if (mask.cells[cellRow + Math.min(cellsX - 1, Math.max(0, i))] === 1) visit(row * layout.width + column);
    }
  }
}

/**
 * Sums masks as points on the lattice's plane and enlarges once, when a map is asked for: a mask costs at most
 * (cellsX + 2) x (cellsY + 2) additions a target in place of height x width. The twin on the GPU holds the same plane in
 * float32 and is judged against this one.
 */
export class LatticeSum extends PlaneSum {
  readonly layout: LatticeLayout;
  readonly #cells: Uint8Array;
  readonly #points: Int32Array;
  #pointCount = 0;

  constructor(spec: MaskSpec, targets: number) {
    const layout = latticeLayout(spec);
    super(spec, targets, layout.width * layout.height);
    this.layout = layout;
    this.#cells = new Uint8Array(spec.cellsX * spec.cellsY);
    this.#points = new Int32Array((spec.cellsX + 2) * (spec.cellsY + 2));
  }

  protected override ready(index: number): void {
    this.#pointCount = 0;
    visitLatticePoints(this.spec, this.layout, maskCells(this.spec, index, this.#cells), (element) => {
      this.#points[this.#pointCount++] = element;
    });
  }

  protected override addReady(plane: Float64Array, score: number): void {
    const points = this.#points;
    for (let k = 0; k < this.#pointCount; k++) plane[points[k]] += score;
  }

  protected override finish(plane: Float64Array): Float64Array {
    return filterTent(plane, this.layout, this.spec);
  }
}
