import Papa from 'papaparse';
import { XaiError } from '../../core/errors.ts';
import type { Label } from '../../core/series/recording.ts';
import { readLabelFile } from '../../tasks/series/read-label-file.ts';
import { decodeText, readRecording, readSession, type Session } from '../../tasks/series/read-session.ts';
import { parseSession } from '../../tasks/series/session-file.ts';
import { isSeriesName, isSessionName, labelsNameOf } from '../../tasks/series/session-names.ts';
import { splitOf } from '../data/annotations.ts';
import { type FileTree, MOST_FILE_BYTES, nameTrouble, type SetAside } from '../data/file-tree.ts';

/** A recording of a data set; it is read when it is asked for. */
export interface SessionEntry {
  readonly name: string;
  readonly truth: { readonly split: string | null };
  /** @throws XaiError `recording-unreadable`, `session-invalid`, `data-unreadable`, ... */
  open(signal?: AbortSignal): Promise<Session>;
}

/** Recordings with their labels. */
export interface SessionSet {
  readonly name: string;
  /** `sessions`, or `events` where one table has the labels of all. */
  readonly format: 'sessions' | 'events';
  /** In order of their names. */
  readonly sessions: readonly SessionEntry[];
  readonly setAside: readonly SetAside[];
  close(): Promise<void>;
}

/** Labels of all recordings of a drawn data set, in one table. */
const EVENTS = 'events.csv';

/**
 * Opens a folder or archive of recordings: CSV and WAV files, each with its labels beside it (`walk.labels.csv` for `walk.csv`),
 * session files with what they name, or a drawn data set with its `events.csv`.
 * @param rate samples a second of CSV files without times
 * @throws XaiError `data-unreadable` when there is no recording
 */
export async function openSessionSet(
  tree: FileTree,
  { rate, signal }: { readonly rate?: number; readonly signal?: AbortSignal } = {},
): Promise<SessionSet> {
  const all = new Set(tree.names);
  const candidates = tree.names.filter((name) => isSeriesName(name));
  const read = (name: string, own = signal) => tree.read(name, MOST_FILE_BYTES, own);
  const parts = new Set<string>();
  for (const name of candidates) {
    if (isSessionName(name)) for (const part of await partsOf(name, read)) parts.add(part);
  }
  const names = candidates.filter((name) => !parts.has(name));
  if (names.length === 0) {
    throw new XaiError('data-unreadable', `${tree.name} holds no recording (CSV, WAV, .session.json).`, {
      file: tree.name,
    });
  }
  const events = all.has(EVENTS) ? readEvents(decodeText(await read(EVENTS), EVENTS)) : null;
  const options = rate === undefined ? {} : { rate };
  const open = async (name: string, own?: AbortSignal): Promise<Session> => {
    if (isSessionName(name)) {
      const text = decodeText(await read(name, own), name);
      return readSession(text, name, (part) => read(placeOf(part, name), own), options);
    }
    const recording = await readRecording(await read(name, own), name, options);
    const beside = labelsNameOf(name);
    const labels = all.has(beside) ? readLabelFile(decodeText(await read(beside, own), beside), beside) : null;
    return { name, recording, labels: labels ?? events?.get(name) ?? null, predictions: null };
  };
  return {
    name: tree.name,
    format: events ? 'events' : 'sessions',
    sessions: names.map((name) => ({ name, truth: { split: splitOf(name) }, open: (own) => open(name, own) })),
    setAside: [...tree.setAside],
    close: () => tree.close(),
  };
}

/** Files that a session file names; a broken one is reported when it is opened. */
async function partsOf(name: string, read: (name: string) => Promise<Uint8Array>): Promise<string[]> {
  try {
    const { recordings, labels, predictions } = parseSession(decodeText(await read(name), name), name);
    const files = [labels, predictions].flatMap((one) => (one && !Array.isArray(one) ? [one.file] : []));
    return [...recordings.map(({ file }) => file), ...files].map((file) => placeOf(file, name));
  } catch {
    return [];
  }
}

/**
 * The name in the data set of a file that a session file names relative to itself.
 * @throws XaiError `data-unreadable` for one that leads out of the data set
 */
function placeOf(file: string, session: string): string {
  const parts = session.split('/').slice(0, -1);
  for (const part of file.split('/')) {
    if (part === '..' && parts.length > 0) parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const name = parts.join('/');
  const trouble = nameTrouble(name);
  if (trouble === null) return name;
  throw new XaiError('data-unreadable', `${session} names ${file}, which is refused. ${trouble}`, { file: session });
}

/** What the command `scenes` writes beside drawn recordings; its plants are traps, and no labels. */
function readEvents(text: string): Map<string, Label[]> {
  const found = new Map<string, Label[]>();
  for (const row of Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data) {
    const { file, label, what, start_seconds: start, end_seconds: end } = row;
    const [from, to] = [Number(start), Number(end)];
    if (!file || !label || what === 'plant' || !(to > from)) continue;
    const labels = found.get(file) ?? [];
    found.set(file, labels);
    labels.push({ start: from, end: to, label, confidence: null });
  }
  return found;
}
