import { maskCells } from './cells.ts';
import { PlaneSum } from './plane-sum.ts';
import type { MaskSpec } from './spec.ts';
import { filterTent } from './tent.ts';

/**
 * The plane on which a lattice spec's masks are summed. With pitch C an enlarged mask is a sum of equal tents, one per
 * cell; cell k of a mask with offset o is a point at window pixel q = k C - o, its tent is centred on
 * q + (C - 1) / 2. The plane holds every q whose tent reaches the window: element (row, column) is the point at window
 * pixel (originX + column, originY + row). Window pixel x is then the sum over t in [0, taps) of the tent's tap t times
 * the element at column x + t.
 */
export interface LatticeLayout {
  readonly width: number;
  readonly height: number;
  /** Window pixel of column 0 and row 0; negative or 0. */
  readonly originX: number;
  readonly originY: number;
  /** Pixels per cell. */
  readonly pitchX: number;
  readonly pitchY: number;
}

export function latticeLayout(spec: MaskSpec): LatticeLayout {
  const pitchX = spec.upWidth / spec.cellsX;
  const pitchY = spec.upHeight / spec.cellsY;
  return {
    width: spec.width + tentTaps(pitchX) - 1,
    height: spec.height + tentTaps(pitchY) - 1,
    originX: latticeOrigin(pitchX),
    originY: latticeOrigin(pitchY),
    pitchX,
    pitchY,
  };
}

/** Taps of the tent that enlarges by `pitch`: it lies on a pixel for odd pitches and between two for even ones. */
export function tentTaps(pitch: number): number {
  return pitch % 2 === 1 ? 2 * pitch - 1 : 2 * pitch;
}

/** The leftmost point whose tent reaches window pixel 0. */
function latticeOrigin(pitch: number): number {
  return pitch % 2 === 1 ? (-3 * (pitch - 1)) / 2 : 1 - (3 * pitch) / 2;
}

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
