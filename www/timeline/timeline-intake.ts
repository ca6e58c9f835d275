import { type LabelList, splitLines } from '../explain/intake.ts';

/** What a handful of files is good for on the timeline. */
export interface TimelineIntake {
  readonly model: File | null;
  /** A recipe, as text. */
  readonly recipe: { readonly name: string; readonly text: string } | null;
  /** Recordings, and a session file with what it refers to. */
  readonly recordings: readonly File[];
  readonly labels: File | null;
  /** Names of the model's classes. */
  readonly classes: LabelList | null;
  readonly predictions: File | null;
  /** Names of files that the page has no use for. */
  readonly unknown: readonly string[];
}

const RECORDING = /\.(csv|tsv|wave?)$|\.session\.json$/i;
const LABELS = /(^|[._-])(labels?|events?|annotations?)\.(csv|tsv|txt)$/i;
const PREDICTIONS = /(^|[._-])(predictions?|answers?|scores)\.(csv|tsv|txt)$/i;
const HEADER_BYTES = 1000;

/** Whether a file belongs on the timeline, not under a picture's model. */
export function isRecording({ name }: File): boolean {
  return RECORDING.test(name);
}

/** Sorts files by their names, and tables by their first line. */
export async function sortForTimeline(files: readonly File[]): Promise<TimelineIntake> {
  let model: File | null = null;
  let recipe: TimelineIntake['recipe'] = null;
  let labels: File | null = null;
  let predictions: File | null = null;
  let classes: LabelList | null = null;
  const recordings: File[] = [];
  const unknown: string[] = [];
  const hasSession = files.some(({ name }) => /\.session\.json$/i.test(name));
  for (const file of files) {
    const { name } = file;
    if (/\.onnx$/i.test(name)) model = file;
    else if (hasSession && RECORDING.test(name)) recordings.push(file);
    else if (/\.(txt|names)$/i.test(name) && !(await isTable(file))) {
      classes = { name, lines: splitLines(await file.text()) };
    } else if (PREDICTIONS.test(name)) predictions = file;
    else if (LABELS.test(name)) labels = file;
    else if ((await kindOfTable(file)) === 'predictions') predictions = file;
    else if ((await kindOfTable(file)) === 'labels') labels = file;
    else if (RECORDING.test(name)) recordings.push(file);
    else if (/\.json$/i.test(name)) recipe = { name, text: await file.text() };
    else unknown.push(name);
  }
  return { model, recipe, recordings, labels, classes, predictions, unknown };
}

/** What a table is by the titles of its columns; null for one that is neither, as a recording. */
async function kindOfTable(file: File): Promise<'labels' | 'predictions' | null> {
  if (!/\.(csv|tsv|txt)$/i.test(file.name)) return null;
  const titles = (await titlesOf(file)).map((title) => title.toLowerCase());
  const has = (pattern: RegExp) => titles.some((title) => pattern.test(title));
  const hasTimes = has(/^(start|begin|onset)\b|^start_/) && has(/^(end|stop|offset|length|duration)\b|^(end|length)_/);
  if (hasTimes && has(/^(answer|prediction|predicted.*)$/)) return 'predictions';
  if (has(/^(label|event)$/)) return 'labels';
  if (!hasTimes) return null;
  // A class alone is what somebody saw; with how sure it was, or with scores in its place, what a program says.
  return has(/^(class|category|name)$/) && !has(/^(score|confidence|probability)$/) ? 'labels' : 'predictions';
}

/** Labels along a recording have times, in titled columns or in front; the names of classes stand one in a line. */
async function isTable(file: File): Promise<boolean> {
  return (await kindOfTable(file)) !== null || /^\s*-?[\d.]+\s*[,;\t]/.test(await firstLine(file));
}

/** Titles of a table's columns, or what stands in their place. */
export async function titlesOf(file: File): Promise<string[]> {
  return (await firstLine(file)).split(/[,;\t]/).map((title) => title.replace(/["\uFEFF]/g, '').trim());
}

async function firstLine(file: File): Promise<string> {
  const [first] = (await file.slice(0, HEADER_BYTES).text()).split(/\r?\n/);
  return first;
}
