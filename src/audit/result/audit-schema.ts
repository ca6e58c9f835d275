import * as v from 'valibot';
import { comparisonSchema } from '../compare/comparison-schema.ts';
import { findingSchema } from '../insights/finding.ts';
import { clustersSchema, unusualSchema } from '../patterns/pattern-schema.ts';
import { planSchema } from '../run/journal.ts';
import { pictureSchema } from '../run/record.ts';
import { verdictSchema } from './policy.ts';
import { provenanceSchema } from './provenance-schema.ts';

const interval = v.pipe(
  v.nullable(v.object({ low: v.number(), high: v.number() })),
  v.description('95 %, of the mean; null for fewer than two values.'),
);

const metricSummary = v.object({
  count: v.pipe(v.number(), v.description('Explanations for which it is defined.')),
  mean: v.nullable(v.number()),
  interval,
  median: v.nullable(v.number()),
  least: v.nullable(v.number()),
  greatest: v.nullable(v.number()),
});

const group = {
  explanations: v.number(),
  outcomes: v.pipe(
    v.record(v.string(), v.number()),
    v.description(
      'How many explanations had each outcome (correct, duplicate, class, localisation, background, missed); those that no annotation judges are in none.',
    ),
  ),
  correct: v.pipe(
    v.nullable(v.object({ share: v.number(), low: v.number(), high: v.number(), count: v.number() })),
    v.description('Share of the judged ones that are correct, with the 95 % interval by Wilson.'),
  ),
  metrics: v.record(v.string(), metricSummary),
};

const grid = v.object({ scale: v.number(), cells: v.string() });

const whereSchema = v.object({
  picture: v.pipe(
    v.nullable(grid),
    v.description('Mean of the maps over the picture, each as shares of its positive weight; null without any.'),
  ),
  object: v.pipe(v.nullable(grid), v.description("The same over the object's box and half a box all round.")),
  outside: v.pipe(
    v.nullable(
      v.object({ count: v.number(), mean: v.number(), deviation: v.number(), low: v.number(), high: v.number() }),
    ),
    v.description('Share of the evidence outside of the object, its standard deviation, 95 % interval by bootstrap.'),
  ),
});

/** `audit.json`: the summary of an audit, and everything that it was made of. */
export const auditSchema = v.object({
  version: v.literal(1),
  plan: planSchema,
  summary: v.object({
    chosen: v.pipe(v.number(), v.description('Pictures that split and choice leave.')),
    missing: v.pipe(v.number(), v.description('Chosen pictures that are not in this audit: other shards, not merged.')),
    explained: v.number(),
    empty: v.number(),
    failed: v.number(),
    sentence: v.string(),
  }),
  models: v.array(
    v.object({
      file: v.string(),
      sha256: v.string(),
      ...group,
      classes: v.array(v.object({ label: v.string(), ...group, where: whereSchema })),
      clusters: v.pipe(v.nullable(clustersSchema), v.description('Null for fewer than 12 maps.')),
      unusual: v.pipe(
        v.array(unusualSchema),
        v.description('Maps far from the mean map of their class, of classes with 8 maps or more, the farthest first.'),
      ),
    }),
  ),
  findings: v.pipe(
    v.nullable(v.array(findingSchema)),
    v.description('What holds over the set and passed its test, the gravest first; null when it was not looked for.'),
  ),
  comparison: v.pipe(v.nullable(comparisonSchema), v.description('Of several models; null for one.')),
  policy: v.nullable(verdictSchema),
  pictures: v.array(pictureSchema),
  setAside: v.pipe(
    v.array(v.object({ file: v.string(), reason: v.string() })),
    v.description('Files that were not used, and annotations that were left out.'),
  ),
  provenance: provenanceSchema,
});

export type AuditReport = v.InferOutput<typeof auditSchema>;
