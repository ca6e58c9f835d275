import type { MaskSpec } from './spec.ts';

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
