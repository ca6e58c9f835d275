import * as v from 'valibot';
import { XaiError } from '../../core/errors.ts';

const describe = <T extends v.GenericSchema>(schema: T, text: string) => v.pipe(schema, v.description(text));

const seconds = v.pipe(v.number(), v.finite());
const path = v.pipe(v.string(), v.minLength(1));

const recordingFile = v.strictObject({
  file: describe(path, 'CSV or WAV file; the path is relative to the session file.'),
  offset: describe(
    v.optional(seconds, 0),
    "Seconds on the session's axis at which the file's own time 0 lies. Default: 0.",
  ),
  timeColumn: describe(
    v.optional(v.nullable(v.union([v.string(), v.pipe(v.number(), v.integer(), v.minValue(0))]))),
    'CSV: column of the times, by name or number from 0; null for none. Default: found by its name.',
  ),
  timeUnit: describe(v.optional(v.picklist(['s', 'ms', 'us', 'ns'])), 'CSV: unit of the times. Default: found.'),
  rate: describe(v.optional(v.pipe(v.number(), v.finite(), v.gtValue(0))), 'CSV without times: samples a second.'),
  channels: describe(
    v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    'CSV: columns to read, in order. Default: all.',
  ),
});

const label = v.strictObject({
  start: describe(seconds, 'Seconds.'),
  end: describe(v.optional(seconds), 'Seconds; this or `length`.'),
  length: describe(v.optional(v.pipe(v.number(), v.finite(), v.minValue(0))), 'Seconds; this or `end`.'),
  label: v.pipe(v.string(), v.minLength(1)),
  confidence: describe(v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))), 'From 0 to 1. Default: unknown.'),
});

const labelled = (what: string) =>
  v.optional(
    v.union([
      describe(v.array(label), `${what}, one by one.`),
      v.strictObject({
        file: describe(path, 'CSV file with the columns start, end or length, label, confidence.'),
        offset: describe(
          v.optional(seconds, 0),
          "Seconds on the session's axis at which the file's time 0 lies. Default: 0.",
        ),
      }),
    ]),
  );

/** `x.session.json`: what belongs together on one time axis. */
export const sessionSchema = v.strictObject({
  $schema: describe(v.optional(v.string()), 'Address of this schema, for editors.'),
  version: describe(v.literal(1), 'Version of the session format: 1.'),
  name: describe(v.optional(v.string()), 'Name for people.'),
  recordings: describe(
    v.pipe(v.array(recordingFile), v.minLength(1)),
    'Files of one session. Several are brought to the highest rate among them and to the time that all of them cover.',
  ),
  labels: labelled('What happened when'),
  predictions: labelled("What a model said elsewhere, to be shown in place of the model's own answers"),
});

export type SessionFile = v.InferOutput<typeof sessionSchema>;

/**
 * Checks a session file and fills in its defaults.
 * @throws XaiError `session-invalid` naming each bad field and what it should be
 */
export function parseSession(text: string, file: string): SessionFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new XaiError('session-invalid', `${file} is not JSON (${(cause as Error).message}). Correct it.`, {
      file,
      cause,
    });
  }
  const result = v.safeParse(sessionSchema, value);
  if (!result.success) {
    const faults = result.issues.map((issue) => {
      const place = v.getDotPath(issue);
      return place ? `${place}: ${issue.message}` : issue.message;
    });
    throw new XaiError(
      'session-invalid',
      `${file} does not fit the format. ${faults.join('; ')}. See schemas/session.schema.json for every field.`,
      { file, option: v.getDotPath(result.issues[0]) ?? undefined },
    );
  }
  for (const field of ['labels', 'predictions'] as const) {
    const given = result.output[field];
    const odd = Array.isArray(given)
      ? given.findIndex(({ end, length }) => (end === undefined) === (length === undefined))
      : -1;
    if (odd < 0) continue;
    throw new XaiError(
      'session-invalid',
      `${file} does not fit the format. ${field}.${odd}: give either end or length.`,
      {
        file,
        option: `${field}.${odd}`,
      },
    );
  }
  return result.output;
}
