import { wholeNumber } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import { isWindow } from '../core/subject.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import { makeFeeds } from '../tasks/feeds.ts';
import { fillTensor } from '../tasks/fill.ts';
import type { ScoreKind } from '../tasks/masked-graph.ts';
import { type Model, toSubject } from '../tasks/model.ts';
import { channelCount } from '../tasks/prepare.ts';
import type { Probe } from '../tasks/probe.ts';
import { picturesPerRun } from './batch-size.ts';
import type { BoxTarget } from './box-question.ts';
import { ChangedPasses } from './changed-passes.ts';
import { ask } from './question.ts';

export interface ProbeOptions {
  /** What is asked about: the best answer, a class number, a box of a detector, or any target. Default `top`. */
  readonly target?: 'top' | number | BoxTarget | TargetSpec;
  /** Which number of a class, tag or answer: before or after the activation. Default `probability`. */
  readonly score?: ScoreKind;
  /** Copies per run. Default: what fits the memory set aside for it (4 pictures at most on a CPU). */
  readonly batch?: number;
  readonly signal?: AbortSignal;
}

/**
 * Opens a probe of one answer: a class's score, how like a box the detector's proposals are (IoU x cosine x objectness, as
 * D-RISE has it), or the score of any other target.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`
 */
export async function openProbe(
  model: Model,
  source: PictureSource | Picture,
  { target = 'top', score = 'probability', batch, signal = new AbortController().signal }: ProbeOptions = {},
): Promise<Probe> {
  const most = batch === undefined ? null : wholeNumber('batch', batch, 1, 1024);
  const picture = await toSubject(source);
  if (isWindow(picture)) {
    throw new XaiError(
      'method-unsupported',
      'Probes change pictures; recordings can not be asked about in this way yet.',
    );
  }
  const question = await ask(model, picture, { targets: target === 'top' ? target : [target] }, { score });
  const { prepared } = question;
  const recipe = model.pictureRecipe();
  const { layout } = recipe.input;
  const image = prepared.tensor;
  let wholeScore: Promise<number> | null = null;

  const scoreCopies: Probe['score'] = async (count, write) => {
    const asked = picturesPerRun(question, count, most);
    const batched = asked > 1 ? await question.openBatched() : null;
    const size = batched?.batches ? asked : 1;
    const { runner } = batched ?? question.graph;
    const values = new Float32Array(size * image.length);
    const passes = new ChangedPasses(question.makeReader(), size, signal);
    return passes.score(count, (first, copies) => {
      for (let n = 0; n < copies; n++) write(first + n, values.subarray(n * image.length, (n + 1) * image.length));
      return runner.run(makeFeeds(recipe, runner.inputs, values.subarray(0, copies * image.length), copies));
    });
  };

  return {
    picture,
    target: question.targets[0],
    placement: prepared.placement,
    layout,
    channels: channelCount(recipe.input),
    image,
    hidden: (fill, seed = 0) => fillTensor(recipe, prepared, fill, seed),
    whole: () => {
      wholeScore ??= scoreCopies(1, (_, out) => out.set(image)).then(([only]) => only);
      return wholeScore;
    },
    score: scoreCopies,
  };
}
