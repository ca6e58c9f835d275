import { sha256Hex } from '../../core/hash.ts';
import { inOrder } from '../../core/series/edit-labels.ts';
import { joinRecordings } from '../../core/series/join-recordings.ts';
import type { Label, Recording } from '../../core/series/recording.ts';
import { type CsvOptions, readCsv } from './read-csv.ts';
import { readLabelFile } from './read-label-file.ts';
import { readPredictionFile } from './read-prediction-file.ts';
import { unreadable } from './read-table.ts';
import { readWav } from './read-wav.ts';
import { parseSession, type SessionFile } from './session-file.ts';

/** A recording with what people and other programs say of it. */
export interface Session {
  readonly name: string;
  readonly recording: Recording;
  /** What happened when; null where nobody said. */
  readonly labels: readonly Label[] | null;
  /** Answers of a model that were made elsewhere; null where there are none. */
  readonly predictions: readonly Label[] | null;
}

/**
 * Reads a recording: WAV by its first bytes, else CSV.
 * @param name file name, for messages
 * @throws XaiError `recording-unreadable`, `recording-too-large`, `option-invalid`
 */
export async function readRecording(bytes: Uint8Array, name: string, options: CsvOptions = {}): Promise<Recording> {
  const sha256 = await sha256Hex(bytes);
  const isWav = /\.wave?$/i.test(name) || /^RI[F6][FX4]/.test(String.fromCharCode(...bytes.subarray(0, 4)));
  return isWav ? readWav(bytes, name, sha256) : readCsv(decodeText(bytes, name), name, sha256, options);
}

/**
 * Reads a session file and all that it refers to.
 * @param open gives the bytes of a file by the path that the session writes
 * @throws XaiError `session-invalid`, and what reading the files throws
 */
export async function readSession(
  text: string,
  file: string,
  open: (path: string) => Promise<Uint8Array>,
  options: CsvOptions = {},
): Promise<Session> {
  const session = parseSession(text, file);
  const parts = [];
  for (const { file: path, offset, ...own } of session.recordings) {
    const recording = await readRecording(await open(path), path, { ...options, ...own });
    parts.push({ recording, offset });
  }
  const name = session.name ?? file;
  const sha256 =
    parts.length === 1
      ? parts[0].recording.sha256
      : await sha256Hex(new TextEncoder().encode(parts.map(({ recording }) => recording.sha256).join('')));
  const [only] = parts;
  const recording =
    parts.length === 1
      ? { ...only.recording, name, start: only.recording.start + only.offset }
      : joinRecordings(parts, name, sha256);
  return {
    name,
    recording,
    labels: await readLabels(session.labels, open, readLabelFile),
    predictions: await readLabels(session.predictions, open, readPredictionFile),
  };
}

async function readLabels(
  given: SessionFile['labels'],
  open: (path: string) => Promise<Uint8Array>,
  read: (text: string, file: string) => Label[],
): Promise<Label[] | null> {
  if (!given) return null;
  if (!Array.isArray(given)) {
    const labels = read(decodeText(await open(given.file), given.file), given.file);
    return labels.map((label) => ({ ...label, start: label.start + given.offset, end: label.end + given.offset }));
  }
  return inOrder(
    given.map(({ start, end, length = 0, label, confidence = null }) => ({
      start,
      end: end ?? start + length,
      label,
      confidence,
    })),
  );
}

/** @throws XaiError `recording-unreadable` for bytes that are no UTF-8 */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw unreadable(name, 'is no text in UTF-8. Choose a CSV or WAV file.', cause);
  }
}
