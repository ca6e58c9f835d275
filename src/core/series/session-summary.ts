import type { Label } from './recording.ts';
import type { Verdict } from './verdicts.ts';
import { weightInLabels } from './weight-in-labels.ts';
import type { WindowWeights } from './window-means.ts';

/** How often which label got which answer. */
export interface Confusion {
  /** Of rows and columns alike. */
  readonly names: readonly string[];
  /** `counts[label][answer]`, windows. */
  readonly counts: readonly (readonly number[])[];
  readonly judged: number;
  readonly right: number;
}

/** @param order names that come first, in this order, where they occur */
export function confusionOf(verdicts: readonly Verdict[], order: readonly string[] = []): Confusion {
  const judged = verdicts.filter(({ isRight }) => isRight !== null);
  const met = new Set(judged.flatMap(({ meant, answer }) => [meant as string, answer as string]));
  const names = [...order.filter((name) => met.has(name)), ...[...met].filter((name) => !order.includes(name)).sort()];
  const place = new Map(names.map((name, at) => [name, at]));
  const counts = names.map(() => names.map(() => 0));
  for (const { meant, answer } of judged)
    counts[place.get(meant as string) as number][place.get(answer as string) as number]++;
  return { names, counts, judged: judged.length, right: judged.filter(({ isRight }) => isRight).length };
}

/** The windows that are wrong, the surest first. */
export function surestWrong(verdicts: readonly Verdict[], most: number): Verdict[] {
  return verdicts
    .filter(({ isRight }) => isRight === false)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.index - b.index)
    .slice(0, most);
}

/** How much of what made the model say a class lies within its labels. */
export interface LabelShare {
  readonly label: string;
  /** Windows that were rightly taken for it, and explained. */
  readonly windows: number;
  /** Mean share of their positive weight within the labels of that class, 0 to 1. */
  readonly weight: number;
  /** Mean share of their time within those labels: what a map without any preference would have. */
  readonly chance: number;
}

/**
 * Of one window: the share of its positive weight, and of its time, within the labels of its answer.
 * @returns null unless it is right and was explained
 */
export function shareInLabels(
  { index, start, end, answer, isRight }: Verdict,
  { parts, data }: WindowWeights,
  labels: readonly Label[],
): { readonly weight: number; readonly chance: number } | null {
  if (!isRight || answer === null) return null;
  const own = labels.filter((one) => one.label === answer && one.start < end && one.end > start);
  const step = (end - start) / parts;
  const timed = { columns: parts, start: start + step / 2, step };
  const weight = weightInLabels({ ...timed, data: data.subarray(index * parts, (index + 1) * parts) }, own);
  const chance = weightInLabels({ ...timed, data: new Float32Array(parts).fill(1) }, own);
  return weight === null || chance === null ? null : { weight, chance };
}

/** Of every class that was rightly answered: whether the model looks at the event or beside it. */
export function sharesInLabels(
  verdicts: readonly Verdict[],
  weights: WindowWeights,
  labels: readonly Label[],
): LabelShare[] {
  const sums = new Map<string, { windows: number; weight: number; chance: number }>();
  for (const verdict of verdicts) {
    const { answer } = verdict;
    const share = shareInLabels(verdict, weights, labels);
    if (!share || answer === null) continue;
    const { weight, chance } = share;
    const sum = sums.get(answer) ?? { windows: 0, weight: 0, chance: 0 };
    sums.set(answer, { windows: sum.windows + 1, weight: sum.weight + weight, chance: sum.chance + chance });
  }
  return [...sums].map(([label, { windows, weight, chance }]) => ({
    label,
    windows,
    weight: weight / windows,
    chance: chance / windows,
  }));
}
