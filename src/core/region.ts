import type { Box } from './boxes.ts';

/** A part of a picture, picture pixels: a box, or pixels one by one. */
export type Region =
  | { readonly kind: 'box'; readonly box: Box }
  | {
      readonly kind: 'mask';
      readonly width: number;
      readonly height: number;
      /** Length height x width, row-major: not 0 inside. */
      readonly data: Uint8Array;
    };

/**
 * The pixels of a region; of a box those whose centre lies in it.
 * @returns length height x width, row-major: 1 inside; a mask of another size is read at the nearest pixel
 */
export function rasterise(region: Region, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  if (region.kind === 'box') {
    const [x0, y0, x1, y1] = region.box;
    const first = (from: number) => Math.max(0, Math.ceil(from - 0.5));
    const last = (to: number, size: number) => Math.min(size, Math.ceil(to - 0.5));
    for (let y = first(y0); y < last(y1, height); y++) {
      const [start, end] = [first(x0), last(x1, width)];
      if (end > start) out.fill(1, y * width + start, y * width + end);
    }
    return out;
  }
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * region.height) / height) * region.width;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(((x + 0.5) * region.width) / width);
      out[y * width + x] = region.data[row + column] === 0 ? 0 : 1;
    }
  }
  return out;
}

/** The smallest box around a mask's pixels; null where there are none. */
export function boundingBox(mask: { readonly width: number; readonly data: ArrayLike<number> }): Box | null {
  let x0 = Number.POSITIVE_INFINITY;
  let y0 = Number.POSITIVE_INFINITY;
  let x1 = -1;
  let y1 = -1;
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue;
    const x = at % mask.width;
    const y = Math.floor(at / mask.width);
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  return x1 < 0 ? null : [x0, y0, x1 + 1, y1 + 1];
}
