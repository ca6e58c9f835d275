import { XaiError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import { joinRecordings } from '../core/series/join-recordings.ts';
import { EMBEDDED } from '../runtime/embedded.ts';
import { drawSession } from '../tasks/series/drawn-session.ts';
import type { CsvOptions } from '../tasks/series/read-csv.ts';
import { decodeText, readRecording, readSession, type Session } from '../tasks/series/read-session.ts';
import { isSessionName } from '../tasks/series/session-names.ts';
import type { NamedFile, RecordingSource } from './protocol.ts';

/**
 * Reads what a page calls a recording: a drawn session, a session file with what it refers to, one recording, or several that
 * began together.
 * @throws XaiError `input-missing`, `recording-unreadable`, `recording-too-large`, `session-invalid`, `option-invalid`
 */
export async function readSource({ files, options }: RecordingSource, signal: AbortSignal): Promise<Session> {
  const [first] = files;
  if (typeof first.source === 'string' && first.source.startsWith(EMBEDDED)) return readDrawn(first.source);
  const csv = options as CsvOptions;
  const session = files.find(({ name }) => isSessionName(name));
  if (session) {
    const text = decodeText(await readBytes(session, signal), session.name);
    return readSession(text, session.name, (path) => readBytes(beside(session, path, files), signal), csv);
  }
  const parts = [];
  for (const file of files) {
    parts.push({ recording: await readRecording(await readBytes(file, signal), file.name, csv), offset: 0 });
  }
  const alone = { labels: null, predictions: null };
  if (parts.length === 1) return { name: first.name, recording: parts[0].recording, ...alone };
  const name = files.map((file) => file.name).join(' + ');
  const sha256 = await sha256Hex(new TextEncoder().encode(parts.map(({ recording }) => recording.sha256).join('')));
  return { name, recording: joinRecordings(parts, name, sha256), ...alone };
}

/** `embedded:motion?seed=3&seconds=60`. */
function readDrawn(address: string): Promise<Session> {
  const [model, query] = address.slice(EMBEDDED.length).split('?');
  const asked = new URLSearchParams(query);
  const seconds = asked.get('seconds');
  return drawSession(model, Number(asked.get('seed') ?? 1), seconds === null ? undefined : Number(seconds));
}

/** A file that a session names: among those given, else beside the session's address. */
function beside(session: NamedFile, path: string, files: readonly NamedFile[]): NamedFile {
  const name = path.split('/').at(-1);
  const given = files.find((file) => file.name === path || file.name === name);
  if (given) return given;
  if (typeof session.source === 'string') return { name: path, source: new URL(path, session.source).href };
  throw new XaiError(
    'input-missing',
    `${session.name} refers to ${path}, which was not given. Choose both files together.`,
    { file: path },
  );
}

/** @throws XaiError `input-missing` */
export async function readBytes({ name, source }: NamedFile, signal: AbortSignal): Promise<Uint8Array> {
  try {
    if (typeof source !== 'string') return new Uint8Array(await source.arrayBuffer());
    const response = await fetch(source, { signal });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    signal.throwIfAborted();
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(
      'input-missing',
      `${name} did not arrive (${words}). Check the address, or give the file again.`,
      {
        file: name,
        cause,
      },
    );
  }
}
