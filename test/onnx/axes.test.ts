import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Axis,
  axisSize,
  joinAxes,
  placeAxis,
  plainAxis,
  readAxis,
  regroup,
  sliceAxis,
  tokenAxis,
} from '../../src/onnx/layers/axes.ts';

const y = placeAxis('y', 8);
const x = placeAxis('x', 6);
const kinds = (axes: readonly Axis[] | null) => axes?.map((axis) => readAxis(axis).kind) ?? null;

test('rows and columns flattened row by row are tokens, and come apart again', () => {
  const flat = regroup([[], plainAxis(16), y, x], [1, 16, 48]);
  assert.deepEqual(kinds(flat), ['plain', 'plain', 'tokens']);
  assert.deepEqual(readAxis(flat?.[2] ?? []), { kind: 'tokens', grid: { prefix: 0, height: 8, width: 6 } });
  assert.deepEqual(regroup(flat ?? [], [1, 16, 8, 6]), [[], plainAxis(16), y, x]);
  // Columns first is another order of places.
  assert.deepEqual(kinds(regroup([x, y], [48])), ['mixed']);
});

test('windows: cut apart, moved, and put together again', () => {
  const cut = regroup([y, x, plainAxis(5)], [4, 2, 3, 2, 5]) as readonly Axis[];
  const moved = [0, 2, 1, 3, 4].map((axis) => cut[axis]);
  const windows = regroup(moved, [12, 4, 5]) as readonly Axis[];
  assert.deepEqual(kinds(windows), ['tokens', 'tokens', 'plain']);
  const back = regroup(windows, [4, 3, 2, 2, 5]) as readonly Axis[];
  const whole = [0, 2, 1, 3, 4].map((axis) => back[axis]);
  assert.deepEqual(kinds(regroup(whole, [8, 6, 5])), ['y', 'x', 'plain']);
  // Without moving them back the rows would be shuffled.
  assert.deepEqual(kinds(regroup(back, [12, 4, 5])), ['tokens', 'tokens', 'plain']);
  assert.deepEqual(kinds(regroup([back[2], back[0]], [8])), ['mixed']);
});

test('a factor that would be cut crookedly loses the places', () => {
  assert.equal(regroup([y, x], [7, 7]), null);
  assert.equal(regroup([y, x], [16, 3, 2]), null);
  assert.equal(regroup([y], [8, 2]), null);
  assert.deepEqual(kinds(regroup([plainAxis(4), plainAxis(6), y], [3, 8, 8])), ['plain', 'plain', 'y']);
});

test('tokens with others in front: joined, cut, and never taken for places', () => {
  const grid = regroup([y, x], [48])?.[0] ?? [];
  const withToken = joinAxes([plainAxis(1), grid]);
  assert.deepEqual(readAxis(withToken), { kind: 'tokens', grid: { prefix: 1, height: 8, width: 6 } });
  assert.equal(axisSize(withToken), 49);
  assert.deepEqual(readAxis(joinAxes([plainAxis(2), withToken, plainAxis(3)])), {
    kind: 'tokens',
    grid: { prefix: 3, height: 8, width: 6 },
  });
  assert.deepEqual(sliceAxis(withToken, 1, 49), tokenAxis(48, { prefix: 0, height: 8, width: 6 }));
  assert.deepEqual(kinds([sliceAxis(withToken, 0, 1), sliceAxis(withToken, 0, 20)]), ['plain', 'plain']);
  assert.deepEqual(kinds([joinAxes([grid, grid])]), ['plain'], 'two levels are a list, not places');
});

test('rows may be cut and joined, as by a shift', () => {
  const [head, tail] = [sliceAxis(y, 0, 3), sliceAxis(y, 3, 8)];
  assert.deepEqual(joinAxes([tail, head]), y);
  assert.deepEqual(kinds([joinAxes([head, x])]), ['plain']);
});
