import type { BatchNode } from './batch-node.ts';
import type { BatchRule } from './rule.ts';

/** LSTM, GRU, RNN: examples lie along axis 1 (axis 0 with `layout` 1); initial states are repeated for each. */
function recurrent(at: BatchNode): readonly number[] {
  const batchFirst = at.int('layout', 0) === 1;
  const expected = batchFirst ? 0 : 1;
  if (at.axis(0) !== expected) at.refuse(`expects pictures along axis ${expected}`);
  if (at.has(4)) at.refuse('is told the length of every sequence');
  for (const state of [5, 6]) {
    if (!at.has(state)) continue;
    if (at.axis(state) === null) at.repeatFor(state, 0, expected);
    else if (at.axis(state) !== expected) at.refuse(`expects pictures along axis ${expected}`);
  }
  // Y is [length, directions, batch, hidden], or [batch, length, directions, hidden] with `layout` 1.
  return batchFirst ? [0, 0, 0] : [2, 1, 1];
}

/** The letter of the batch axis must stay in the result, and must be the same in every input that carries the batch. */
function einsum(at: BatchNode): number {
  const equation = at.text('equation', '').replaceAll(' ', '');
  const [left, result] = equation.split('->');
  const terms = left.split(',');
  if (result === undefined || equation.includes('.')) at.refuse('has an equation that is not followed here');
  const [first] = at.carriers();
  const letter = terms[first][at.axis(first) as number];
  const size = at.shape(first)[at.axis(first) as number];
  terms.forEach((term, input) => {
    if (at.dependsOnCount(input)) at.refuse('computes with the number of pictures');
    const places = [...term].flatMap((own, axis) => (own === letter ? [axis] : []));
    const carrier = at.axis(input);
    if (carrier === null && places.length > 0) at.refuse('combines pictures with a constant along the batch axis');
    if (carrier === null) return;
    if (places.length !== 1 || places[0] !== carrier || at.shape(input)[carrier] !== size) {
      at.refuse('meets the batch along two different axes');
    }
  });
  const axis = result.indexOf(letter);
  if (axis < 0) at.refuse('sums over the batch axis');
  return axis;
}

export const SEQUENCE_RULES: ReadonlyMap<string, BatchRule> = new Map<string, BatchRule>([
  ['LSTM', recurrent],
  ['GRU', recurrent],
  ['RNN', recurrent],
  ['Einsum', einsum],
]);
