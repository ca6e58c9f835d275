import * as v from 'valibot';
import type { RecordKind } from '../run/journal.ts';

/** A map of any size in 16 bits, as `packPlane` makes it. */
export const planeSchema = v.object({
  rows: v.number(),
  columns: v.number(),
  scale: v.number(),
  cells: v.pipe(v.string(), v.description('Row-major: base64 of little-endian signed 16-bit shares of the scale.')),
});

/** A map along a recording, as `packTrack` makes it. */
export const trackSchema = v.object({
  rows: v.number(),
  columns: v.number(),
  start: v.pipe(v.number(), v.description("Seconds at the middle of the first column, on the recording's clock.")),
  step: v.pipe(v.number(), v.description('Seconds from one column to the next.')),
  unseen: v.pipe(
    v.array(v.tuple([v.number(), v.number()])),
    v.description('Half-open runs of columns that no window saw, or whose windows touch a gap.'),
  ),
  scale: v.number(),
  cells: v.pipe(v.string(), v.description('Row-major: base64 of little-endian signed 16-bit shares of the scale.')),
});

const windowSchema = v.object({
  start: v.pipe(v.number(), v.description("Seconds on the recording's clock.")),
  end: v.number(),
  answer: v.pipe(v.nullable(v.string()), v.description('Null where the window touches a gap.')),
  score: v.nullable(v.number()),
  label: v.pipe(v.nullable(v.string()), v.description('What it is about; null where no label says.')),
  inside: v.pipe(
    v.nullable(v.number()),
    v.description("Share of the map's positive weight within the labels of the answer; null unless it is right."),
  ),
  chance: v.pipe(
    v.nullable(v.number()),
    v.description('Share of the window that these labels cover: what a map without any preference would have.'),
  ),
});

export const sessionResultSchema = v.variant('status', [
  v.object({
    status: v.literal('explained'),
    method: v.string(),
    layer: v.nullable(v.string()),
    windows: v.array(windowSchema),
    scores: v.pipe(
      v.string(),
      v.description(
        'Every class of every window, windows x classes in class order: base64 of little-endian unsigned 16-bit shares of 65535; 0 where there is no answer.',
      ),
    ),
    classes: v.array(v.string()),
    means: v.pipe(
      v.array(v.object({ label: v.string(), windows: v.number(), map: planeSchema })),
      v.description('Mean map of the windows of each answer, channels or bands x time within the window.'),
    ),
    track: v.pipe(
      trackSchema,
      v.description("The map along the whole recording of each window's own answer; of overlapping windows the mean."),
    ),
    weights: v.pipe(
      v.object({ parts: v.number(), cells: v.string() }),
      v.description(
        "When within each window its map's positive weight lies, windows x equal parts: base64 of little-endian unsigned 16-bit shares of 65535; 0 where there is none.",
      ),
    ),
    rows: v.pipe(v.nullable(v.array(v.string())), v.description('Channels that the rows are; null for bands.')),
    notes: v.array(v.string()),
    milliseconds: v.number(),
  }),
  v.object({ status: v.literal('empty'), reason: v.string() }),
  v.object({ status: v.literal('failed'), code: v.string(), message: v.string() }),
]);

/** One recording: a line of the journal, and an entry of the report. */
export const sessionRecordSchema = v.object({
  session: v.pipe(v.string(), v.description('Name in the data set.')),
  sha256: v.nullable(v.string()),
  seconds: v.nullable(v.number()),
  rate: v.pipe(v.nullable(v.number()), v.description('Samples a second of the file.')),
  channels: v.array(v.string()),
  split: v.nullable(v.string()),
  labels: v.pipe(v.nullable(v.number()), v.description('How many there are; null where nobody labelled it.')),
  problems: v.pipe(v.array(v.string()), v.description('What was wrong with the file, and what was done.')),
  results: v.pipe(v.array(sessionResultSchema), v.description('One a model, in the order of the models.')),
});

export type PackedPlane = v.InferOutput<typeof planeSchema>;
export type PackedTrack = v.InferOutput<typeof trackSchema>;
export type WindowRecord = v.InferOutput<typeof windowSchema>;
export type SessionResult = v.InferOutput<typeof sessionResultSchema>;
export type SessionRecord = v.InferOutput<typeof sessionRecordSchema>;

export const SESSIONS: RecordKind<SessionRecord> = {
  schema: sessionRecordSchema,
  nameOf: ({ session }) => session,
};
