import * as v from 'valibot';

/**
 * - `inside`: share of the evidence within the labels of the event, where every model is right;
 * - `place`: share of the evidence of a class in the part of the window that a finding names;
 * - `correct`: 1 for a right answer, 0 for another;
 * - `score`: of the class that the window is about.
 */
export const SESSION_MEASURE_KINDS = ['inside', 'place', 'correct', 'score'] as const;

const spread = { mean: v.number(), low: v.number(), high: v.number() };
const counts = {
  count: v.pipe(v.number(), v.description('Windows.')),
  recordings: v.pipe(v.number(), v.description('Recordings that these are of.')),
};

const stepSchema = v.object({
  from: v.pipe(v.number(), v.description('Model, counted from 0.')),
  to: v.pipe(v.number(), v.description('Model that it is compared with.')),
  difference: v.pipe(v.number(), v.description('Mean of to minus from over the same windows.')),
  low: v.number(),
  high: v.pipe(v.number(), v.description('95 %, of the mean difference, by bootstrap over the recordings.')),
  ...counts,
  certain: v.pipe(
    v.boolean(),
    v.description('Whether the interval leaves out 0; never for windows of fewer than five recordings.'),
  ),
  sentence: v.string(),
});

const measureSchema = v.object({
  kind: v.picklist(SESSION_MEASURE_KINDS),
  label: v.pipe(v.nullable(v.string()), v.description('Of one class; null: of all.')),
  part: v.pipe(
    v.nullable(v.tuple([v.number(), v.number()])),
    v.description('place: from which to which share of the window; else null.'),
  ),
  better: v.picklist(['higher', 'lower']),
  told: v.pipe(
    v.boolean(),
    v.description(
      'Whether it is told in sentences: of all classes, of a finding, or of a class that differs by .1 or more.',
    ),
  ),
  models: v.pipe(
    v.array(v.object(spread)),
    v.description('Mean over the same windows, 95 % by bootstrap over the recordings, for each model.'),
  ),
  steps: v.pipe(
    v.array(stepSchema),
    v.description('Each model with the one before it and, of more than two, the last with the first.'),
  ),
});

const likenessSchema = v.object({
  from: v.number(),
  to: v.number(),
  agreed: v.pipe(v.number(), v.description('Share of the windows that both models answer alike.')),
  ...spread,
  ...counts,
  examples: v.pipe(v.array(v.string()), v.description('Recordings with the windows whose maps differ most.')),
});

/** Several models on the same windows of the same recordings. */
export const sessionComparisonSchema = v.object({
  count: v.pipe(v.number(), v.description('Windows that every model answered.')),
  recordings: counts.recordings,
  measures: v.pipe(
    v.array(measureSchema),
    v.description('Of windows of two recordings or more: of fewer there is no interval.'),
  ),
  likeness: v.pipe(
    v.array(likenessSchema),
    v.description(
      'Cosine of when two models’ maps have their positive weight, of windows that they answer alike: 1 is the same time.',
    ),
  ),
});

export type SessionComparison = v.InferOutput<typeof sessionComparisonSchema>;
export type SessionMeasure = SessionComparison['measures'][number];
export type SessionStep = v.InferOutput<typeof stepSchema>;
