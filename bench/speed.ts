import type { ProposalLayout } from '../src/core/proposals.ts';
import { tensorToFloat32 } from '../src/core/tensor.ts';
import { decodeLabelled, decodeProposals } from '../src/gpu/reference/decode-proposals.ts';
import { drise } from '../src/methods/d-rise.ts';
import { driseReference } from '../src/methods/d-rise-reference.ts';
import { checkMaskOptions } from '../src/methods/masking.ts';
import { detectorPreset } from '../src/methods/presets.ts';
import type { GraphRunner } from '../src/runtime/graph-runner.ts';
import { makeFeeds } from '../src/tasks/feeds.ts';
import { fillTensor } from '../src/tasks/fill.ts';
import { channelCount } from '../src/tasks/prepare.ts';
import { type Forward, makeForward } from './forward.ts';
import type { Subject, Task } from './open.ts';
import { read } from './read.ts';
import { interleave, median, ratio, timed } from './timing.ts';
import { turnAbout } from './turn-about.ts';

/** Times in milliseconds a picture or masked pass, medians over the repeats. */
export interface Speed {
  readonly targets: number;
  /** Forward passes alone, per batch size. */
  readonly batches: Readonly<Record<string, number>>;
  /** The fastest of them. */
  readonly bestBatch: number;
  readonly forward: number;
  readonly masked: number;
  /** What a run costs however many masks it has, in milliseconds: maps, errors and reliability in the picture's size. */
  readonly onceARun: number;
  readonly naive: number;
  /** Masked pass over forward pass, and naive pass over forward pass, each time of the same repeat. */
  readonly maskedRatio: number;
  readonly naiveRatio: number;
  /** Share of all cores that other programs took meanwhile. */
  readonly otherWork: number;
}

/** How much longer a run of the pipeline lasts than another timing. */
export const RUN_LENGTH = 6;
const CPU_BATCHES = [1, 2, 4, 8];
const GPU_BATCHES = [1, 4, 16, 64];

export async function measureSpeed(subject: Subject, task: Task): Promise<Speed> {
  const { model, prepared, graph, targets } = subject;
  const batched = await model.batchedGraph(prepared);
  const allowed = graph.runner.device ? GPU_BATCHES : CPU_BATCHES;
  const sizes = allowed.filter((size) => size === 1 || (batched.batches && size <= task.largestBatch));
  const forwards = sizes.map((size) => makeForward(subject, size === 1 ? graph.runner : batched.runner, size));
  const kinds: Record<string, () => Promise<number>> = {};
  for (const [k, size] of sizes.entries()) kinds[size] = await sample(forwards[k].run, size, task.seconds / 2);
  const { times } = await interleave(task.repeats, task.patience, kinds);
  const batches = Object.fromEntries(sizes.map((size) => [size, median(times[size])]));
  const bestBatch = sizes.reduce((best, size) => (batches[size] < batches[best] ? size : best));

  const naively = naiveWay(subject);
  // Read as a viewer reads it: one map while the run goes on, all of them, and their errors, at its end.
  const masked = async (masks: number): Promise<void> => {
    const run = drise(model, subject.picture, { masks, targets });
    for await (const { partial } of run) partial?.slice(0, 1).forEach(read);
    (await run.result()).forEach(read);
  };
  // What a run pays once is little of so many.
  await masked(task.fewestMasks);
  const each = (await timed(() => masked(task.fewestMasks))) / task.fewestMasks;
  // Runs have the batch that one of ordinary length takes, and last so long that the first partial map, which comes early and
  // is made by cold code, has no larger share in them than in such a run.
  const masks = Math.max(2 * task.fewestMasks, Math.ceil((RUN_LENGTH * task.seconds * 1000) / each));
  const naiveMasks = Math.max(2, Math.ceil((task.seconds * 1000) / ((await timed(() => naively(2))) / 2)));
  const naive = async () => (await timed(() => naively(naiveMasks))) / naiveMasks;
  const bare = { run: forwards[sizes.indexOf(bestBatch)].run, batch: bestBatch };
  const pipeline = graph.runner.device
    ? await besideOnGpu(task, bare, masked, masks, naive)
    : await besideOnCpu(task, bare, masked, masks, naive, new Set([graph.runner, batched.runner]));
  for (const { free } of forwards) free();
  return { targets: targets.length, batches, bestBatch, ...pipeline };
}

/** A model's forward pass at its best batch. */
interface Bare {
  readonly run: Forward;
  readonly batch: number;
}

