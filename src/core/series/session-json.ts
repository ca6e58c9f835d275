import type { Label } from './recording.ts';

/** What a session file is made of. */
export interface SessionParts {
  /** Names of the recordings' files, which lie beside it. */
  readonly files: readonly string[];
  /** Text of the session file that the recording came with; how it reads its files is kept. Null without one. */
  readonly before: string | null;
  readonly labels: readonly Label[];
  /** Answers that were made elsewhere; null where there are none. */
  readonly predictions: readonly Label[] | null;
}

/** A session as a `.session.json` file, with labels and answers in it: `readSession` reads back the same. */
export function sessionToJson({ files, before, labels, predictions }: SessionParts): string {
  const known = before === null ? {} : (JSON.parse(before) as object);
  const session = {
    version: 1,
    recordings: files.map((file) => ({ file })),
    ...known,
    labels: labels.map(plain),
    predictions: predictions?.map(plain),
  };
  return `${JSON.stringify(session, null, 2)}\n`;
}

/** What nobody said is left out. */
function plain({ start, end, label, confidence }: Label): object {
  return { start, end, label, ...(confidence !== null && { confidence }) };
}
