import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Gates } from '../../src/onnx/layers/gates.ts';
import { node } from './synthetic.ts';

/** Tensors without which the goal cannot be reached from t0: by taking each away and trying. */
function gatesByTrial(reads: readonly (readonly number[])[], goals: readonly number[]): string[] {
  const reaches = (without: number) => {
    const reached = reads.map((inputs, k) => k === 0 && without !== 0 && inputs.length === 0);
    for (let k = 1; k < reads.length; k++) reached[k] = k !== without && reads[k].some((input) => reached[input]);
    return goals.some((goal) => reached[goal]);
  };
  return reads.flatMap((_, k) => (reaches(k) ? [] : [`t${k}`])).reverse();
}

test('gates are the tensors without which nothing arrives, on random graphs', () => {
  let state = 12345;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
  let several = 0;
  for (let trial = 0; trial < 200; trial++) {
    const reads: number[][] = [[]];
    // Mostly short ways back, so that there are gates at all.
    for (let k = 1; k < 24; k++) {
      reads.push(
        Array.from({ length: 1 + (random(3) ? 0 : 1) }, () => Math.max(0, k - 1 - (random(4) ? 0 : random(6)))),
      );
    }
    const order = reads.slice(1).map((inputs, k) =>
      node(
        'Add',
        inputs.map((input) => `t${input}`),
        [`t${k + 1}`],
      ),
    );
    const gates = new Gates('t0', order);
    for (const goals of [[23], [20, 23], [random(24), random(24)]]) {
      const start = gates.closest(goals.map((goal) => `t${goal}`));
      assert.ok(start !== null);
      const expected = gatesByTrial(reads, goals);
      assert.deepEqual([...gates.chain(start)], expected);
      if (expected.length > 2) several++;
    }
  }
  assert.ok(several > 100, 'the graphs must have gates to be found');
});

test('what does not depend on the root has no gate', () => {
  const gates = new Gates('a', [
    node('Relu', ['a'], ['b']),
    node('Relu', ['z'], ['y']),
    node('Add', ['b', 'y'], ['c']),
  ]);
  assert.deepEqual([gates.has('c'), gates.has('y'), gates.closest(['y'])], [true, false, null]);
  assert.deepEqual([...gates.chain('c')], ['c', 'b', 'a']);
});
