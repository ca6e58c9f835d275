import { seedKey, threefry2x32 } from '../random.ts';
import type { MaskSpec } from './spec.ts';

/** Counter block that holds the two offsets of a mask; cells count upward from block 0. */
const OFFSET_BLOCK = 0xffffffff;

/** A 32-bit word is below this with the given probability. */
export function keepThreshold(keep: number): number {
  return Math.min(0xffffffff, Math.round(keep * 2 ** 32));
}

export interface MaskCells {
  /** 1 keeps, 0 hides; row-major, length cellsX x cellsY. */
  readonly cells: Uint8Array;
  readonly offsetX: number;
  readonly offsetY: number;
}

/**
 * The random part of mask number `index`: word `k & 1` of Threefry block (index, k >> 1) decides cell k; the block
 * (index, 2^32 - 1) gives the offsets, each word modulo the number of offsets (of the original, for a smaller copy).
 */
export function maskCells(spec: MaskSpec, index: number, reuse?: Uint8Array): MaskCells {
  const count = spec.cellsX * spec.cellsY;
  const cells = reuse ?? new Uint8Array(count);
  const [k0, k1] = seedKey(spec.seed);
  const threshold = keepThreshold(spec.keep);
  const words = new Uint32Array(2);
  for (let k = 0; k < count; k += 2) {
    threefry2x32(k0, k1, index, k >>> 1, words);
    cells[k] = words[0] < threshold ? 1 : 0;
    if (k + 1 < count) cells[k + 1] = words[1] < threshold ? 1 : 0;
  }
  threefry2x32(k0, k1, index, OFFSET_BLOCK, words);
  const { offsetsX, offsetsY, copyOf } = spec;
  return {
    cells,
    offsetX: drawOffset(words[0], offsetsX, copyOf?.offsetsX),
    offsetY: drawOffset(words[1], offsetsY, copyOf?.offsetsY),
  };
}

function drawOffset(word: number, offsets: number, original = offsets): number {
  // Half a step, so that a copy is shifted by as much on the average.
  return Math.floor((((word % original) + 0.5) * offsets) / original);
}
