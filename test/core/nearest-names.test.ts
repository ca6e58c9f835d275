import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestNames } from '../../src/core/nearest-names.ts';

const names = ['layer1.conv', 'layer2.conv', 'layer3.relu', 'head/Gemm', 'Relu_43', 'features'];

test('a slip of the finger finds the name', () => {
  assert.equal(nearestNames('layer2.cnov', names)[0], 'layer2.conv');
  assert.equal(nearestNames('feature', names)[0], 'features');
  assert.equal(nearestNames('RELU_43', names)[0], 'Relu_43');
  assert.deepEqual(nearestNames('layer3.conv', names).toSorted(), ['layer1.conv', 'layer2.conv', 'layer3.relu']);
});

test('a part of a name finds those that hold it, the shortest first', () => {
  assert.deepEqual(nearestNames('gemm', names), ['head/Gemm']);
  assert.deepEqual(nearestNames('relu', names, 2), ['Relu_43', 'layer3.relu']);
  assert.equal(nearestNames('/model/features/out', names)[0], 'features');
});

test('distances are those of Levenshtein: "kitten" to "sitting" is 3', () => {
  // sorting shows the order of distances: 3 edits against 4.
  assert.deepEqual(nearestNames('kitten', ['mitxxxn', 'sitting'], 2), ['sitting', 'mitxxxn']);
  assert.deepEqual(nearestNames('kitten', ['sitting', 'kitxxx'], 2), ['sitting', 'kitxxx']);
});

test('names that have nothing in common are not offered, and nothing is not near everything', () => {
  assert.deepEqual(nearestNames('zzzzzz', names), []);
  assert.deepEqual(nearestNames('', names), []);
  assert.deepEqual(nearestNames('a', []), []);
});

test('a hundred thousand names take a moment', () => {
  const many = Array.from({ length: 100_000 }, (_, k) => `/model/block.${k}/conv/Conv_output_0`);
  const start = process.cpuUsage();
  assert.equal(nearestNames('/model/block.77777/cnov/Conv_output_0', many)[0], '/model/block.77777/conv/Conv_output_0');
  // Microseconds of this process alone, so that other work beside does not count; it takes some tenths of a second.
  const { user } = process.cpuUsage(start);
  assert.ok(user < 2e6, `${user / 1e6} s`);
});
