import { readFileSync } from 'node:fs';
import { makeForward } from '../forward.ts';
import { median, timed } from '../timing.ts';
import { CHECKED, explainPacked, openPacked, type Packed, partsOf, worstOf } from './subjects.ts';

/** What whole explanations of one model take. */
export interface ExplanationTimes {
  readonly name: string;
  readonly method: string;
  readonly notes: readonly string[];
  readonly targets: number;
  /** Milliseconds a picture of the model alone, by pictures a run. */
  readonly batches: Readonly<Record<string, number>>;
  readonly bestBatch: number;
  /** Milliseconds of a masked pass, masks, scores and sums with it, at the batch that the run found by itself. */
  readonly masked: number;
  /** The same over the model alone at its best batch, of the same turn. */
  readonly overhead: number;
  /** Until the maps are steady, with all defaults: seconds, and masks that it took. */
  readonly steady: { readonly seconds: number; readonly masks: number };
  /** Largest difference from the same map made on a CPU, as a share of its range. */
  readonly difference: number;
}

const BATCHES = [1, 2, 4, 8, 16, 32, 64];

export interface Length {
  /** Seconds that one timing lasts. */
  readonly seconds: number;
  readonly turns: number;
  readonly largestBatch: number;
  /** Masks of the shorter of two runs. */
  readonly fewestMasks: number;
  /** Masks of a run until it is steady, at most. */
  readonly mostMasks: number;
}

export async function measureExplanations(folder: string, packed: Packed, length: Length): Promise<ExplanationTimes> {
  const { seconds, turns, largestBatch, fewestMasks, mostMasks } = length;
  const subject = await openPacked(folder, packed, 'webgpu');
  await using model = subject.model;
  const prepared = model.prepare(subject.picture);
  const checked = await explainPacked(packed, subject, { ...CHECKED, partialEvery: null });
  const bytes = readFileSync(partsOf(folder, packed).map);
  const known = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));

  const single = await model.maskedGraph(prepared);
  const batched = await model.batchedGraph(prepared);
  const sizes = BATCHES.filter((size) => size === 1 || (batched.batches && size <= largestBatch));
  const forwards = sizes.map((size) =>
    makeForward({ model, prepared, graph: single }, size === 1 ? single.runner : batched.runner, size),
  );
  const batches: Record<string, number> = {};
  const runsOf: number[] = [];
  for (const [k, size] of sizes.entries()) {
    await forwards[k].run(2);
    const each = await timed(() => forwards[k].run(1));
    runsOf[k] = Math.max(1, Math.round((seconds * 1000) / each));
    const times: number[] = [];
    for (let turn = 0; turn < turns; turn++)
      times.push((await timed(() => forwards[k].run(runsOf[k]))) / runsOf[k] / size);
    batches[size] = median(times);
  }
  const best = sizes.reduce((found, _, k) => (batches[sizes[k]] < batches[sizes[found]] ? k : found), 0);
  const bestBatch = sizes[best];

  // Both runs make maps, errors and reliability at their end, which is paid once; the difference is passes alone.
  const few = Math.max(fewestMasks, 2 * bestBatch);
  const more = Math.max(few, Math.ceil((seconds * 1000) / batches[bestBatch] / bestBatch) * bestBatch);
  const explain = (masks: number) => explainPacked(packed, subject, { masks, batch: bestBatch, reliability: null });
  await explain(few);
  const masked: number[] = [];
  const overheads: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const runs = runsOf[best];
    const bare = (await timed(() => forwards[best].run(runs))) / runs / bestBatch;
    const short = await timed(() => explain(few));
    const long = await timed(() => explain(few + more));
    masked.push((long - short) / more);
    overheads.push((long - short) / more / bare);
  }
  for (const { free } of forwards) free();
  let masks = 0;
  const steadyTime = await timed(async () => {
    const options = mostMasks < 5000 ? { masks: mostMasks } : {};
    for (const map of await explainPacked(packed, subject, options)) masks = Math.max(masks, map.masks ?? 0);
  });
  return {
    name: packed.name,
    method: packed.method,
    notes: checked[0].provenance.notes,
    targets: checked.length,
    batches,
    bestBatch,
    masked: median(masked),
    overhead: median(overheads),
    steady: { seconds: steadyTime / 1000, masks },
    difference: worstOf(checked[0].data, known),
  };
}
