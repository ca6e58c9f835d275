import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { ColormapName } from '../core/colour/colormaps.ts';
import { findRange } from '../core/colour/score-range.ts';
import { XaiError, type XaiErrorCode } from '../core/errors.ts';
import type { Saliency } from '../core/saliency.ts';
import { layerText } from '../core/stated-layers.ts';
import { summarise } from '../core/summary.ts';
import { reportTarget } from '../core/target-report.ts';
import { defaultMethod, type ExplainOptions, explain } from '../methods/explain.ts';
import type { WindowParts } from '../methods/window-parts.ts';
import type { Model } from '../tasks/model.ts';
import { chooseTargets } from './choose-targets.ts';
import { EXIT } from './exit-codes.ts';
import { explainSessionInput } from './explain-sessions.ts';
import { collectInputs, type Input } from './inputs.ts';
import { checkFolder } from './make-folder.ts';
import { type Format, type OutputFiles, writeMap, writeSaved } from './outputs.ts';
import { createProgress, type Progress } from './progress.ts';
import { refuseIdleOptions, refusePictureOptions, refuseSeriesOptions } from './refuse-options.ts';
import type { ExplanationsReport } from './report.ts';
import { collectSessions } from './session-inputs.ts';
import { checkRuns, readRun, writeRun } from './stored-runs.ts';
import { parseTarget, type TargetChoice } from './targets.ts';
import { tellExplained } from './tell-explained.ts';
import { writeWhole } from './write-file.ts';

/** Options of `explain` as the command line gives them, parsed. */
export interface ExplainCommand {
  readonly input: readonly string[];
  /** Seeds of scenes to draw. */
  readonly scene: readonly number[];
  readonly output: string;
  readonly method?: string;
  readonly layer?: string;
  readonly target: string;
  readonly scoreThreshold?: number;
  readonly masks?: number;
  readonly grid?: number;
  readonly keep?: number;
  readonly reliability?: number;
  readonly estimate?: 'sum' | 'regression';
  readonly preset?: string;
  readonly fill?: string;
  readonly seed?: number;
  /** Recordings: what is hidden at once. */
  readonly parts?: WindowParts;
  /** CSV recordings without times: samples a second. */
  readonly rate?: number;
  /** Default: png and json; of recordings csv too. */
  readonly formats: readonly Format[];
  /** Default: two colours for a map with signs, else `viridis`. */
  readonly colormap?: ColormapName;
  /** Folder with runs that `--formats run` has left, to be gone on with. */
  readonly resume?: string;
  /** Draw what could be the chance of the masks in grey. Default false. */
  readonly greyDoubt?: boolean;
  readonly json: boolean;
  readonly progress: boolean;
}

type Entry = ExplanationsReport['explanations'][number];

/** Failures that every further input would share: the command line or the model has to change first. */
const FATAL: ReadonlySet<XaiErrorCode> = new Set([
  'option-invalid',
  'method-unsupported',
  'recipe-invalid',
  'labels-invalid',
  'backend-unavailable',
  'output-unwritable',
]);

/** A layer that does not feed one answer feeds another, in the next picture perhaps. */
function isFatal(cause: unknown): cause is XaiError {
  return cause instanceof XaiError && FATAL.has(cause.code) && cause.option !== 'targets';
}

/**
 * Explains every input, goes on past bad ones, writes `explanations.json`, and returns the exit status.
 * @throws XaiError for what no input could be explained with
 */
export async function runExplain(
  model: Model,
  address: string,
  options: ExplainCommand,
  signal: AbortSignal,
): Promise<number> {
  const choice = parseTarget(options.target);
  const files = await collectJobs(model, address, choice, options);
  const method = options.method ?? defaultMethod(model, methodOptions(options));
  const progress = createProgress(options.progress, model.recipe.task === 'series' ? 'steps' : 'masks');
  refuseIdleOptions(model, method, options);
  if (options.resume !== undefined) await checkRuns(options.resume);
  await checkFolder(options.output);
  const said = new Set(model.notes);
  const report: ExplanationsReport = {
    model: {
      file: model.name,
      sha256: model.sha256,
      task: model.recipe.task,
      recipe: model.recipeSource.source,
    },
    options: { ...options, method },
    explanations: [],
    failed: [],
    empty: [],
  };
  const write = () =>
    writeWhole(path.join(options.output, 'explanations.json'), `${JSON.stringify(report, null, 2)}\n`);
  let interrupted = false;
  for (const [position, file] of files.entries()) {
    if (signal.aborted) {
      interrupted = true;
      break;
    }
    try {
      const label = files.length > 1 ? `${position + 1}/${files.length} ${file.name}` : file.name;
      report.explanations.push(...(await file.explain(progress, label, signal)));
    } catch (cause) {
      if (signal.aborted) {
        interrupted = true;
        break;
      }
      if (isFatal(cause)) {
        // What was finished before is kept, if it can be.
        if (report.explanations.length > 0) await write().catch(() => {});
        throw cause;
      }
      note(report, file, cause);
    } finally {
      progress.end();
    }
  }
  await write();
  const { output, json } = options;
  tellExplained(report, files.length, { output, json, interrupted, said });
  if (interrupted) return EXIT.interrupted;
  return report.failed.length > 0 ? EXIT.someFailed : EXIT.done;
}

