import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SamplesInfo } from '../../src/engine/info.ts';
import { LiveBoard } from '../../www/timeline/live/live-board.ts';

const RATE = 10;
/** A window of two seconds, fed step by step. */
const window = (index: number) => ({ index, start: index / 2, rate: RATE, samples: [new Float32Array(2 * RATE)] });

function said(index: number, changes: Partial<SamplesInfo> = {}): SamplesInfo {
  const data = new Float32Array(2 * RATE).fill(index);
  const map = { data, width: 2 * RATE, height: 1 } as unknown as SamplesInfo['map'];
  const fed = { rows: 1, columns: 2 * RATE, start: index / 2 + 0.05, step: 0.1, data, names: ['x'] };
  const classes = [{ classIndex: 1, label: index < 3 ? 'rest' : 'walk', score: 0.9 }];
  return { classes, frames: null, fed, map, obstacle: null, ...changes };
}

test('answers follow each other, and what has left the view is forgotten', () => {
  const board = new LiveBoard(5);
  for (let index = 0; index < 40; index++) board.add(window(index), said(index));
  const { verdicts, map } = board;
  // The newest ends at 21.5 s, so 16.5 s is the left edge.
  assert.deepEqual([verdicts[0].start, verdicts.at(-1)?.end], [15, 21.5]);
  assert.ok(verdicts.every(({ answer, score, isRight }) => answer === 'walk' && score === 0.9 && isRight === null));
  assert.deepEqual([map?.start, map?.columns], [15.05, 65]);
});

test('maps of overlapping windows are their mean, as in a recording; what no window saw is none', () => {
  const board = new LiveBoard(20);
  board.add(window(0), said(0));
  board.add(window(2), said(2));
  board.add(window(8), said(8));
  const { map } = board;
  assert.ok(map);
  const at = (second: number) => map.data[Math.round((second + 0.05 - map.start) / map.step)];
  assert.deepEqual([at(0.5), at(1.5), at(2.5), at(3.5), at(4.5)], [0, 1, 2, Number.NaN, 8]);
});

test('windows without a map leave a hole, and a picture is fed where there are bands', () => {
  const board = new LiveBoard(20);
  board.add(window(0), said(0, { map: null }));
  assert.equal(board.map, null);
  assert.equal(board.fed, null, 'channels are seen in the curves');
  const bands = { rows: 2, columns: 4, start: 1.25, step: 0.5, data: new Float32Array(8).fill(3), names: null };
  const other = new LiveBoard(20);
  other.add(window(2), said(2, { fed: bands, map: null }));
  assert.deepEqual([other.fed?.rows, other.fed?.columns, other.fed?.data[7]], [2, 4, 3]);
});

test('values per frame go on where those of the window before ended', () => {
  const board = new LiveBoard(3);
  for (let index = 0; index < 20; index++) {
    const values = Float32Array.from({ length: 4 }, (_, k) => index / 2 + (k + 0.5) / 2);
    board.add(window(index), said(index, { classes: null, frames: { output: 'pitch', step: 0.5, values } }));
  }
  const { frames, verdicts } = board;
  assert.deepEqual(verdicts, []);
  assert.equal(frames?.output, 'pitch');
  // A value is its own time here: none twice, none left out, none older than what is seen.
  assert.deepEqual(frames?.values, frames?.times);
  assert.deepEqual(frames?.times, [8.75, 9.25, 9.75, 10.25, 10.75, 11.25]);
});
