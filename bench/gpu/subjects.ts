import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { mean } from '../../src/core/statistics.ts';
import { drise } from '../../src/methods/d-rise.ts';
import type { MaskOptions } from '../../src/methods/masking.ts';
import { rise } from '../../src/methods/rise.ts';
import type { Backend } from '../../src/runtime/backends.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';

/** A model and a picture that the folder holds. */
export interface Packed {
  readonly name: string;
  readonly method: 'd-rise' | 'rise';
  /** Pixels per side of the picture. */
  readonly side: number;
}

/** The quicker one first, so that something is there early. */
export const PACKED: readonly Packed[] = [
  { name: 'classifier-fair', method: 'rise', side: 128 },
  { name: 'detector', method: 'd-rise', side: 256 },
];

/** Masks of the maps that are compared with those of a CPU, and their seed. */
export const CHECKED = { masks: 24, seed: 5 } as const;

/** Where the folder has a subject's parts. */
export const partsOf = (folder: string, { name }: Packed) => ({
  model: path.join(folder, 'models', `${name}.onnx`),
  recipe: path.join(folder, 'models', `${name}.recipe.json`),
  picture: path.join(folder, 'pictures', `${name}.rgb`),
  map: path.join(folder, 'maps', `${name}.f32`),
});

export async function openPacked(
  folder: string,
  packed: Packed,
  backend: Backend,
): Promise<{ model: Model; picture: Picture }> {
  const parts = partsOf(folder, packed);
  const recipe = JSON.parse(readFileSync(parts.recipe, 'utf8'));
  const model = await Model.load(parts.model, { backend, recipe });
  return { model, picture: await pictureFromPixels(packed.side, packed.side, toRgba(readFileSync(parts.picture))) };
}

function toRgba(rgb: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let pixel = 0; pixel < rgb.length / 3; pixel++) {
    for (let channel = 0; channel < 3; channel++) out[pixel * 4 + channel] = rgb[pixel * 3 + channel];
    out[pixel * 4 + 3] = 255;
  }
  return out;
}

export function explainPacked(
  { method }: Packed,
  { model, picture }: { model: Model; picture: Picture },
  options: MaskOptions,
): Promise<Saliency[]> {
  return (method === 'd-rise' ? drise : rise)(model, picture, options).result();
}

/** The largest difference of two maps, in shares of the range of the second. */
export function worstOf(map: ArrayLike<number>, known: Float32Array): number {
  const range = known.reduce((a, b) => Math.max(a, b)) - known.reduce((a, b) => Math.min(a, b));
  let worst = 0;
  for (let k = 0; k < known.length; k++) worst = Math.max(worst, Math.abs(map[k] - known[k]));
  return range > 0 && Number.isFinite(mean(map)) ? worst / range : Number.POSITIVE_INFINITY;
}
