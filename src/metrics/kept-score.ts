import type { Fill } from '../tasks/fill.ts';
import type { Probe } from '../tasks/probe.ts';
import { contentMap, minMax } from './content-map.ts';
import { inputPixels } from './input-pixels.ts';
import type { Judged } from './metric.ts';

export interface KeptOptions {
  /** What the picture fades into where the map is low. Default `black`, in picture space. */
  readonly fill?: Fill;
}

/** Scores of the whole picture, and of the picture that keeps what the map holds for important. */
export interface KeptScore {
  readonly whole: number;
  readonly kept: number;
}

/**
 * Multiplies the picture with the map, scaled to 0..1 by its least and greatest value.
 * @returns null where the map does not vary, or the whole picture's score is not above 0
 */
export async function keptScore(
  { map, probe }: Judged & { readonly probe: Probe },
  { fill = 'black' }: KeptOptions,
): Promise<KeptScore | null> {
  const { placement, image } = probe;
  const weights = minMax(contentMap(map, placement));
  const whole = await probe.whole();
  if (!(whole > 0) || weights.every((weight) => weight === 0)) return null;
  const hidden = probe.hidden(fill);
  const { starts, step, channels } = inputPixels(probe);
  const [kept] = await probe.score(1, (_, out) => {
    out.set(image);
    weights.forEach((weight, pixel) => {
      for (let channel = 0, at = starts[pixel]; channel < channels; channel++, at += step) {
        out[at] = hidden[at] + weight * (image[at] - hidden[at]);
      }
    });
  });
  return { whole, kept };
}

/** One pass for the changed picture, one for the whole. */
export const KEPT_COST = { passes: 2, explanations: 0 };
