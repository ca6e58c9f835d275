import * as v from 'valibot';
import { SIDES } from './sides.ts';

/**
 * - `fixed-position`: evidence of a class at one place of the picture that holds something else than the object (a caption, a
 *   frame, a date);
 * - `context`: the surroundings of the object carry the answer;
 * - `co-occurrence`: objects of another class do;
 * - `outlier`: a few maps lie elsewhere than the others of their class, and the model does look there.
 */
export const FINDING_KINDS = ['fixed-position', 'beside', 'context', 'co-occurrence', 'outlier'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

const interval = v.object({ low: v.number(), high: v.number() });

const movementSchema = v.object({
  count: v.pipe(v.number(), v.description('Pictures that were changed.')),
  before: v.pipe(v.number(), v.description("Mean score of the finding's class in the unchanged pictures.")),
  after: v.pipe(v.number(), v.description('In the changed ones.')),
  moved: v.pipe(v.number(), v.description('Mean of after minus before.')),
  interval: v.pipe(interval, v.description('95 %, of the mean movement, by bootstrap over the pictures.')),
  control: v.pipe(
    v.nullable(v.number()),
    v.description(
      'Mean movement of the control on the same pictures: the opposite side covered, an equally large place elsewhere covered, surroundings exchanged for those of other pictures of the same class, or the same place pasted from a picture of another class; null without one.',
    ),
  ),
  beyond: v.pipe(
    v.nullable(interval),
    v.description(
      '95 %, of the mean difference to the control on the same picture, by bootstrap over the pictures; null without a control.',
    ),
  ),
  others: v.pipe(
    v.nullable(v.object({ count: v.number(), moved: v.number(), ...interval.entries })),
    v.description(
      'beside, context: the same done for the other classes: how many pictures, how far their answers move beyond their controls, and 95 % of by how much more this class moves; else null.',
    ),
  ),
});

export type Movement = v.InferOutput<typeof movementSchema>;

const sideSchema = v.object({ side: v.picklist(SIDES), count: v.number() });

export type SideCount = v.InferOutput<typeof sideSchema>;

/** Something that an audit found out about a model over the whole set, and tested on the spot. */
export const findingSchema = v.object({
  kind: v.picklist(FINDING_KINDS),
  model: v.pipe(v.number(), v.description('Which of the models, counted from 0.')),
  label: v.string(),
  other: v.pipe(v.nullable(v.string()), v.description('The other class of a co-occurrence.')),
  sentence: v.string(),
  value: v.pipe(
    v.number(),
    v.description(
      'fixed-position: share of the evidence there, above that of the other classes; beside: share of the evidence around the object that is not on it; context: share outside of the object; co-occurrence: share on the other class, above its share of the picture; outlier: share of the maps.',
    ),
  ),
  interval: v.pipe(interval, v.description('95 %, by bootstrap over the pictures; of an outlier by Wilson.')),
  count: v.pipe(v.number(), v.description('Maps that it was seen in.')),
  region: v.pipe(
    v.nullable(v.tuple([v.number(), v.number(), v.number(), v.number()])),
    v.description(
      'Where in the picture, shares of width and height: x0, y0, x1, y1; null when it moves with the picture.',
    ),
  ),
  sides: v.pipe(
    v.nullable(v.array(sideSchema)),
    v.description(
      'beside: on which side of the object covering cost the most score, of the pictures where that was .1 at least, the most frequent first; else null.',
    ),
  ),
  examples: v.pipe(v.array(v.string()), v.description('Pictures that show it best.')),
  cover: v.pipe(
    v.nullable(movementSchema),
    v.description(
      'The region was covered in pictures that have it; surroundings were exchanged for those of other classes.',
    ),
  ),
  paste: v.pipe(v.nullable(movementSchema), v.description('The region was pasted into pictures of other classes.')),
  rank: v.pipe(
    v.number(),
    v.description(
      'How far the answer moves, beyond its control, for how little of the picture (for an outlier: in how few maps), 0 to 1.',
    ),
  ),
});

export type Finding = v.InferOutput<typeof findingSchema>;
