import type { ComparisonMeasure, ComparisonStep } from './comparison-schema.ts';

type What = Pick<ComparisonMeasure, 'kind' | 'metric' | 'label'>;

/**
 * What changes from one model to the next, as a sentence: "b.onnx looks more at the object than a.onnx: 62 % to 81 %, n=200, 95 % of
 * the difference: 15 to 23 points." What could be chance is called so.
 * @param means of the two models
 * @param names of the two models
 */
export function sayStep(
  what: What,
  { difference, low, high, count, certain }: Omit<ComparisonStep, 'sentence'>,
  means: readonly [number, number],
  [before, after]: readonly [string, string],
): string {
  const { format, unit } = what.kind === 'metric' ? PLAIN : SHARE;
  const numbers = `${format(means[0])} to ${format(means[1])}, n=${count}, 95 % of the difference: ${unit(low)} to ${unit(high)}`;
  if (!certain) return `No difference in ${nameOf(what)} that could not be chance, ${before} to ${after}: ${numbers}.`;
  return `${verbOf(what, difference > 0, after, before)}: ${numbers}.`;
}

const SHARE = {
  format: (value: number) => `${Math.round(100 * value)} %`,
  unit: (value: number) => `${minus(Math.round(100 * value))} points`,
};
const PLAIN = { format: (value: number) => value.toFixed(3), unit: (value: number) => minus(value.toFixed(3)) };

function minus(value: number | string): string {
  return String(value).replace('-', '−');
}

function verbOf({ kind, metric, label }: What, isMore: boolean, after: string, before: string): string {
  const more = isMore ? 'more' : 'less';
  const of = label === null ? '' : ` for "${label}"`;
  if (kind === 'inside') return `${after} looks ${more} at the object than ${before}${of}`;
  if (kind === 'place') return `${after} looks ${more} at the place of the finding than ${before}${of}`;
  if (kind === 'correct') return `${after} is ${isMore ? 'right more' : 'right less'} often than ${before}${of}`;
  if (kind === 'score') return `${after} is ${more} sure than ${before}${of}`;
  return `${metric} is ${isMore ? 'higher' : 'lower'} for ${after} than for ${before}${of}`;
}

/** What a measure is called. */
export function nameOf({ kind, metric, label }: What): string {
  const names = {
    inside: 'the share of the evidence on the object',
    place: 'the share of the evidence at the place of the finding',
    correct: 'the share of right answers',
    score: 'the score',
    metric: metric ?? '',
  };
  return label === null ? names[kind] : `${names[kind]} for "${label}"`;
}
