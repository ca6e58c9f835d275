import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { shrinkSpec } from '../../src/core/masks/shrink-spec.ts';
import type { MaskSpec } from '../../src/core/masks/spec.ts';
import { decodeNpy, encodeNpy } from '../../src/core/npy.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { Placement } from '../../src/core/placement.ts';
import type { Target } from '../../src/core/saliency.ts';
import { picturesPerRun } from '../../src/methods/batch-size.ts';
import { ChangedPasses } from '../../src/methods/changed-passes.ts';
import { copyWriter } from '../../src/methods/masking.ts';
import { ask } from '../../src/methods/question.ts';
import { makeFeeds } from '../../src/tasks/feeds.ts';
import type { Model } from '../../src/tasks/model.ts';
import { sceneOf } from './painters.ts';
import type { Pair } from './pairs.ts';
import { SIDE } from './plane.ts';
import { PARTS, type Stream } from './streams.ts';

/** Where what is run is kept, and gone on with by later runs of the benchmark. */
export const store = { folder: path.join('.build', 'mask-references') };
/** Masks between two saves. */
const PIECE = 500;
/** Objects of a picture that are looked at, the best first. */
const MOST_TARGETS = 3;

/** What a stream has given so far. */
export interface StreamRun {
  readonly stream: string;
  readonly modelSha256: string;
  readonly pictureSha256: string;
  readonly placement: Placement;
  /** The masks in full size; null for those that are painted. */
  readonly spec: MaskSpec | null;
  readonly targets: readonly Target[];
  /** Of each target in the whole picture. */
  readonly whole: readonly number[];
  /** Milliseconds a masked pass in the fastest piece so far: what else the machine did can only have made it longer. */
  readonly pace: number;
  /** Length masks x targets, one row a mask, from mask number 0. */
  readonly scores: Float32Array;
}

export function masksOf({ scores, targets }: StreamRun): number {
  return scores.length / targets.length;
}

/** A name for each target: its label, numbered where others before it have the same. */
export function targetNames({ targets }: Pick<StreamRun, 'targets'>): string[] {
  return targets.map(({ label }, k) => {
    const same = targets.slice(0, k).filter((other) => other.label === label).length;
    return same === 0 ? label : `${label} (${same + 1})`;
  });
}

/** Scores of one target, mask by mask. */
export function targetScores(run: StreamRun, target: number): Float32Array {
  return Float32Array.from({ length: masksOf(run) }, (_, n) => run.scores[n * run.targets.length + target]);
}

function fileOf(pair: Pair, { name }: Stream): string {
  return path.join(store.folder, pair.name, `${name.replaceAll(' ', '-')}.npz`);
}

/** What a pair's stream holds so far, or null. */
export function storedRun(pair: Pair, stream: Stream): StreamRun | null {
  const file = fileOf(pair, stream);
  if (!existsSync(file)) return null;
  const files = unzipSync(readFileSync(file));
  return { ...JSON.parse(strFromU8(files['run.json'])), scores: decodeNpy(files['scores.npy']).data };
}

function save(pair: Pair, stream: Stream, run: StreamRun): void {
  const { scores, ...about } = run;
  const file = fileOf(pair, stream);
  mkdirSync(path.dirname(file), { recursive: true });
  const bytes = zipSync(
    {
      'run.json': strToU8(JSON.stringify(about)),
      'scores.npy': encodeNpy(scores, [masksOf(run), run.targets.length]),
    },
    { level: 0 },
  );
  // A whole file or the old one, whenever the machine is switched off.
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
}

