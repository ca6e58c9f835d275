import { wholeNumber } from '../core/check-options.ts';
import { mapToPicture } from '../core/resample.ts';
import type { Saliency } from '../core/saliency.ts';
import { makeFeeds } from '../tasks/feeds.ts';
import type { Fill } from '../tasks/fill.ts';
import { picturesPerRun } from './batch-size.ts';
import { type ChangeOptions, checkChangeOptions, type RunCopies } from './changed-passes.ts';
import { type MethodRun, makeProvenance, makeSaliency } from './make-saliency.ts';
import { copyWriter } from './masking.ts';
import type { Question } from './question.ts';

export interface PictureChangeOptions extends ChangeOptions {
  /** What stands where the picture is hidden. Default `black`, in picture space; for recordings `mean`. */
  readonly fill?: Fill;
  /** For the fill `noise`: whole number from 0. Default 0. */
  readonly seed?: number;
}

/** @throws XaiError `option-invalid` naming the option */
export function checkPictureOptions(options: PictureChangeOptions, fill: Fill) {
  const seed = wholeNumber('seed', options.seed ?? 0, 0, Number.MAX_SAFE_INTEGER);
  return { ...checkChangeOptions(options), fill: options.fill ?? fill, seed };
}

/** The seed, where something is drawn by it. */
export function usedSeed({ fill, seed }: ReturnType<typeof checkPictureOptions>): number | null {
  return fill === 'noise' ? seed : null;
}

/** Masked copies of one picture under way through a model. */
export interface ChangedPicture {
  /** Copies per run at most. */
  readonly most: number;
  readonly run: RunCopies;
  /** A sentence about the batch axis, or null. */
  readonly note: string | null;
}

/**
 * @param passes how many copies there will be
 * @param paint writes mask number `index` over the content rectangle: 1 keeps the picture, 0 hides it
 * @throws XaiError `option-invalid` for an unknown fill, `out-of-memory`
 */
export async function openPicture(
  question: Question,
  options: ReturnType<typeof checkPictureOptions>,
  passes: number,
  paint: (index: number, out: Float32Array) => void,
): Promise<ChangedPicture> {
  const { model, prepared } = question;
  const asked = picturesPerRun(question, passes, options.batch);
  const batched = asked > 1 ? await question.openBatched() : null;
  const most = batched?.batches ? asked : 1;
  const { runner } = batched ?? question.graph;
  const { width, height } = prepared.placement.content;
  const writer = copyWriter({ width, height, paint }, model, prepared, options, most);
  const run: RunCopies = (first, count) =>
    runner.run(makeFeeds(model.recipe, runner.inputs, writer.write(first, count), count));
  return { most, run, note: batched?.note ?? null };
}

/**
 * Maps over the content rectangle as maps of the picture.
 * @param planes one per target, length content height x content width
 * @param masks masks that they were made of
 */
export function pictureMaps(
  question: Question,
  note: string | null,
  method: MethodRun,
  planes: readonly Float32Array[],
  masks: number,
): Saliency[] {
  const { model, picture, prepared, score, targets } = question;
  const options = { score, ...method.options };
  const provenance = makeProvenance(model, picture, method.name, options, method.seed, method.startedAt);
  const notes = note === null ? provenance.notes : [...provenance.notes, note];
  return planes.map((plane, index) =>
    makeSaliency(mapToPicture(plane, prepared.placement), picture, targets[index], {
      masks,
      reliability: null,
      provenance: { ...provenance, notes },
    }),
  );
}
