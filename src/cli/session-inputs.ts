import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import type { Label } from '../core/series/recording.ts';
import { EMBEDDED } from '../runtime/embedded.ts';
import { type DrawnSession, makeMotionSession, makeSoundSession } from '../scenes/session.ts';
import type { CsvOptions } from '../tasks/series/read-csv.ts';
import { readLabelFile } from '../tasks/series/read-label-file.ts';
import { decodeText, readRecording, readSession, type Session } from '../tasks/series/read-session.ts';
import { parseSession } from '../tasks/series/session-file.ts';
import { collectFiles, withoutCollisions } from './collect-files.ts';

/** A session to explain. */
export interface SessionInput {
  readonly name: string;
  /** @throws XaiError `recording-unreadable`, `session-invalid`, `input-missing`, ... */
  open(): Promise<Session>;
}

const RECORDING = /\.(csv|tsv|txt|wave?)$/i;
const SESSION = /\.session\.json$/i;
/** Files that belong to recordings, or to a drawn data set, and are none themselves. */
const BESIDE = /(^|\.)(labels|events|scores)\.(csv|tsv|txt)$/i;

/** What an embedded model's sessions are drawn of. */
const DRAWN: Readonly<Record<string, (seed: number) => DrawnSession>> = {
  motion: (seed) => makeMotionSession(seed),
  'motion-recurrent': (seed) => makeMotionSession(seed),
  'motion-shortcut': (seed) => makeMotionSession(seed, { glitches: true }),
  sound: (seed) => makeSoundSession(seed),
};

/**
 * The recordings that `--input` names (CSV, WAV, `.session.json`), then drawn sessions, one a seed. A recording `a.csv` has its
 * labels in `a.labels.csv` beside it. In a folder, files that a session file names are no inputs of their own.
 * @param model as the command line has it: sessions are drawn for embedded models
 * @throws XaiError `input-missing`; `option-invalid` when no session can be drawn for the model
 */
export async function collectSessions(
  inputs: readonly string[],
  seeds: readonly number[],
  output: string,
  model: string,
  options: CsvOptions,
): Promise<SessionInput[]> {
  const isInput = (name: string) => (RECORDING.test(name) && !BESIDE.test(name)) || SESSION.test(name);
  const files = await collectFiles(inputs, output, isInput, 'recording (CSV, WAV, .session.json)');
  const parts = new Set<string>();
  for (const { file } of files) if (SESSION.test(file)) for (const part of await partsOf(file)) parts.add(part);
  const found = files
    .filter(({ file }) => !parts.has(path.resolve(file)))
    .map(({ file, name }): SessionInput => ({ name, open: () => openSession(file, name, options) }));
  for (const seed of new Set(seeds)) found.push(drawnInput(model, seed));
  return withoutCollisions(found);
}

/** Files that a session file refers to; a broken one is reported when it is opened. */
async function partsOf(file: string): Promise<string[]> {
  try {
    const { recordings, labels, predictions } = parseSession(await readFile(file, 'utf8'), file);
    const names = [labels, predictions].flatMap((one) => (one && !Array.isArray(one) ? [one.file] : []));
    const folder = path.dirname(file);
    return [...recordings.map((one) => one.file), ...names].map((name) => path.resolve(folder, name));
  } catch {
    return [];
  }
}

async function openSession(file: string, name: string, options: CsvOptions): Promise<Session> {
  if (SESSION.test(file)) {
    const folder = path.dirname(file);
    const text = decodeText(await readBytes(file), name);
    return readSession(text, name, (part) => readBytes(path.resolve(folder, part)), options);
  }
  const recording = await readRecording(await readBytes(file), name, options);
  return { name, recording, labels: await labelsBeside(file), predictions: null };
}

async function labelsBeside(file: string): Promise<Label[] | null> {
  const beside = `${file.replace(/\.[^.]+$/, '')}.labels.csv`;
  const text = await readFile(beside, 'utf8').catch(() => null);
  return text === null ? null : readLabelFile(text, path.basename(beside));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new XaiError('input-missing', `${file} can't be opened (${(cause as Error).message}).`, { file, cause });
  }
}

function drawnInput(model: string, seed: number): SessionInput {
  const draw = model.startsWith(EMBEDDED) ? DRAWN[model.slice(EMBEDDED.length)] : undefined;
  if (!draw) {
    const names = Object.keys(DRAWN).map((name) => EMBEDDED + name);
    throw new XaiError(
      'option-invalid',
      `Sessions are drawn for ${names.join(', ')}, and not for ${model}; name recordings with --input.`,
      { option: 'scene' },
    );
  }
  const name = `scene-${seed}.session`;
  return { name, open: () => drawnSession(draw(seed), name) };
}

async function drawnSession({ samples, channels, rate, events }: DrawnSession, name: string): Promise<Session> {
  const count = samples.length / channels.length;
  const data = channels.map((_, channel) =>
    Float32Array.from({ length: count }, (_, at) => samples[at * channels.length + channel]),
  );
  const sha256 = await sha256Hex(new Uint8Array(samples.buffer));
  return {
    name,
    recording: { name, sha256, rate, start: 0, channels, data, gaps: [], findings: [] },
    labels: events.map(({ start, end, label }) => ({ start: start / rate, end: end / rate, label, confidence: null })),
    predictions: null,
  };
}
