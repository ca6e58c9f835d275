// How long an audit takes beside the bare passes of its model: everything that is done to a picture, from its file to the journal.
import { decodePicture } from '#decode-picture';
import { type DataSet, openDataSet } from '../src/audit/data/data-set.ts';
import type { JournalFile } from '../src/audit/run/journal.ts';
import type { MethodOptions } from '../src/audit/run/options.ts';
import { runAudit } from '../src/audit/run/run-audit.ts';
import { encodePng } from '../src/cli/png.ts';
import { loadSceneCanvas } from '../src/cli/scenes-canvas.ts';
import { plan } from '../src/methods/explain.ts';
import type { Provider } from '../src/runtime/platform.ts';
import { cropObject, croppable } from '../src/scenes/crop.ts';
import { drawScene } from '../src/scenes/scene.ts';
import { Model } from '../src/tasks/model.ts';
import { makeForward } from './forward.ts';
import { interleave, median, ratio, timed } from './timing.ts';

/** What a process that measures an audit is asked, as JSON on its command line. */
export interface AuditTask {
  readonly kind: 'audit';
  /** `embedded:NAME`. */
  readonly model: string;
  readonly provider: Provider;
  readonly software: boolean;
  readonly method: string;
  /** Of methods with masks. */
  readonly masks: number | null;
  readonly pictures: number;
  readonly repeats: number;
  readonly patience: number;
}

export interface AuditSpeed {
  /** Pictures a minute. */
  readonly pace: number;
  /** Forward passes a picture; null where a layer decides. */
  readonly passes: number | null;
  /** Milliseconds of one bare pass of one picture. */
  readonly forward: number;
  /** Time of the audit over that of as many bare passes, one picture a run; null where they are not known. */
  readonly overhead: number | null;
  /** Share of all cores that other programs took meanwhile. */
  readonly otherWork: number;
}

const HELD_OUT = 9_000_000;
const SCENE = { detection: 256, classification: 384 } as const;
const CROP = 128;

/** @throws XaiError `backend-unavailable` when the provider is not here */
export async function openAuditModel({ model, provider }: AuditTask): Promise<Model> {
  return Model.load(model, { backend: provider });
}

export async function measureAudit(model: Model, task: AuditTask): Promise<AuditSpeed> {
  const data = await drawnData(model.recipe.task === 'classification', task.pictures);
  const explain: MethodOptions = { method: task.method, ...(task.masks === null ? {} : { masks: task.masks }) };
  const audit = () => runAudit([model], data, noJournal(), { explain }).result();
  // The first opens sessions and sets batch sizes.
  await audit();
  const { passes: planned } = await plan(model, explain);
  const passes = planned === null ? null : planned + 1;
  const [{ name }] = data.pictures;
  const prepared = model.prepare(await decodePicture(await data.read(name)));
  const graph = await model.maskedGraph(prepared);
  const { run, free } = makeForward({ model, prepared, graph }, graph.runner, 1);
  await run(2);
  const bare = (passes ?? 1) * task.pictures;
  const { times, otherWork } = await interleave(task.repeats, task.patience, {
    audit: () => timed(audit),
    bare: () => timed(() => run(bare)),
  });
  free();
  return {
    pace: (60_000 * task.pictures) / median(times.audit),
    passes,
    forward: median(times.bare) / bare,
    overhead: passes === null ? null : ratio(times.audit, times.bare),
    otherWork,
  };
}

/** Held-out scenes, or crops of them, as PNG files. */
async function drawnData(isCropped: boolean, count: number): Promise<DataSet> {
  const createContext = await loadSceneCanvas();
  const files = new Map<string, Uint8Array>();
  const size = isCropped ? SCENE.classification : SCENE.detection;
  for (let seed = HELD_OUT; files.size < count; seed++) {
    const scene = drawScene(seed, createContext, { size });
    const [object] = croppable(scene);
    if (isCropped && !object) continue;
    const pixels = isCropped ? cropObject(scene, object, CROP, seed).pixels : scene.pixels;
    const side = isCropped ? CROP : size;
    files.set(`${seed}.png`, await encodePng(pixels, side, side));
  }
  return openDataSet({
    name: 'drawn',
    names: [...files.keys()],
    setAside: [],
    read: async (name) => files.get(name) as Uint8Array,
    close: async () => {},
  });
}

function noJournal(): JournalFile {
  return { name: 'none', async *readLines() {}, append: async () => {}, close: async () => {} };
}
