import type { Context2D, CreateContext } from '../../src/scenes/paint/canvas.ts';

const canvas = await import('@napi-rs/canvas').catch(() => null);

/** Why tests that draw are skipped, or false. */
export const noCanvas: string | false = canvas === null ? '@napi-rs/canvas is not installed' : false;

export const createContext: CreateContext = (size) => {
  if (canvas === null) throw new Error('@napi-rs/canvas is not installed');
  return canvas.createCanvas(size, size).getContext('2d') as unknown as Context2D;
};

/** Means of 2 x 2 blocks of the three colours. @returns length size / 2 x size / 2 x 3 */
export function halve(pixels: Uint8ClampedArray, size: number): Float64Array {
  const half = size / 2;
  const out = new Float64Array(half * half * 3);
  for (let y = 0; y < half; y++) {
    for (let x = 0; x < half; x++) {
      for (let c = 0; c < 3; c++) {
        const at = (2 * y * size + 2 * x) * 4 + c;
        out[(y * half + x) * 3 + c] =
          (pixels[at] + pixels[at + 4] + pixels[at + 4 * size] + pixels[at + 4 * size + 4]) / 4;
      }
    }
  }
  return out;
}

/** The three colours without alpha. */
export function colours(pixels: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: (pixels.length / 4) * 3 }, (_, i) => pixels[Math.floor(i / 3) * 4 + (i % 3)]);
}

export function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
