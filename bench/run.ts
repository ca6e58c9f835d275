// Asks a measuring process for each figure, one after the other, prints the report and writes it where asked.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Provider } from '../src/runtime/platform.ts';
import type { AuditTask } from './audits.ts';
import { type AuditRow, formatAudits } from './audits-report.ts';
import { measureManyTargets } from './many-targets.ts';
import type { Answer } from './measure.ts';
import { type MethodTask, missingFile } from './method-subject.ts';
import { formatMethods, type MethodRow } from './methods-report.ts';
import type { Task } from './open.ts';
import { type BenchOptions, parseOptions } from './options.ts';
import { formatPointing, formatSpeed, type MemoryRow, type SpeedRow } from './report.ts';
import { pointWithEmbedded } from './scene-pointing.ts';
import { joinSections } from './sections.ts';
import { missingSeriesFile, type SeriesTask } from './series.ts';
import { formatSeries, type SeriesMemoryRow, type SeriesRow } from './series-report.ts';
import { SHARED } from './shared.ts';

/** Pictures in which each model finds several objects; the others find them in the default one. */
const PHOTOS: Readonly<Record<string, string>> = { 'ultraface-rfb-320': 'zidane.jpg', 'st-ssd-person': 'skier.jpg' };
const DEFAULT_PHOTO = 'dog_bike_truck.jpg';

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

function ask(task: Task | MethodTask | AuditTask | SeriesTask): Promise<Answer> {
  const child = spawn(
    process.execPath,
    [path.join(path.dirname(fileURLToPath(import.meta.url)), 'measure.js'), JSON.stringify(task)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (piece) => {
      text += piece;
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(JSON.parse(text) as Answer);
      else reject(new Error(`Measuring ${task.model} on ${task.provider} ended with status ${status}.`));
    });
  });
}

const date = new Date().toISOString().slice(0, 10);
const cores = availableParallelism();

/** What masking costs beside the forward passes. */
async function measureMasking(options: BenchOptions): Promise<string[]> {
  const speeds: SpeedRow[] = [];
  const memories: MemoryRow[] = [];
  const skipped: string[] = [];
  const absent = new Set<Provider>();
  for (const model of options.models) {
    const file = path.join(SHARED, 'models', model, 'model.onnx');
    const recipe = path.resolve('test', 'fixtures', 'recipes', `${model}.recipe.json`);
    const photo = options.photo ?? path.join(SHARED, 'images', PHOTOS[model] ?? DEFAULT_PHOTO);
    const missing = [file, recipe, photo].find((needed) => !existsSync(needed));
    if (missing !== undefined) {
      skipped.push(`${model}: ${path.relative('.', missing)} is not on this machine.`);
      continue;
    }
    for (const provider of options.providers) {
      if (absent.has(provider)) continue;
      const { software, masks, repeats, seconds, largestBatch, fewestMasks, patience } = options;
      const task = {
        model: file,
        recipe,
        photo,
        provider,
        software,
        masks,
        repeats,
        seconds,
        largestBatch,
        fewestMasks,
        patience,
      };
      tell(`${model} on ${provider}: speed`);
      const answer = await ask({ ...task, kind: 'speed' });
      if (answer.kind === 'unavailable') {
        absent.add(provider);
        skipped.push(`${provider}: ${answer.reason}`);
        continue;
      }
      if (answer.kind === 'speed') {
        const { masked, maskedRatio } = answer.speed;
        tell(`  ${masked.toFixed(2)} ms a pass, ${maskedRatio.toFixed(3)} of a forward pass`);
        speeds.push({ model, provider, adapter: answer.adapter, speed: answer.speed });
      }
      if (!options.memory.includes(model)) continue;
      tell(`${model} on ${provider}: memory over ${masks} masks`);
      const memory = await ask({ ...task, kind: 'memory' });
      if (memory.kind === 'memory') memories.push({ model, provider, marks: memory.marks });
    }
  }
  return formatSpeed({ date, cores, speeds, memories, skipped }, options);
}

/** How well D-RISE points; nothing where scenes can't be drawn. */
async function measurePointing({ scenes, sceneMasks }: BenchOptions): Promise<string[]> {
  tell(`embedded:detector on ${scenes} scenes`);
  const pointing = await pointWithEmbedded(scenes, sceneMasks);
  if (pointing === null) tell('Drawn scenes were left out: @napi-rs/canvas is not installed.');
  return pointing ? [formatPointing(pointing, date)] : [];
}