type Beside = Omit<Speed, 'targets' | 'batches' | 'bestBatch'>;

/** Bare passes take turns with the pipeline's, run by run. */
async function besideOnCpu(
  { repeats, patience, seconds }: Task,
  { run, batch }: Bare,
  masked: (masks: number) => Promise<void>,
  masks: number,
  naive: () => Promise<number>,
  runners: ReadonlySet<GraphRunner>,
): Promise<Beside> {
  const both = () =>
    turnAbout(
      runners,
      () => run(1),
      batch,
      () => masked(masks),
    );
  const { times, otherWork } = await interleave(repeats, patience, { both });
  // Afterwards: the arrays that it throws away would be cleared up within the pipeline's time.
  const naively = await interleave(repeats, patience, { naive, forward: await sample(run, batch, seconds) });
  const bare = times.both.map((one) => one.bare);
  const passes = times.both.map(({ pipeline }) => pipeline);
  return {
    forward: median(bare),
    masked: median(passes),
    onceARun: median(times.both.map(({ once }) => once)),
    naive: median(naively.times.naive),
    maskedRatio: ratio(passes, bare),
    naiveRatio: ratio(naively.times.naive, naively.times.forward),
    otherWork,
  };
}

/** A device works on while the thread goes on, so that whole runs are compared, with bare passes on both sides of them. */
async function besideOnGpu(
  { repeats, patience, seconds, fewestMasks }: Task,
  { run, batch }: Bare,
  masked: (masks: number) => Promise<void>,
  masks: number,
  naive: () => Promise<number>,
): Promise<Beside> {
  const forward = await sample(run, batch, seconds);
  const { times, otherWork } = await interleave(repeats, patience, {
    forward,
    few: () => timed(() => masked(fewestMasks)),
    masked: () => timed(() => masked(fewestMasks + masks)),
    after: forward,
    naive,
  });
  // Both runs make maps, errors and reliability at their end, which is paid once; the difference is passes alone.
  const passes = times.masked.map((whole, repeat) => (whole - times.few[repeat]) / masks);
  const once = times.few.map((whole, repeat) => whole - passes[repeat] * fewestMasks);
  const bare = times.forward.map((before, repeat) => (before + times.after[repeat]) / 2);
  return {
    forward: median(bare),
    masked: median(passes),
    onceARun: median(once),
    naive: median(times.naive),
    maskedRatio: ratio(passes, bare),
    naiveRatio: ratio(times.naive, bare),
    otherWork,
  };
}

/** A timing of about `seconds`: milliseconds a picture. Runs a few times first, so that everything is warm. */
async function sample(
  run: (runs: number) => Promise<void>,
  batch: number,
  seconds: number,
): Promise<() => Promise<number>> {
  await run(2);
  const each = await timed(() => run(1));
  const runs = Math.max(1, Math.round((seconds * 1000) / each));
  return async () => (await timed(() => run(runs))) / (runs * batch);
}

/**
 * What one writes first: masks made in JavaScript, one picture a run, everything read back and decoded, every mask
 * summed in full size. It is the literal reference.
 */
export function naiveWay({ model, prepared, graph, targets }: Subject): (masks: number) => Promise<unknown> {
  const recipe = model.pictureRecipe();
  const { input } = recipe;
  if (input.layout !== 'NCHW')
    throw new Error(`${model.name} takes ${input.layout}; the naive way is written for NCHW.`);
  const preset = detectorPreset('default');
  const options = checkMaskOptions({}, 'default', preset);
  const { content } = prepared.placement;
  const spec = preset.maskSpec(content, options);
  const fill = fillTensor(recipe, prepared, options.fill, options.seed);
  const layout = graph.layout as ProposalLayout;
  const size = { width: input.width, height: input.height, channels: channelCount(input) };
  const wanted = targets.map(({ inputBox, classVector }) => ({ box: inputBox, classVector, mask: null }));
  const detect = async (values: Float32Array) => {
    const outputs = await graph.runner.run(makeFeeds(recipe, graph.runner.inputs, values, 1));
    if (layout.kind === 'labelled') return decodeLabelled(outputs, layout);
    const floats = Object.fromEntries(Object.entries(outputs).map(([name, one]) => [name, tensorToFloat32(one)]));
    return decodeProposals(floats, 0, layout);
  };
  return (masks) => driseReference(prepared.tensor, fill, size, content, spec, masks, wanted, detect);
}
