import * as v from 'valibot';

/**
 * - `beside`: evidence of a class lies beside the event that is labelled, and what lies there moves the answer;
 * - `window-part`: the class has its evidence at one part of the window, where other classes have not, whatever happens when;
 * - `channel`: one channel carries the class.
 */
export const SESSION_FINDING_KINDS = ['beside', 'window-part', 'channel'] as const;
export type SessionFindingKind = (typeof SESSION_FINDING_KINDS)[number];

const interval = v.object({ low: v.number(), high: v.number() });

const sessionMovementSchema = v.object({
  count: v.pipe(v.number(), v.description('Windows that were changed.')),
  recordings: v.pipe(v.number(), v.description('Recordings that these are of.')),
  before: v.pipe(v.number(), v.description("Mean score of the finding's class in the unchanged windows.")),
  after: v.pipe(v.number(), v.description('In the changed ones.')),
  moved: v.pipe(v.number(), v.description('Mean of after minus before.')),
  interval: v.pipe(
    v.nullable(interval),
    v.description('95 %, of the mean movement, by bootstrap over the recordings; null for fewer than two.'),
  ),
  control: v.pipe(
    v.nullable(v.number()),
    v.description(
      'Mean movement of the control on the same windows: an equally long stretch elsewhere, the other channels, or the same stretch or channel of a window of another class; null without one.',
    ),
  ),
  beyond: v.pipe(
    v.nullable(interval),
    v.description(
      '95 %, of the mean difference to the control on the same window, by bootstrap over the recordings; null without a control or for fewer than two recordings.',
    ),
  ),
});

export type SessionMovement = v.InferOutput<typeof sessionMovementSchema>;

/** Something that an audit of recordings found out about a model, and tested on the spot. */
export const sessionFindingSchema = v.object({
  kind: v.picklist(SESSION_FINDING_KINDS),
  model: v.pipe(v.number(), v.description('Which of the models, counted from 0.')),
  label: v.string(),
  channel: v.pipe(v.nullable(v.string()), v.description('channel: its name; else null.')),
  part: v.pipe(
    v.nullable(v.tuple([v.number(), v.number()])),
    v.description('window-part: from which to which share of the window; else null.'),
  ),
  sentence: v.string(),
  value: v.pipe(
    v.nullable(v.number()),
    v.description(
      'beside: share of the evidence outside of the labels of the class; window-part: share of the evidence in that part, above that of the other classes; channel: null.',
    ),
  ),
  interval: v.pipe(v.nullable(interval), v.description('95 %, by bootstrap over the recordings.')),
  count: v.pipe(v.number(), v.description('Windows that it was seen in.')),
  examples: v.pipe(
    v.array(v.object({ session: v.string(), window: v.number(), start: v.number(), end: v.number() })),
    v.description('Windows that show it best, and from when to when the stretch lies, in seconds.'),
  ),
  hide: v.pipe(
    v.nullable(sessionMovementSchema),
    v.description('The stretch became a straight line, the channel its mean over the window.'),
  ),
  paste: v.pipe(
    v.nullable(sessionMovementSchema),
    v.description('The stretch, or the channel, was put into windows of other classes.'),
  ),
  rank: v.pipe(
    v.number(),
    v.description(
      'How far the answer moves, beyond its control, for how little of the window, 0 to 1; of channels half of that, since one that carries a class need be no fault.',
    ),
  ),
});

export type SessionFinding = v.InferOutput<typeof sessionFindingSchema>;
