import path from 'node:path';
import { findRange } from '../core/colour/score-range.ts';
import { toCsv } from '../core/csv.ts';
import { XaiError } from '../core/errors.ts';
import { encodeNpy } from '../core/npy.ts';
import { labelOfWindow } from '../core/series/label-of-window.ts';
import type { Label } from '../core/series/recording.ts';
import type { SessionMap } from '../core/series/session-map.ts';
import { timelineSvg } from '../core/series/timeline-svg.ts';
import { weightInLabels } from '../core/series/weight-in-labels.ts';
import { layerText } from '../core/stated-layers.ts';
import { explainSession, type SessionExplanation, type WindowAnswer } from '../methods/explain-session.ts';
import type { Model } from '../tasks/model.ts';
import { rowNames } from '../tasks/series/row-names.ts';
import { sessionFeatures } from '../tasks/series/session-features.ts';
import type { ExplainCommand } from './explain.ts';
import { svgToPng } from './png.ts';
import type { Progress } from './progress.ts';
import type { ExplanationsReport } from './report.ts';
import type { SessionInput } from './session-inputs.ts';
import type { TargetChoice } from './targets.ts';
import { writeWhole } from './write-file.ts';

type Entry = ExplanationsReport['explanations'][number];

/**
 * Explains one recording: a table of what the model said of each window, and for each map its numbers and a picture of the
 * timeline.
 * @param written every file is added as soon as it is there
 */
export async function explainSessionInput(
  model: Model,
  input: SessionInput,
  choice: TargetChoice,
  options: ExplainCommand,
  tools: {
    readonly progress: Progress;
    readonly label: string;
    readonly signal: AbortSignal;
    readonly written: string[];
  },
): Promise<Entry[]> {
  const session = await input.open();
  const run = explainSession(model, session.recording, {
    method: options.method,
    targets: classesOf(model, choice),
    scoreThreshold: options.scoreThreshold,
    layer: options.layer,
    masks: options.masks,
    grid: options.grid,
    keep: options.keep,
    reliability: options.reliability,
    preset: options.preset,
    parts: options.parts,
    fill: options.fill as 'mean' | undefined,
    seed: options.seed,
    signal: tools.signal,
  });
  let begun = false;
  for await (const { done, total, remaining } of run) {
    if (!begun) tools.progress.begin(tools.label, total);
    begun = true;
    tools.progress.update(done, total, remaining);
  }
  const explained = await run.result();
  const write = async (name: string, contents: string | Uint8Array): Promise<string> => {
    await writeWhole(path.join(options.output, name), contents);
    tools.written.push(name);
    return name;
  };
  const scores = await write(
    `${input.name}.scores.csv`,
    scoresTable(explained.answers, session.labels, explained.windows.recording.rate),
  );
  const entries: Entry[] = [];
  for (const [index, map] of explained.maps.entries()) {
    const base = `${input.name}.${index}`;
    const files: Entry['files'] = { scores };
    const rows = rowNames(model.seriesRecipe().input, explained.windows.recording.channels, map.rows);
    const about = { model, explained, labels: session.labels, map, rows, index };
    if (options.formats.includes('npy')) {
      const shape = [map.rows, map.columns];
      files.npy = await write(`${base}.npy`, encodeNpy(map.data, shape));
      if (map.error) files.error = await write(`${base}.error.npy`, encodeNpy(map.error, shape));
    }
    if (options.formats.includes('csv')) files.csv = await write(`${base}.csv`, mapTable(map, rows));
    if (options.formats.includes('png')) {
      files.timeline = await write(`${base}.timeline.png`, await svgToPng(await draw(input.name, about, options)));
    }
    entries.push(entryOf(input.name, about, files));
  }
  return entries;
}

/** @throws XaiError `target-missing` for a target that recordings do not have */
function classesOf(model: Model, choice: TargetChoice): 'top' | 'all' | number[] {
  if (choice.kind === 'top' || choice.kind === 'all') return choice.kind;
  const labels = Array.isArray(model.recipe.labels) ? model.recipe.labels : [];
  const classIndex = choice.kind === 'label' ? labels.indexOf(choice.label) : -1;
  if (classIndex >= 0) return [classIndex];
  throw new XaiError(
    choice.kind === 'label' ? 'target-missing' : 'option-invalid',
    choice.kind === 'label'
      ? `${model.name} has no class "${choice.label}"; it has ${labels.join(', ') || 'no named classes'}.`
      : `${model.name} takes recordings, so --target can't be "${choice.kind}"; ask for LABEL, top or all.`,
    { option: 'target' },
  );
}

function framesTable(answers: readonly WindowAnswer[], rate: number): string {
  const rows = answers.flatMap(({ frames, start, end }) => {
    if (!frames) return [];
    const step = frames.hop === null ? (end - start) / frames.values.length : frames.hop / rate;
    return Array.from(frames.values, (value, k) => [plain(start + (k + 0.5) * step), value]);
  });
  return toCsv(['seconds', answers.find(({ frames }) => frames)?.frames?.output ?? 'value'], rows);
}

