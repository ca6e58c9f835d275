import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import { nearestNames } from '../core/nearest-names.ts';
import type { BoxSpec } from '../core/targets.ts';

/** What `--target` asks for in so many words. */
export type PlainChoice =
  | { readonly kind: 'top' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'label';
      /** A label, or `HEAD=ANSWER`. */
      readonly label: string;
      /** Which of that label, 0 the best; null for all of them. */
      readonly rank: number | null;
    }
  /** A place, of which `label` says what is asked about it. */
  | { readonly kind: 'box'; readonly box: Box; readonly label?: string }
  | { readonly kind: 'pixel'; readonly pixel: readonly [x: number, y: number]; readonly label?: string }
  /** Embeddings: another picture. */
  | { readonly kind: 'like'; readonly file: string };

/** What `--target` asks for. */
export type TargetChoice =
  | PlainChoice
  /** One number of a proposal. */
  | { readonly kind: 'part'; readonly of: TargetChoice; readonly part: NonNullable<BoxSpec['part']> }
  /** Why the one and not the other. */
  | { readonly kind: 'versus'; readonly a: TargetChoice; readonly b: TargetChoice }
  /** A sum of outputs, from a JSON file. */
  | { readonly kind: 'weights'; readonly file: string };

/** How targets are written, for messages and help. */
export const TARGET_FORMS =
  'top, all, LABEL, LABEL:K (counted from 0), HEAD=ANSWER, box:x0,y0,x1,y1, pixel:x,y, LABEL@box:..., LABEL@pixel:..., like:FILE, weights:FILE, TARGET#left (top, right, bottom, objectness, class) or TARGET vs TARGET';

/** @throws XaiError `option-invalid` saying which forms there are */
export function parseTarget(text: string): TargetChoice {
  if (text === 'top' || text === 'all') return { kind: text };
  const versus = /^(.+?) vs (.+)$/.exec(text);
  if (versus) return { kind: 'versus', a: parseSide(text, versus[1]), b: parseSide(text, versus[2]) };
  const ofBox = /^(.+)#(class|objectness|left|top|right|bottom)$/.exec(text);
  if (ofBox) return { kind: 'part', of: parseTarget(ofBox[1]), part: ofBox[2] as NonNullable<BoxSpec['part']> };
  if (text.startsWith('weights:') && text.length > 8) return { kind: 'weights', file: text.slice(8) };
  if (text.startsWith('like:') && text.length > 5) return { kind: 'like', file: text.slice(5) };
  const place = /^(?:(.+)@)?(box|pixel):(.*)$/.exec(text);
  if (place) {
    const [, label, kind, list] = place;
    const numbers = list.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
    return { ...(kind === 'box' ? parseBox(text, numbers) : parsePixel(text, numbers)), ...(label && { label }) };
  }
  const match = /^(.+?)(?::(\d+))?$/.exec(text);
  if (!match) throw new XaiError('option-invalid', `--target is empty; write ${TARGET_FORMS}.`, { option: 'target' });
  return { kind: 'label', label: match[1], rank: match[2] === undefined ? null : Number(match[2]) };
}

/** @throws XaiError `option-invalid` for what is more than one target */
function parseSide(whole: string, text: string): TargetChoice {
  const side = parseTarget(text.trim());
  const named = side.kind === 'part' ? side.of : side;
  if (named.kind !== 'all' && named.kind !== 'versus') return side;
  throw new XaiError('option-invalid', `--target ${whole} compares more than two; write TARGET vs TARGET.`, {
    option: 'target',
  });
}

function parseBox(text: string, numbers: readonly number[]): Extract<TargetChoice, { kind: 'box' }> {
  const [x0, y0, x1, y1] = numbers;
  if (numbers.length === 4 && numbers.every(Number.isFinite) && x1 > x0 && y1 > y0) {
    return { kind: 'box', box: [x0, y0, x1, y1] };
  }
  throw new XaiError(
    'option-invalid',
    `--target ${text} is no box; write box:x0,y0,x1,y1 in picture pixels with x1 > x0 and y1 > y0.`,
    { option: 'target' },
  );
}

function parsePixel(text: string, numbers: readonly number[]): Extract<TargetChoice, { kind: 'pixel' }> {
  const [x, y] = numbers;
  if (numbers.length === 2 && numbers.every((number) => Number.isInteger(number) && number >= 0)) {
    return { kind: 'pixel', pixel: [x, y] };
  }
  throw new XaiError(
    'option-invalid',
    `--target ${text} is no pixel; write pixel:x,y with the column and the row of a picture pixel, from 0.`,
    { option: 'target' },
  );
}

/**
 * The answers of that label, best first. Where no label is the wish, one of the names that a label lists will do:
 * ImageNet's "brown bear, bruin, Ursus arctos" is meant by "bruin".
 * @throws XaiError `target-missing` listing what there is
 */
export function pickByLabel<T extends { readonly label: string }>(
  answers: readonly T[],
  choice: { readonly label: string; readonly rank: number | null },
): T[] {
  const matching = [...answersNamed(answers, choice.label)];
  const picked = choice.rank === null ? matching : matching.slice(choice.rank, choice.rank + 1);
  if (picked.length > 0) return picked;
  const asked =
    choice.rank === null ? `"${choice.label}"` : `number ${choice.rank} of "${choice.label}" (counted from 0)`;
  throw missingLabel(`There is no ${asked} in the answer, which holds`, choice.label, answers);
}

/**
 * Which class of the model has that label.
 * @throws XaiError `target-missing` naming classes
 */
export function classNamed(labels: readonly string[], label: string): number {
  const classes = labels.map((name, classIndex) => ({ label: name, classIndex }));
  const [found] = answersNamed(classes, label);
  if (found) return found.classIndex;
  throw missingLabel(`The model has no class "${label}"; among its ${labels.length} classes are`, label, classes);
}

function answersNamed<T extends { readonly label: string }>(answers: readonly T[], label: string): readonly T[] {
  const wanted = label.toLowerCase();
  const whole = answers.filter((answer) => answer.label.toLowerCase() === wanted);
  if (whole.length > 0) return whole;
  return answers.filter((answer) =>
    answer.label
      .toLowerCase()
      .split(/\s*,\s*/)
      .includes(wanted),
  );
}

/** So many labels fit a message. */
const MOST_LABELS = 12;

/** The nearest labels first, if any is near, then the best answers. */
function missingLabel(sentence: string, wish: string, answers: readonly { readonly label: string }[]): XaiError {
  const labels = [...new Set(answers.map(({ label }) => label))];
  const listed = [...new Set([...nearestNames(wish, labels), ...labels])].slice(0, MOST_LABELS);
  const there = listed.map((label) => (label.includes(',') ? `"${label}"` : label)).join(', ') || 'nothing';
  const more = labels.length > listed.length ? ' and others' : '';
  return new XaiError('target-missing', `${sentence} ${there}${more}.`, { option: 'target' });
}
