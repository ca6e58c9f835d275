import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';
import type { Label } from '../core/series/recording.ts';
import { EMBEDDED } from '../runtime/embedded.ts';
import { DRAWN_FOR, drawSession } from '../tasks/series/drawn-session.ts';
import type { CsvOptions } from '../tasks/series/read-csv.ts';
import { readLabelFile } from '../tasks/series/read-label-file.ts';
import { decodeText, readRecording, readSession, type Session } from '../tasks/series/read-session.ts';
import { parseSession } from '../tasks/series/session-file.ts';
import { isSeriesName, isSessionName, labelsNameOf } from '../tasks/series/session-names.ts';
import { collectFiles, withoutCollisions } from './collect-files.ts';
import { readTrouble } from './list-files.ts';

/** A session to explain. */
export interface SessionInput {
  readonly name: string;
  /** @throws XaiError `recording-unreadable`, `session-invalid`, `input-missing`, ... */
  open(): Promise<Session>;
}

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
  const files = await collectFiles(inputs, output, isSeriesName, 'recording (CSV, WAV, .session.json)');
  const parts = new Set<string>();
  for (const { file } of files) if (isSessionName(file)) for (const part of await partsOf(file)) parts.add(part);
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
  if (isSessionName(file)) {
    const folder = path.dirname(file);
    const text = decodeText(await readBytes(file), name);
    return readSession(text, name, (part) => readBytes(path.resolve(folder, part)), options);
  }
  const recording = await readRecording(await readBytes(file), name, options);
  return { name, recording, labels: await labelsBeside(file), predictions: null };
}

async function labelsBeside(file: string): Promise<Label[] | null> {
  const beside = labelsNameOf(file);
  const text = await readFile(beside, 'utf8').catch(() => null);
  return text === null ? null : readLabelFile(text, path.basename(beside));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new XaiError('input-missing', `${file} can't be opened (${await readTrouble(file, cause)}).`, {
      file,
      cause,
    });
  }
}

function drawnInput(model: string, seed: number): SessionInput {
  const name = model.startsWith(EMBEDDED) ? model.slice(EMBEDDED.length) : '';
  if (!DRAWN_FOR.includes(name)) {
    const names = DRAWN_FOR.map((one) => EMBEDDED + one);
    throw new XaiError(
      'option-invalid',
      `Sessions are drawn for ${names.join(', ')}, and not for ${model}; name recordings with --input.`,
      { option: 'scene' },
    );
  }
  return { name: `scene-${seed}.session`, open: () => drawSession(name, seed) };
}