/** One input with the way it is explained. */
interface Job {
  readonly name: string;
  explain(progress: Progress, label: string, signal: AbortSignal): Promise<Entry[]>;
}

async function collectJobs(
  model: Model,
  address: string,
  choice: TargetChoice,
  options: ExplainCommand,
): Promise<readonly Job[]> {
  const { input, scene, output } = options;
  if (model.recipe.task !== 'series') {
    refuseSeriesOptions(options);
    return (await collectInputs(input, scene, output)).map((file) => ({
      name: file.name,
      explain: (progress, label, signal) => explainOne(model, address, file, choice, options, progress, label, signal),
    }));
  }
  refusePictureOptions(options);
  const rate = options.rate ?? model.recipe.input.sampleRate;
  return (await collectSessions(input, scene, output, address, { rate })).map((file) => ({
    name: file.name,
    explain: (progress, label, signal) =>
      keepingWhole(options.output, (written) =>
        explainSessionInput(model, file, choice, options, { progress, label, signal, written }),
      ),
  }));
}

/** Maps without an entry in the report would be taken for those of an earlier run, so a failure takes them away. */
async function keepingWhole<T>(output: string, work: (written: string[]) => Promise<T>): Promise<T> {
  const written: string[] = [];
  try {
    return await work(written);
  } catch (cause) {
    for (const name of written) await rm(path.join(output, name), { force: true });
    throw cause;
  }
}

/** What the command line says of the method beside its name. */
function methodOptions(options: ExplainCommand): ExplainOptions {
  const { layer, masks, grid, keep, reliability, estimate, preset, seed } = options;
  return {
    layer,
    masks,
    grid,
    keep,
    reliability,
    estimate,
    preset,
    seed,
    fill: options.fill as ExplainOptions['fill'],
  };
}

async function explainOne(
  model: Model,
  address: string,
  file: Input,
  choice: TargetChoice,
  options: ExplainCommand,
  progress: Progress,
  label: string,
  signal: AbortSignal,
): Promise<Entry[]> {
  const picture = await file.open();
  const targets = await chooseTargets(model, picture, choice, options.scoreThreshold);
  const resume = options.resume === undefined ? undefined : await readRun(options.resume, file.name);
  const run = explain(model, picture, {
    ...methodOptions(options),
    method: options.method,
    targets,
    scoreThreshold: options.scoreThreshold,
    ...(resume && { resume }),
    partialEvery: null,
    signal,
  });
  const formats = new Set(options.formats);
  let begun = false;
  try {
    for await (const { done, total, remaining } of run) {
      if (!begun) progress.begin(label, total);
      begun = true;
      progress.update(done, total, remaining);
    }
  } catch (cause) {
    // What has been run of a picture that was interrupted can be gone on with.
    if (signal.aborted && begun && formats.has('run')) await writeRun(options.output, file.name, run).catch(() => {});
    throw cause;
  }
  const maps = await run.result();
  return keepingWhole(options.output, async (written) => {
    const entries: Entry[] = [];
    for (const map of maps) {
      const files = await writeMap(options.output, file.name, picture, map, formats, options, written);
      entries.push(entryOf(file, map, files));
    }
    if (formats.has('run')) {
      const stored = await writeRun(options.output, file.name, run);
      for (const { files } of entries) files.run = stored;
    }
    if (formats.has('saved') && maps.length > 0) {
      const { task } = model.recipe;
      const saved = await writeSaved(options.output, file.name, picture, maps, { task, model: address }, written);
      for (const { files } of entries) files.saved = saved;
    }
    return entries;
  });
}

function entryOf(file: Input, map: Saliency, files: OutputFiles): Entry {
  const { target, provenance } = map;
  const { low, high } = findRange(map.data, 'min-max');
  return {
    input: file.name,
    width: map.width,
    height: map.height,
    target: reportTarget(target),
    method: provenance.method,
    layer: layerText(provenance.options),
    files,
    range: [low, high],
    masks: map.masks,
    reliability: map.reliability,
    summary: summarise(map),
    provenance: { ...provenance },
  };
}

/** A picture in which the model finds nothing is no failure: it has nothing to explain. */
function note(report: ExplanationsReport, file: Pick<Input, 'name'>, cause: unknown): void {
  const message = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof XaiError ? cause.code : 'engine-failed';
  if (code === 'no-detections') report.empty.push({ input: file.name, reason: message });
  else report.failed.push({ input: file.name, code, message });
}
