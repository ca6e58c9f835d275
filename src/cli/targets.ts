import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';

/** What `--target` asks for. */
export type TargetChoice =
  | { readonly kind: 'top' }
  | { readonly kind: 'all' }
  | {
      readonly kind: 'label';
      readonly label: string /** Which of that label, 0 the best; null for all of them. */;
      readonly rank: number | null;
    }
  | { readonly kind: 'box'; readonly box: Box };

/** @throws XaiError `option-invalid` saying which forms there are */
export function parseTarget(text: string): TargetChoice {
  if (text === 'top') return { kind: 'top' };
  if (text === 'all') return { kind: 'all' };
  if (text.startsWith('box:')) {
    const numbers = text.slice(4).split(',').map(Number);
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
  const match = /^(.+?)(?::(\d+))?$/.exec(text);
  if (!match) {
    throw new XaiError('option-invalid', '--target is empty; write top, all, LABEL, LABEL:K or box:x0,y0,x1,y1.', {
      option: 'target',
    });
  }
  return { kind: 'label', label: match[1], rank: match[2] === undefined ? null : Number(match[2]) };
}

/**
 * The answers of that label, best first.
 * @throws XaiError `target-missing` listing what there is
 */
export function pickByLabel<T extends { readonly label: string }>(
  answers: readonly T[],
  choice: Extract<TargetChoice, { kind: 'label' }>,
): T[] {
  const wanted = choice.label.toLowerCase();
  const matching = answers.filter((answer) => answer.label.toLowerCase() === wanted);
  const picked = choice.rank === null ? matching : matching.slice(choice.rank, choice.rank + 1);
  if (picked.length > 0) return picked;
  const there = [...new Set(answers.slice(0, 12).map((answer) => answer.label))].join(', ') || 'nothing';
  const asked =
    choice.rank === null ? `"${choice.label}"` : `number ${choice.rank} of "${choice.label}" (counted from 0)`;
  throw new XaiError('target-missing', `There is no ${asked} in the answer, which holds ${there}.`, {
    option: 'target',
  });
}
