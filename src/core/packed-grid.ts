import { XaiError } from './errors.ts';

/** Cells per side of a kept map. */
export const GRID = 32;
/** Greatest magnitude of a 16-bit cell. */
const MOST = 32_767;

/** A map as it is kept of each explanation: raw scores of GRID x GRID cells over the picture, in 16 bits. */
export interface PackedGrid {
  /** What the greatest cell stands for. */
  readonly scale: number;
  /** Base64 of little-endian signed 16-bit numbers, row-major: shares of the scale. */
  readonly cells: string;
}

/** Scores of any number in 16 bits each. */
export function packGrid(grid: Float32Array): PackedGrid {
  const highest = grid.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // What is written as JSON comes back as the same number, so a grid that is packed again stays the same.
  const scale = highest > 0 ? highest : 1;
  const words = Int16Array.from(grid, (value) => Math.round((value / scale) * MOST));
  return { scale, cells: wordsToText(words) };
}

/** @throws XaiError `data-unreadable` for a grid of another size */
export function unpackGrid({ scale, cells }: PackedGrid): Float32Array {
  return unpackCells({ scale, cells }, GRID * GRID);
}

/**
 * What {@link packGrid} made of so many scores.
 * @throws XaiError `data-unreadable` for another number
 */
export function unpackCells({ scale, cells }: PackedGrid, count: number): Float32Array {
  const text = atob(cells);
  if (text.length !== 2 * count) {
    throw new XaiError(
      'data-unreadable',
      'A kept map has another size; it was written by another version. Audit again.',
    );
  }
  const view = new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer);
  return Float32Array.from({ length: count }, (_, k) => (view.getInt16(2 * k, true) / MOST) * scale);
}

/** Numbers of 16 bits, little-endian, as base64. */
export function wordsToText(words: ArrayLike<number>): string {
  const bytes = new Uint8Array(2 * words.length);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < words.length; k++) view.setUint16(2 * k, words[k] & 0xffff, true);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
