import * as v from 'valibot';
import { OUTCOMES } from './match-objects.ts';

const box = v.pipe(
  v.tuple([v.number(), v.number(), v.number(), v.number()]),
  v.description('Picture pixels: x0, y0, x1, y1.'),
);

/** One map: what it is of, what the annotations say of that, and what was measured. */
export const explanationSchema = v.object({
  label: v.string(),
  class: v.pipe(v.number(), v.description('Class number; -1 where there is none.')),
  score: v.pipe(v.nullable(v.number()), v.description('Null for an object that was missed.')),
  box: v.nullable(box),
  outcome: v.pipe(v.nullable(v.picklist(OUTCOMES)), v.description('Null where no annotation says.')),
  truth: v.pipe(
    v.nullable(v.object({ label: v.string(), box: v.nullable(box), iou: v.nullable(v.number()) })),
    v.description('What the annotations say instead or as well.'),
  ),
  metrics: v.pipe(v.record(v.string(), v.nullable(v.number())), v.description('By name; null where not defined.')),
  inside: v.pipe(
    v.nullable(v.number()),
    v.description("Share of the map's positive weight in the object; null without a place for it."),
  ),
  area: v.pipe(v.nullable(v.number()), v.description('Share of the picture that the object covers.')),
  map: v.pipe(
    v.object({ scale: v.number(), cells: v.string() }),
    v.description('32 x 32 cells, row-major: base64 of little-endian signed 16-bit shares of the scale.'),
  ),
  masks: v.nullable(v.number()),
  reliability: v.nullable(v.number()),
});

/** What one model said of one picture. */
export const resultSchema = v.variant('status', [
  v.object({
    status: v.literal('explained'),
    method: v.string(),
    layer: v.nullable(v.string()),
    explanations: v.array(explanationSchema),
    notes: v.array(v.string()),
    milliseconds: v.number(),
  }),
  v.object({ status: v.literal('empty'), reason: v.string() }),
  v.object({ status: v.literal('failed'), code: v.string(), message: v.string() }),
]);

/** One picture: a line of the journal, and an entry of `audit.json`. */
export const pictureSchema = v.object({
  picture: v.pipe(v.string(), v.description('Name in the data set.')),
  sha256: v.nullable(v.string()),
  width: v.nullable(v.number()),
  height: v.nullable(v.number()),
  split: v.nullable(v.string()),
  labels: v.pipe(v.array(v.string()), v.description('Annotated classes of the picture as a whole.')),
  objects: v.pipe(v.array(v.object({ label: v.string(), box })), v.description('Annotated objects.')),
  problems: v.pipe(v.array(v.string()), v.description('Annotations that were left out.')),
  results: v.pipe(v.array(resultSchema), v.description('One a model, in the order of the models.')),
});

export type ExplanationRecord = v.InferOutput<typeof explanationSchema>;
export type ResultRecord = v.InferOutput<typeof resultSchema>;
export type PictureRecord = v.InferOutput<typeof pictureSchema>;
