import * as v from 'valibot';

/**
 * - `inside`: share of the evidence on the object, for maps of a class that the annotations give to the picture;
 * - `place`: share of the evidence of a class at the place of a finding;
 * - `score`: of the explained class;
 * - `correct`: 1 for a right answer, 0 for another;
 * - `metric`: one of the audit.
 */
export const MEASURE_KINDS = ['inside', 'place', 'score', 'correct', 'metric'] as const;

const spread = { mean: v.number(), low: v.number(), high: v.number() };

const stepSchema = v.object({
  from: v.pipe(v.number(), v.description('Model, counted from 0.')),
  to: v.pipe(v.number(), v.description('Model that it is compared with.')),
  difference: v.pipe(v.number(), v.description('Mean of to minus from over the same maps.')),
  low: v.number(),
  high: v.pipe(v.number(), v.description('95 %, of the mean difference, by bootstrap over the pictures.')),
  count: v.pipe(v.number(), v.description('Maps.')),
  certain: v.pipe(v.boolean(), v.description('Whether the interval leaves out 0.')),
  sentence: v.string(),
});

const measureSchema = v.object({
  kind: v.picklist(MEASURE_KINDS),
  metric: v.pipe(v.nullable(v.string()), v.description('Name of the metric.')),
  label: v.pipe(v.nullable(v.string()), v.description('Of one class; null: of all.')),
  region: v.pipe(
    v.nullable(v.tuple([v.number(), v.number(), v.number(), v.number()])),
    v.description('Of a place: shares of width and height, x0, y0, x1, y1.'),
  ),
  better: v.nullable(v.picklist(['higher', 'lower'])),
  models: v.pipe(
    v.array(v.object(spread)),
    v.description('Mean over the same maps, 95 % by bootstrap, for each model.'),
  ),
  steps: v.pipe(
    v.array(stepSchema),
    v.description('Each model with the one before it and, of more than two, the last with the first.'),
  ),
});

const likenessSchema = v.object({
  from: v.number(),
  to: v.number(),
  ...spread,
  count: v.number(),
  examples: v.pipe(v.array(v.string()), v.description('Pictures whose maps differ most.')),
});

/** Several models on the same questions about the same pictures. */
export const comparisonSchema = v.object({
  count: v.pipe(v.number(), v.description('Maps that every model has.')),
  measures: v.array(measureSchema),
  likeness: v.pipe(
    v.array(likenessSchema),
    v.description('Cosine of two models’ maps of the same question, their positive parts: 1 is the same place.'),
  ),
});

export type Comparison = v.InferOutput<typeof comparisonSchema>;
export type ComparisonMeasure = Comparison['measures'][number];
export type ComparisonStep = v.InferOutput<typeof stepSchema>;