function scoresTable(answers: readonly WindowAnswer[], labels: readonly Label[] | null, rate: number): string {
  const known = answers.find(({ classes }) => classes)?.classes;
  if (!known) return framesTable(answers, rate);
  const inOrder = [...known].sort((a, b) => a.classIndex - b.classIndex);
  const header = [
    'window',
    'start',
    'end',
    'answer',
    ...inOrder.map(({ label }) => label),
    ...(labels ? ['label', 'right'] : []),
  ];
  const rows = answers.map((answer) => {
    const { index, start, end, classes } = answer;
    const scores = inOrder.map(({ classIndex }) => classes?.find((one) => one.classIndex === classIndex)?.score ?? '');
    const meant = labels && labelOfWindow(answer, labels);
    const said = classes?.[0].label ?? '';
    const judged = labels ? [meant?.label ?? '', meant && said ? Number(meant.label === said) : ''] : [];
    return [
      index,
      plain(start),
      plain(end),
      said,
      ...scores.map((score) => (score === '' ? '' : score.toFixed(6))),
      ...judged,
    ];
  });
  return toCsv(header, rows);
}

function mapTable({ rows, columns, start, step, data }: SessionMap, names: readonly string[] | null): string {
  const header = ['seconds', ...(names ?? Array.from({ length: rows }, (_, row) => `band ${row}`))];
  const lines = Array.from({ length: columns }, (_, column) => [
    plain(start + column * step),
    ...Array.from({ length: rows }, (_, row) => {
      const value = data[row * columns + column];
      return Number.isNaN(value) ? '' : value;
    }),
  ]);
  return toCsv(header, lines);
}

function plain(seconds: number): string {
  return Number(seconds.toFixed(6)).toString();
}

interface About {
  readonly model: Model;
  readonly explained: SessionExplanation;
  readonly labels: readonly Label[] | null;
  readonly map: SessionMap;
  readonly rows: readonly string[] | null;
  readonly index: number;
}

async function draw(
  name: string,
  { model, explained, labels, map, rows }: About,
  { colormap }: ExplainCommand,
): Promise<string> {
  const isSigned = map.provenance.options.sign === 'both';
  const { labels: classes } = model.recipe;
  return timelineSvg({
    title: `${name}: ${map.provenance.method} of ${map.label}`,
    recording: explained.windows.recording,
    map,
    spectrum: rows ? null : await sessionFeatures(explained.windows),
    rowNames: rows,
    answers: explained.answers.map(({ start, end, classes }) => ({
      start,
      end,
      answer: classes?.[0].label ?? null,
      score: classes?.[0].score ?? null,
    })),
    labels,
    classes: Array.isArray(classes) ? classes : [],
    colormap: colormap ?? (isSigned ? 'blue-red' : 'viridis'),
    range: isSigned ? 'symmetric-99' : 'zero-max',
  });
}

function entryOf(input: string, { explained, labels, map, rows, index }: About, files: Entry['files']): Entry {
  const { answers, windows } = explained;
  const judged = answers.flatMap((answer) => {
    const meant = labels && labelOfWindow(answer, labels);
    return meant && answer.classes ? [meant.label === answer.classes[0].label] : [];
  });
  const { low, high } = findRange(map.data, 'min-max');
  const weightInLabels = labels ? shareInLabels(map, labels) : null;
  return {
    input,
    width: map.columns,
    height: map.rows,
    target: { index, label: map.label, class: map.classIndex, score: null, box: null },
    method: map.provenance.method,
    layer: layerText(map.provenance.options),
    files,
    range: [low, high],
    masks: map.masks,
    reliability: map.reliability,
    summary: summarise(map, weightInLabels),
    provenance: { ...map.provenance },
    series: {
      start: map.start,
      step: map.step,
      rows: rows && [...rows],
      windows: windows.count,
      explained: map.windows,
      labelled: judged.length,
      right: judged.filter(Boolean).length,
      weightInLabels,
      findings: windows.recording.findings.map(({ message }) => message),
    },
  };
}

/** Share of the positive weight within the labels of the map's class; of a map of all answers within any label. */
function shareInLabels(map: SessionMap, labels: readonly Label[]): number | null {
  return weightInLabels(map, map.classIndex < 0 ? labels : labels.filter(({ label }) => label === map.label));
}

function summarise({ data, columns, start, step, label, windows }: SessionMap, share: number | null): string {
  let best = -1;
  data.forEach((value, at) => {
    if (!Number.isNaN(value) && (best < 0 || value > data[best])) best = at;
  });
  if (best < 0 || !(data[best] > 0)) return `Nothing in the recording raises the score of ${label}.`;
  const when = `The peak for ${label} is at ${(start + (best % columns) * step).toFixed(2)} s, of ${windows} window${windows === 1 ? '' : 's'}`;
  return share === null ? `${when}.` : `${when}; ${Math.round(100 * share)} % of the weight lies within its labels.`;
}
