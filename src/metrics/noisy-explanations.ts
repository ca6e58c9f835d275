import { between, wholeNumber } from '../core/check-options.ts';
import type { Picture } from '../core/picture.ts';
import { Dice } from '../scenes/dice.ts';
import { pictureFromPixels } from '../tasks/decode-picture.ts';
import type { Judged } from './metric.ts';

export interface NoiseOptions {
  /** Noisy copies, 1 to 1000. */
  readonly samples?: number;
  /** Most that a colour may change, as a share of its range, above 0 and up to 1. */
  readonly radius?: number;
  /** Whole number from 0. Default 0. */
  readonly seed?: number;
}

/**
 * How far the map moves when noise is added to the picture: the length of the difference of the two maps over that of the
 * first. Noise is even within the radius, for each colour of each pixel; colours stay whole numbers from 0 to 255.
 * @returns one number a noisy copy; null for a map of zeros
 * @throws XaiError `option-invalid`
 */
export async function mapChanges(
  { map, picture, explain, signal }: Judged & Required<Pick<Judged, 'explain'>>,
  { samples, radius, seed = 0 }: NoiseOptions & Required<Pick<NoiseOptions, 'samples' | 'radius'>>,
): Promise<number[] | null> {
  wholeNumber('samples', samples, 1, 1000);
  wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
  between('radius', radius, 0, 1 + Number.EPSILON);
  const length = Math.sqrt(map.data.reduce((sum, value) => sum + value * value, 0));
  if (length === 0) return null;
  const changes: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    signal?.throwIfAborted();
    const { data } = await explain(await addNoise(picture, radius, new Dice(seed, sample)));
    const squares = map.data.reduce((sum, value, at) => sum + (data[at] - value) ** 2, 0);
    changes.push(Math.sqrt(squares) / length);
  }
  return changes;
}

/** Even noise within a share of the range of colours; they stay whole numbers from 0 to 255. */
export function addNoise({ width, height, data, name }: Picture, radius: number, dice: Dice): Promise<Picture> {
  const reach = 255 * radius;
  const pixels = data.map((value, k) => (k % 4 === 3 ? 255 : value + dice.range(-reach, reach)));
  return pictureFromPixels(width, height, pixels, { name });
}
