import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRecipe } from '../../../src/tasks/recipe.ts';
import type { SeriesInput } from '../../../src/tasks/series/series-input.ts';
import { seriesGrid, seriesLayout } from '../../../src/tasks/series/series-layout.ts';
import { refusal } from '../../support/refusals.ts';

const inputOf = (input: object): SeriesInput =>
  parseRecipe({ version: 1, task: 'series', input, output: { format: 'scores' } }).input as SeriesInput;
const axesOf = (input: object) => seriesLayout(inputOf(input)).axes.join(' ');

const MEL = {
  kind: 'log-mel',
  window: 400,
  transform: 512,
  hop: 160,
  bands: 64,
  lowHertz: 125,
  highHertz: 7500,
  logOffset: 1,
};

test('the axis of time is found where nothing else can be it', () => {
  assert.equal(axesOf({ dims: ['batch', 3, 100] }), 'batch channel time');
  assert.equal(axesOf({ dims: ['batch', 100, 3] }), 'batch time channel');
  assert.equal(axesOf({ dims: ['batch', 1, 100, 3] }), 'batch one time channel');
  assert.equal(axesOf({ dims: [1, 'time'] }), 'batch time');
  assert.equal(axesOf({ dims: ['batch', 16000] }), 'batch time');
  assert.equal(axesOf({ dims: ['batch', 8, 'time'] }), 'batch channel time');
  assert.equal(axesOf({ dims: ['batch', 1, 64, 96], processors: [MEL] }), 'batch one band time');
  assert.equal(axesOf({ dims: ['batch', 96, 64, 1], processors: [MEL] }), 'batch time band one');
  assert.equal(axesOf({ dims: ['batch', 2, 64, 96], processors: [MEL] }), 'batch channel band time');
  assert.equal(
    axesOf({ dims: ['batch', 40, 50], channels: Array.from({ length: 40 }, (_, k) => `c${k}`) }),
    'batch channel time',
  );
  const fft = { kind: 'fft', transform: 256 };
  assert.equal(axesOf({ dims: ['batch', 3, 129], processors: [fft], window: 200 }), 'batch channel band');
});

test('where two axes could be it, it is asked for', () => {
  const refuses = (input: object) =>
    assert.throws(() => inputOf(input), refusal('recipe-invalid', /can't be told which axis.*"axes"/));
  refuses({ dims: ['batch', 40, 50] });
  refuses({ dims: ['batch', 1, 64, 64], processors: [MEL] });
  refuses({ dims: ['batch', 3, 40, 200] });
  const axes = ['batch', 'time', 'channel'];
  assert.equal(axesOf({ dims: ['batch', 40, 50], axes }), axes.join(' '));
});

test('what a recipe says has to fit together', () => {
  const refuses = (input: object, pattern: RegExp) =>
    assert.throws(() => inputOf(input), refusal('recipe-invalid', pattern));
  refuses({ dims: [100, 3] }, /has to begin with its batch/);
  refuses({ dims: ['batch', 3, 100], axes: ['batch', 'time'] }, /one word for each axis/);
  refuses({ dims: ['batch', 3, 100], axes: ['batch', 'time', 'time'] }, /none but "one" twice/);
  refuses({ dims: ['batch', 3, 100], axes: ['batch', 'one', 'time'] }, /only for 1/);
  refuses({ dims: ['batch', 1, 32, 96], processors: [MEL] }, /give 64 bands, and the input/);
  refuses({ dims: ['batch', 3, 100], channels: ['x', 'y'] }, /feeds 2 channels/);
  refuses({ dims: ['batch', 3, 100], mean: [1, 2] }, /input\.mean has 2 numbers; give one for all or 3/);
  refuses({ dims: ['batch', 3, 129], processors: [{ kind: 'fft', transform: 256 }] }, /Write input\.window/);
  refuses({ dims: ['batch', 3, 100], processors: [{ kind: 'wavelet' }] }, /kind/);
});

test('a window is as long as the processors need it, and columns know their samples', () => {
  const mel = seriesLayout(inputOf({ dims: ['batch', 1, 64, 96], processors: [MEL] }));
  assert.deepEqual([mel.window, mel.first, mel.step], [95 * 160 + 512, 255.5, 160]);
  const plain = seriesLayout(inputOf({ dims: ['batch', 3, 100], processors: [{ kind: 'difference' }] }));
  assert.deepEqual([plain.window, plain.first, plain.step], [100, 0, 1]);
  assert.equal(seriesLayout(inputOf({ dims: [1, 'time'] })).window, null);
});

test('rows and columns are found in every order of axes', () => {
  const steps = (dims: (number | string)[], processors: object[] = []) => {
    const { rowStep, columnStep, channelStep } = seriesGrid(seriesLayout(inputOf({ dims, processors })), 96);
    return [channelStep, rowStep, columnStep];
  };
  assert.deepEqual(steps(['batch', 3, 96]), [0, 96, 1]);
  assert.deepEqual(steps(['batch', 96, 3]), [0, 1, 3]);
  assert.deepEqual(steps(['batch', 1, 96, 3]), [0, 1, 3]);
  assert.deepEqual(steps(['batch', 2, 64, 96], [MEL]), [64 * 96, 96, 1]);
  assert.deepEqual(steps(['batch', 96, 64, 2], [MEL]), [1, 2, 128]);
});