/** Runs a stream's masks up to a number, in pieces that are saved one by one. */
export async function extendRun(
  pair: Pair,
  stream: Stream,
  masks: number,
  subject: { readonly model: Model; readonly picture: Picture },
  tell: (text: string) => void,
): Promise<void> {
  const stored = storedRun(pair, stream);
  if (stored && masksOf(stored) >= masks) return;
  const { model, picture } = subject;
  const detections = pair.method === 'd-rise' ? (await model.predict(picture)).boxes : undefined;
  const question = await ask(
    model,
    picture,
    { targets: detections?.slice(0, MOST_TARGETS) ?? 'top' },
    { score: 'probability', similarity: stream.similarity },
  );
  const { prepared, targets } = question;
  const { placement } = prepared;
  const { width, height } = placement.content;
  const spec = 'spec' in stream.masks ? stream.masks.spec({ width, height }) : null;
  const painter =
    'painter' in stream.masks ? stream.masks.painter({ width, height }, sceneOf(targets[0], placement)) : null;
  const most = picturesPerRun(question, masks, null);
  const batched = most > 1 ? await question.openBatched() : null;
  const size = batched?.batches ? most : 1;
  const { runner } = batched ?? question.graph;
  const looks = { fill: stream.fill, seed: 1 };
  const passes = new ChangedPasses(question.makeReader(), size, new AbortController().signal);
  const feeds = makeFeeds(model.recipe, question.graph.runner.inputs, prepared.tensor, 1);
  const one = new ChangedPasses(question.makeReader(), 1, new AbortController().signal);
  const whole = [...(await one.score(1, () => question.graph.runner.run(feeds)))];
  let run: StreamRun = stored ?? {
    stream: stream.name,
    modelSha256: model.sha256,
    pictureSha256: picture.sha256,
    placement,
    spec,
    targets,
    whole,
    pace: Number.POSITIVE_INFINITY,
    scores: new Float32Array(0),
  };
  for (let done = masksOf(run); done < masks; done = masksOf(run)) {
    const count = Math.min(PIECE, masks - done);
    // Masks are pure functions of their number, so a piece may begin anywhere.
    const shifted = painter && { width, height, paint: (k: number, out: Float32Array) => painter.paint(done + k, out) };
    const writer = copyWriter(shifted ?? (spec as MaskSpec), model, prepared, looks, size);
    const from = shifted ? 0 : done;
    const start = performance.now();
    const scores = await passes.score(count, (first, copies) =>
      runner.run(makeFeeds(model.recipe, runner.inputs, writer.write(from + first, copies), copies)),
    );
    const pace = Math.min(run.pace, (performance.now() - start) / count);
    const all = new Float32Array(run.scores.length + scores.length);
    all.set(run.scores);
    all.set(scores, run.scores.length);
    run = { ...run, pace, scores: all };
    save(pair, stream, run);
    tell(`${pair.name}, ${stream.name}: ${masksOf(run)} of ${masks} masks on ${model.provider}`);
  }
}

/** What maps are made of: some masks of one target. */
export interface Part {
  /** In a small size; null for painted masks. */
  readonly spec: MaskSpec | null;
  /** Writes mask number `index` on a plane of {@link SIDE} pixels a side. */
  readonly paint: ((index: number, out: Float32Array) => void) | null;
  readonly numbers: Int32Array;
  readonly scores: Float32Array;
}

/**
 * The masks of one of {@link PARTS} disjoint parts, one after the other in turn (so that a part's first masks stay the same
 * when the stream grows), or all masks.
 */
export function partOf(stream: Stream, run: StreamRun, target: number, part: number | 'all'): Part {
  const painter =
    'painter' in stream.masks
      ? stream.masks.painter({ width: SIDE, height: SIDE }, sceneOf(run.targets[0], run.placement))
      : null;
  const scores = targetScores(run, target);
  const numbers = Int32Array.from({ length: scores.length }, (_, n) => n).filter(
    (n) => part === 'all' || Math.floor(n / stream.block) % PARTS === part,
  );
  return {
    spec: run.spec && shrinkSpec(run.spec),
    paint: painter && ((index, out) => painter.paint(index, out)),
    numbers,
    scores: Float32Array.from(numbers, (n) => scores[n]),
  };
}