/** What many targets of one run cost: a section of the report. */
function measureTargets({ providers, targetMasks, repeats }: BenchOptions): Promise<string> {
  return measureManyTargets(providers, targetMasks, repeats, date, tell);
}

/** What every method costs: a section of the report. */
async function measureAllMethods(options: BenchOptions): Promise<string> {
  const rows: MethodRow[] = [];
  const skipped = new Set<string>();
  for (const model of options.methodModels) {
    const missing = missingFile(model);
    if (missing !== undefined) {
      skipped.add(`${model}: ${path.relative('.', missing)} is not on this machine.`);
      continue;
    }
    for (const provider of options.providers) {
      tell(`${model} on ${provider}: methods`);
      const { methodRepeats: repeats, methodSeconds: seconds, patience, software } = options;
      const answer = await ask({ kind: 'methods', model, provider, software, repeats, seconds, patience });
      if (answer.kind === 'unavailable') skipped.add(`${provider}: ${answer.reason}`);
      if (answer.kind === 'methods') rows.push({ model, provider, adapter: answer.adapter, speeds: answer.speeds });
    }
  }
  return formatMethods({ date, cores, rows, skipped: [...skipped] }, options);
}

/** What audits take: a section of the report. */
async function measureAudits(options: BenchOptions): Promise<string> {
  const rows: AuditRow[] = [];
  const skipped = new Set<string>();
  for (const { model, method, masks } of options.audits) {
    for (const provider of options.providers) {
      tell(`${model} on ${provider}: audit by ${method}`);
      const { auditPictures: pictures, auditRepeats: repeats, patience, software } = options;
      const answer = await ask({
        kind: 'audit',
        model,
        provider,
        software,
        method,
        masks,
        pictures,
        repeats,
        patience,
      });
      if (answer.kind === 'unavailable') skipped.add(`${provider}: ${answer.reason}`);
      if (answer.kind !== 'audit') continue;
      const name = masks === null ? method : `${method}, ${masks} masks`;
      rows.push({ model, method: name, provider, adapter: answer.adapter, speed: answer.speed });
    }
  }
  return formatAudits({ date, cores, rows, skipped: [...skipped] }, options);
}

/** How fast recordings are explained, and what whole sessions take: a section of the report. */
async function measureAllSeries(options: BenchOptions): Promise<string> {
  const rows: SeriesRow[] = [];
  const memories: SeriesMemoryRow[] = [];
  const skipped = new Set<string>();
  const { seriesRepeats: repeats, seriesSeconds, patience, software } = options;
  for (const { model, method, masks, sessions } of options.series) {
    const missing = missingSeriesFile(model);
    if (missing !== undefined) {
      skipped.add(`${model}: ${path.relative('.', missing)} is not on this machine.`);
      continue;
    }
    for (const provider of options.providers) {
      tell(`${model} on ${provider}: recordings by ${method}`);
      const task = { model, provider, software, method, masks, repeats, patience };
      const answer = await ask({ ...task, kind: 'series', seconds: seriesSeconds });
      if (answer.kind === 'unavailable') skipped.add(`${provider}: ${answer.reason}`);
      if (answer.kind !== 'series') continue;
      const row = {
        model,
        method: masks === null ? method : `${method}, ${masks} masks`,
        provider,
        adapter: answer.adapter,
      };
      rows.push({ ...row, speed: answer.speed });
      for (const seconds of sessions) {
        tell(`${model} on ${provider}: ${seconds} s by ${method}`);
        const whole = await ask({ ...task, kind: 'series-memory', seconds });
        if (whole.kind === 'series-memory') memories.push({ ...row, seconds, memory: whole.memory });
      }
    }
  }
  return formatSeries({ date, cores, rows, memories, skipped: [...skipped] }, options);
}

async function run(options: BenchOptions): Promise<void> {
  const { only, out } = options;
  const old = out !== null && existsSync(out) ? readFileSync(out, 'utf8') : '';
  const sections = [
    ...(only.includes('masking') ? await measureMasking(options) : []),
    ...(only.includes('targets') ? [await measureTargets(options)] : []),
    ...(only.includes('scenes') ? await measurePointing(options) : []),
    ...(only.includes('methods') ? [await measureAllMethods(options)] : []),
    ...(only.includes('audit') ? [await measureAudits(options)] : []),
    ...(only.includes('series') ? [await measureAllSeries(options)] : []),
  ];
  const report = joinSections(old, sections, only);
  process.stdout.write(report);
  if (out !== null) await writeFile(out, report);
}

await run(parseOptions(process.argv.slice(2)));
