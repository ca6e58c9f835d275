import { Dice } from './dice.ts';
import type { Scene, SceneObject } from './scene.ts';

/** A square part of a scene around one object, enlarged or shrunk. */
export interface Crop {
  size: number;
  /** RGBA, opaque. */
  pixels: Uint8ClampedArray;
  /** 1 where the object is. */
  mask: Uint8Array;
  /** 1 where a planted lamp is; null without any. */
  plantMask: Uint8Array | null;
}

/** Objects that make a good crop: hardly hidden, and large enough. */
export function croppable({ size, objects }: Scene): SceneObject[] {
  return objects.filter(
    ({ visible, inFrame, box }) =>
      visible > 0.7 && inFrame > 0.7 && Math.max(box[2] - box[0], box[3] - box[1]) > size * 0.18,
  );
}

/**
 * Cuts a square around an object with a margin of 1.15 to 1.6 times its longer side, moved a little, kept inside.
 * @param size width and height of the result in pixels
 */
export function cropObject(scene: Scene, object: SceneObject, size: number, seed: number): Crop {
  const dice = new Dice(seed, 13);
  const [x0, y0, x1, y1] = object.box;
  const longest = Math.max(x1 - x0, y1 - y0);
  const side = Math.min(scene.size, longest * dice.range(1.15, 1.6));
  const slack = (side - longest) * 0.35;
  const place = (low: number, high: number) => {
    const start = (low + high - side) / 2 + dice.range(-slack, slack);
    return Math.max(0, Math.min(scene.size - side, start));
  };
  const [left, top] = [place(x0, x1), place(y0, y1)];
  return {
    size,
    pixels: resample(scene.pixels, scene.size, left, top, side, size),
    mask: pick(scene.ids, scene.size, left, top, side, size, (id) => id === object.id),
    plantMask: scene.plantMask && pick(scene.plantMask, scene.size, left, top, side, size, (value) => value > 0),
  };
}

/** Averages a grid of bilinear samples for each pixel, so that shrinking loses no thin lines. */
function resample(
  from: Uint8ClampedArray,
  width: number,
  left: number,
  top: number,
  side: number,
  size: number,
): Uint8ClampedArray {
  const out = new Uint8ClampedArray(size * size * 4);
  const step = side / size;
  const grid = Math.max(1, Math.ceil(step));
  const clamp = (v: number) => Math.max(0, Math.min(width - 1.001, v));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0];
      for (let i = 0; i < grid * grid; i++) {
        const sx = clamp(left + (x + ((i % grid) + 0.5) / grid) * step - 0.5);
        const sy = clamp(top + (y + (Math.floor(i / grid) + 0.5) / grid) * step - 0.5);
        const [px, py] = [Math.floor(sx), Math.floor(sy)];
        const [tx, ty] = [sx - px, sy - py];
        const at = (py * width + px) * 4;
        for (let c = 0; c < 3; c++) {
          const upper = from[at + c] * (1 - tx) + from[at + 4 + c] * tx;
          const lower = from[at + 4 * width + c] * (1 - tx) + from[at + 4 * width + 4 + c] * tx;
          sum[c] += upper * (1 - ty) + lower * ty;
        }
      }
      const at = (y * size + x) * 4;
      for (let c = 0; c < 3; c++) out[at + c] = sum[c] / (grid * grid);
      out[at + 3] = 255;
    }
  }
  return out;
}

function pick(
  from: Uint8Array,
  width: number,
  left: number,
  top: number,
  side: number,
  size: number,
  keep: (value: number) => boolean,
): Uint8Array {
  const out = new Uint8Array(size * size);
  const at = (v: number, start: number) => Math.min(width - 1, Math.floor(start + ((v + 0.5) * side) / size));
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) if (keep(from[at(y, top) * width + at(x, left)])) out[y * size + x] = 1;
  return out;
}
