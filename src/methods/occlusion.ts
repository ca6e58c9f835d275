import { wholeNumber } from '../core/check-options.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { defaultFill } from '../tasks/fill.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { inputSize } from '../tasks/prepare.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { explainByChanges, scoresOf } from './changed-passes.ts';
import {
  checkPictureOptions,
  openPicture,
  type PictureChangeOptions,
  pictureMaps,
  usedSeed,
} from './changed-picture.ts';
import { ask } from './question.ts';
import type { Method } from './registry.ts';
import { type WindowForm, type WindowParts, windowForm } from './window-parts.ts';

export interface OcclusionOptions extends PictureChangeOptions {
  /**
   * Side of the patch, pixels of the model's input; of a recording its length, steps of time. Default: an eighth of the
   * picture's shorter side there, or of the window, rounded up.
   */
  readonly patch?: number;
  /** Step from patch to patch, likewise. Default: half the patch, rounded up. */
  readonly stride?: number;
  /** Recordings: what is hidden at once. Default `cells`. */
  readonly parts?: WindowParts;
}

/** Pixels of the content rectangle, half-open, cut at its border. */
interface Patch {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/**
 * Occlusion (Zeiler and Fergus, "Visualizing and understanding convolutional networks", ECCV 2014): how much of the score is
 * lost when a patch hides a part of the picture, averaged over the patches that lie over a pixel (docs/methods/occlusion.md).
 * One pass per patch answers all targets.
 * @throws XaiError through `result()`: `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`, ...
 */
export function occlusion(model: Model, source: SubjectSource, options: OcclusionOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const checked = checkPictureOptions(options, defaultFill(model.recipe));
    const question = await ask(model, source, options, { score: 'probability' });
    const { targets, prepared } = question;
    const { content } = prepared.placement;
    const form = windowForm(model.recipe, options.parts);
    const across = along(form ? content.width : Math.min(content.width, content.height), options);
    const patches = layPatches(content, across, form);
    // The first copy hides nothing.
    const { most, run, note } = await openPicture(question, checked, 1 + patches.length, (copy, out) => {
      out.fill(1);
      if (copy > 0) forRows(patches[copy - 1], content.width, (start, end) => out.fill(0, start, end));
    });
    const { fill } = checked;
    const method = {
      name: 'occlusion',
      options: { ...across, ...(form && { parts: form.parts }), fill },
      seed: usedSeed(checked),
      startedAt,
    };
    return explainByChanges(context, {
      question,
      count: 1 + patches.length,
      most,
      partialEvery: checked.partialEvery,
      run,
      finish: (scores, done) => {
        const planes = targets.map((_, target) => {
          const [whole, ...hidden] = scoresOf(scores, targets.length, target).subarray(0, done);
          const losses = hidden.map((score) => whole - score);
          return meanLoss(patches, losses, content);
        });
        return pictureMaps(question, note, method, planes, done - 1);
      },
    });
  }, options.signal);
}

const PATCHES_A_SIDE = 8;

/** Length of patches along an axis, and the step from one to the next. */
interface Steps {
  readonly patch: number;
  readonly stride: number;
}

/** @throws XaiError `option-invalid` */
function along(side: number, options: Pick<OcclusionOptions, 'patch' | 'stride'>): Steps {
  const patch = wholeNumber('patch', options.patch ?? Math.ceil(side / PATCHES_A_SIDE), 1, side);
  return { patch, stride: wholeNumber('stride', options.stride ?? Math.ceil(patch / 2), 1, patch) };
}

/**
 * Patches from the top left on, until each axis is covered to its end: squares of a picture; of a window stretches of time over
 * one row, all rows, or, since bands lie beside each other, some of them.
 */
function layPatches(
  { width, height }: { readonly width: number; readonly height: number },
  side: Steps,
  form: WindowForm | null,
): Patch[] {
  const whole = (size: number): Steps => ({ patch: size, stride: size });
  const rows = !form ? side : form.parts === 'time' ? whole(height) : form.isSpectrum ? along(height, {}) : whole(1);
  const columns = form?.parts === 'channels' ? whole(width) : side;
  const starts = (size: number, { patch, stride }: Steps) =>
    Array.from({ length: Math.ceil((size - patch) / stride) + 1 }, (_, step) => step * stride);
  return starts(height, rows).flatMap((y0) =>
    starts(width, columns).map((x0) => ({
      x0,
      y0,
      x1: Math.min(width, x0 + columns.patch),
      y1: Math.min(height, y0 + rows.patch),
    })),
  );
}

function forRows({ x0, y0, x1, y1 }: Patch, width: number, visit: (start: number, end: number) => void): void {
  for (let y = y0; y < y1; y++) visit(y * width + x0, y * width + x1);
}

/** Mean over the patches at each pixel; 0 where none has been yet. */
function meanLoss(
  patches: readonly Patch[],
  losses: readonly number[],
  { width, height }: { width: number; height: number },
): Float32Array {
  const sums = new Float64Array(width * height);
  const counts = new Uint32Array(width * height);
  losses.forEach((loss, k) => {
    forRows(patches[k], width, (start, end) => {
      for (let pixel = start; pixel < end; pixel++) {
        sums[pixel] += loss;
        counts[pixel]++;
      }
    });
  });
  return Float32Array.from(sums, (sum, pixel) => (counts[pixel] > 0 ? sum / counts[pixel] : 0));
}

export const OCCLUSION: Method = {
  name: 'occlusion',
  title: 'Occlusion',
  tasks: ALL_TASKS,
  source: 'Zeiler and Fergus, ECCV 2014, arXiv:1311.2901',
  cost: 'one pass of the model per patch, for all targets together',
  together: true,
  options: ['patch', 'stride', 'parts', 'score', 'fill', 'seed'],
  passes: (options, { recipe }) => {
    const form = windowForm(recipe, options.parts);
    const { width, height } = inputSize(recipe);
    const across = along(form ? width : Math.min(width, height), options);
    return 1 + layPatches({ width, height }, across, form).length;
  },
  run: (model, source, options) => occlusion(model, source, options as OcclusionOptions),
};
