import * as v from 'valibot';

/** What an audit ran on and when. */
export const provenanceSchema = v.object({
  provider: v.string(),
  adapter: v.nullable(v.string()),
  versions: v.record(v.string(), v.string()),
  startedAt: v.string(),
  finishedAt: v.string(),
});
