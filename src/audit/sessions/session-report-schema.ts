import * as v from 'valibot';
import { verdictSchema } from '../result/policy.ts';
import { provenanceSchema } from '../result/provenance-schema.ts';
import { planSchema } from '../run/journal.ts';
import { sessionComparisonSchema } from './compare/session-comparison-schema.ts';
import { sessionFindingSchema } from './insights/session-finding.ts';
import { planeSchema, sessionRecordSchema } from './session-record.ts';

const windowMean = v.nullable(
  v.object({
    mean: v.number(),
    interval: v.pipe(
      v.nullable(v.object({ low: v.number(), high: v.number() })),
      v.description('95 %, by bootstrap over the recordings; null for fewer than two.'),
    ),
    count: v.pipe(v.number(), v.description('Windows.')),
  }),
);

const measured = {
  windows: v.pipe(v.number(), v.description('Windows that were answered; of a class with this answer.')),
  correct: v.pipe(
    windowMean,
    v.description('Share of right answers among the windows that a label is about; of a class among its own.'),
  ),
  inside: v.pipe(
    windowMean,
    v.description("Share of a map's positive weight within the labels of its class, of right answers."),
  ),
  chance: v.pipe(
    windowMean,
    v.description('Share of these windows that the labels cover: what maps without any preference would have.'),
  ),
};

/** `audit.json` of recordings: the summary, and everything that it was made of. */
export const sessionReportSchema = v.object({
  version: v.literal(1),
  kind: v.literal('sessions'),
  plan: planSchema,
  summary: v.object({
    chosen: v.number(),
    missing: v.pipe(v.number(), v.description('Chosen recordings of shards that were not merged.')),
    explained: v.number(),
    empty: v.number(),
    failed: v.number(),
    sentence: v.string(),
  }),
  models: v.array(
    v.object({
      file: v.string(),
      sha256: v.string(),
      ...measured,
      confusion: v.pipe(
        v.object({ names: v.array(v.string()), counts: v.array(v.array(v.number())) }),
        v.description('counts[label][answer], windows.'),
      ),
      classes: v.array(
        v.object({
          label: v.string(),
          ...measured,
          mean: v.pipe(
            v.nullable(planeSchema),
            v.description('Mean map of the windows with this answer: channels or bands x time within the window.'),
          ),
        }),
      ),
      rows: v.pipe(v.nullable(v.array(v.string())), v.description('Channels that the rows are; null for bands.')),
    }),
  ),
  findings: v.pipe(
    v.nullable(v.array(sessionFindingSchema)),
    v.description('What passed its test, the gravest first; null where nothing was looked for.'),
  ),
  comparison: v.pipe(
    v.nullable(sessionComparisonSchema),
    v.description('Several models on the same windows; null for one model.'),
  ),
  policy: v.nullable(verdictSchema),
  sessions: v.array(sessionRecordSchema),
  setAside: v.array(v.object({ file: v.string(), reason: v.string() })),
  provenance: provenanceSchema,
});

export type SessionReport = v.InferOutput<typeof sessionReportSchema>;
