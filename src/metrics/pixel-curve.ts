import { oneOf, wholeNumber } from '../core/check-options.ts';
import type { Rect } from '../core/placement.ts';
import type { Fill } from '../tasks/fill.ts';
import type { Probe } from '../tasks/probe.ts';
import { contentMap } from './content-map.ts';
import { gaussianBlur } from './gaussian-blur.ts';
import { copyPixels, inputPixels } from './input-pixels.ts';
import type { Cost, Judged, MetricValue } from './metric.ts';

/** How pixels are put in or taken out, and what stands where they are not. */
interface CurvePreset {
  /** Steps from nothing to all; `rows`: as many pixels a step as the model sees in one row. */
  readonly steps: number | 'rows';
  readonly deletionFill: Fill;
  /** `gaussian`: the tensor blurred as RISE does it. */
  readonly insertionStart: Fill | 'gaussian';
  /** Whether the area counts every step alike, or by the pixels that it changed. */
  readonly spacing: 'even' | 'pixels';
}

/**
 * Insertion and deletion as four implementations have them. All order pixels by falling value, equal ones by their place.
 * - `openvino`: 30 steps, black pixels for both;
 * - `rise`: a row of pixels a step; taken out to the mean colour (0 in the tensor), put into a blurred picture;
 * - `xplique`: 10 steps, 0 in the tensor for both;
 * - `torch-cam`: 20 steps, 0 in the tensor for both, the area over the true share of pixels.
 */
export const CURVE_PRESETS = {
  openvino: { steps: 30, deletionFill: 'black', insertionStart: 'black', spacing: 'even' },
  rise: { steps: 'rows', deletionFill: 'zero', insertionStart: 'gaussian', spacing: 'even' },
  xplique: { steps: 10, deletionFill: 'zero', insertionStart: 'zero', spacing: 'even' },
  'torch-cam': { steps: 20, deletionFill: 'zero', insertionStart: 'zero', spacing: 'pixels' },
} as const satisfies Record<string, CurvePreset>;

export type CurvePresetName = keyof typeof CURVE_PRESETS;

export interface CurveOptions {
  /** Whose way. Default `openvino`. */
  readonly preset?: CurvePresetName;
  /** Steps, 1 to 1000. Default: the preset's. */
  readonly steps?: number;
  /** What stands where pixels are not. Default: the preset's. */
  readonly fill?: Fill;
}

interface CheckedCurve extends CurvePreset {
  /** Pixels changed after each step, from 0 to all. */
  readonly counts: readonly number[];
}

/** @throws XaiError `option-invalid` */
function checkCurve(
  { preset = 'openvino', steps, fill }: CurveOptions,
  content: Pick<Rect, 'width' | 'height'>,
): CheckedCurve {
  const chosen: CurvePreset = CURVE_PRESETS[oneOf('preset', preset, Object.keys(CURVE_PRESETS) as CurvePresetName[])];
  const all = content.width * content.height;
  const count = steps === undefined ? chosen.steps : wholeNumber('steps', steps, 1, 1000);
  const counts =
    count === 'rows'
      ? Array.from({ length: content.height + 1 }, (_, row) => row * content.width)
      : Array.from({ length: count + 1 }, (_, step) => Math.floor((step * all) / count));
  return {
    ...chosen,
    counts,
    ...(fill !== undefined && { deletionFill: fill, insertionStart: fill }),
  };
}

/** Passes of one curve: one a point, and the whole picture. */
export function countCurve(options: CurveOptions, input: { readonly width: number; readonly height: number }): Cost {
  return { passes: checkCurve(options, input).counts.length + 1, explanations: 0 };
}

/**
 * The score while pixels are put in or taken out by falling value of the map.
 * @returns `value`: the area under the curve over the whole picture's score, null where that is not above 0; `auc`: the
 *   area alone; `whole`; `shares` of the pixels changed and the `scores` there
 */
export async function measureCurve(
  { map, probe }: Judged & { readonly probe: Probe },
  options: CurveOptions,
  direction: 'insertion' | 'deletion',
): Promise<MetricValue> {
  const { content } = probe.placement;
  const checked = checkCurve(options, content);
  const order = fallingOrder(contentMap(map, probe.placement));
  const other = direction === 'insertion' ? insertionStart(probe, checked) : probe.hidden(checked.deletionFill);
  const pixels = inputPixels(probe);
  const [before, after] = direction === 'insertion' ? [other, probe.image] : [probe.image, other];
  const scores = await probe.score(checked.counts.length, (step, out) => {
    out.set(before);
    copyPixels(pixels, order.subarray(0, checked.counts[step]), after, out);
  });
  const whole = await probe.whole();
  const shares = checked.counts.map((count) => count / order.length);
  const steps = checked.spacing === 'even' ? shares.map((_, k) => k / (shares.length - 1)) : shares;
  const auc = trapezoid(steps, scores);
  return { value: whole > 0 ? auc / whole : null, parts: { auc, whole, shares, scores: [...scores] } };
}

function insertionStart(probe: Probe, { insertionStart }: CurvePreset): Float32Array {
  return insertionStart === 'gaussian' ? gaussianBlur(probe) : probe.hidden(insertionStart);
}

/** Positions by falling value; equal ones keep their order. */
export function fallingOrder(values: Float32Array): Uint32Array {
  return Uint32Array.from(values, (_, k) => k).sort((a, b) => values[b] - values[a] || a - b);
}

/** Area under the lines between points, `x` rising. */
export function trapezoid(x: readonly number[], y: ArrayLike<number>): number {
  let area = 0;
  for (let k = 1; k < x.length; k++) area += ((x[k] - x[k - 1]) * (y[k] + y[k - 1])) / 2;
  return area;
}
