import type { ComparisonMeasure, ComparisonStep } from './comparison-schema.ts';

type What = Pick<ComparisonMeasure, 'kind' | 'metric' | 'label'>;

/** What is looked at, and what is counted. */
export interface ComparedThings {
  /** With its article. */
  readonly object: string;
  readonly place: string;
}

export const IN_PICTURES: ComparedThings = { object: 'the object', place: 'the place of the finding' };

/**
 * What changes from one model to the next, as a sentence: "b.onnx looks more at the object than a.onnx: 62 % to 81 %, n=200, 95 %
 * interval of the difference: 15 to 23 percentage points." What could be chance is called so.
 * @param means of the two models
 * @param names of the two models
 * @param things Default: those of pictures
 * @param counted what n is. Default: the count alone
 */
export function sayStep(
  what: What,
  { difference, low, high, count, certain }: Omit<ComparisonStep, 'sentence'>,
  means: readonly [number, number],
  [before, after]: readonly [string, string],
  things: ComparedThings = IN_PICTURES,
  counted = String(count),
): string {
  const { format, range } = what.kind === 'metric' ? PLAIN : SHARE;
  const numbers = `${format(means[0])} to ${format(means[1])}, n=${counted}, 95 % interval of the difference: ${range(low, high)}`;
  if (!certain) {
    return `No difference in ${nameOf(what, things)} that could not be chance, ${before} to ${after}: ${numbers}.`;
  }
  return `${verbOf(what, things, difference > 0, after, before)}: ${numbers}.`;
}

const SHARE = {
  format: (value: number) => `${Math.round(100 * value)} %`,
  range: (low: number, high: number) =>
    `${minus(Math.round(100 * low))} to ${minus(Math.round(100 * high))} percentage points`,
};
const PLAIN = {
  format: (value: number) => value.toFixed(3),
  range: (low: number, high: number) => `${minus(low.toFixed(3))} to ${minus(high.toFixed(3))}`,
};

function minus(value: number | string): string {
  return String(value).replace('-', '−');
}

function verbOf(
  { kind, metric, label }: What,
  { object, place }: ComparedThings,
  isMore: boolean,
  after: string,
  before: string,
): string {
  const more = isMore ? 'more' : 'less';
  const of = label === null ? '' : ` for "${label}"`;
  if (kind === 'inside') return `${after} looks ${more} at ${object} than ${before}${of}`;
  if (kind === 'place') return `${after} looks ${more} at ${place} than ${before}${of}`;
  if (kind === 'correct') return `${after} is ${isMore ? 'right more' : 'right less'} often than ${before}${of}`;
  if (kind === 'score') return `${after} is ${more} sure than ${before}${of}`;
  return `${metric} is ${isMore ? 'higher' : 'lower'} for ${after} than for ${before}${of}`;
}

/** What a measure is called. @param things Default: those of pictures */
export function nameOf({ kind, metric, label }: What, { object, place }: ComparedThings = IN_PICTURES): string {
  const names = {
    inside: `the share of the evidence on ${object}`,
    place: `the share of the evidence at ${place}`,
    correct: 'the share of right answers',
    score: 'the score',
    metric: metric ?? '',
  };
  return label === null ? names[kind] : `${names[kind]} for "${label}"`;
}
