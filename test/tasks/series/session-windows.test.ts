import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Recording } from '../../../src/core/series/recording.ts';
import { fillTensor } from '../../../src/tasks/fill.ts';
import { prepareWindow } from '../../../src/tasks/prepare.ts';
import { parseRecipe, type SeriesRecipe } from '../../../src/tasks/recipe.ts';
import { SessionWindows } from '../../../src/tasks/series/session-windows.ts';
import { refusal } from '../../support/refusals.ts';

const recipeOf = (input: object): SeriesRecipe =>
  parseRecipe({ version: 1, task: 'series', input, output: { format: 'scores' } }) as SeriesRecipe;

function ramp(count: number, channels = ['x', 'y', 'z'], rate = 50): Recording {
  const data = channels.map((_, channel) => Float32Array.from({ length: count }, (_, k) => k + 1000 * channel));
  return {
    name: 'ramp.csv',
    sha256: 'f00',
    rate,
    start: 10,
    channels,
    data,
    gaps: [{ start: 120, end: 130 }],
    findings: [],
  };
}

test('windows follow each other by the stride, as many as fit, and know their times and gaps', () => {
  const windows = new SessionWindows(recipeOf({ dims: ['batch', 3, 100], sampleRate: 50, stride: 20 }), ramp(250));
  assert.deepEqual([windows.count, windows.length, windows.stride], [8, 100, 20]);
  assert.deepEqual(windows.timesOf(2), { start: 10.8, end: 12.8 });
  assert.deepEqual(
    Array.from({ length: 8 }, (_, k) => windows.touchesGap(k)),
    [false, false, true, true, true, true, true, false],
  );
  const { values, width, height, start, sha256 } = windows.at(2);
  assert.deepEqual([width, height, start, sha256], [100, 3, 10.8, 'f00:40-140']);
  assert.deepEqual([values[0], values[99], values[100]], [40, 139, 1040]);
});

test('half a window is the stride where nobody says, and an open length is the whole recording', () => {
  assert.equal(new SessionWindows(recipeOf({ dims: ['batch', 3, 100] }), ramp(250)).stride, 50);
  const whole = new SessionWindows(recipeOf({ dims: [1, 3, 'time'] }), ramp(250));
  assert.deepEqual([whole.count, whole.length, whole.at(0).width], [1, 250, 250]);
});

test('channels are picked by name; otherwise there must be as many as the model takes', () => {
  const picked = new SessionWindows(recipeOf({ dims: ['batch', 2, 100], channels: ['z', 'x'] }), ramp(250)).at(0);
  assert.deepEqual([picked.values[0], picked.values[100]], [2000, 0]);
  const refuses = (input: object, recording: Recording, pattern: RegExp) =>
    assert.throws(() => new SessionWindows(recipeOf(input), recording), refusal('recording-unreadable', pattern));
  refuses({ dims: ['batch', 2, 100], channels: ['z', 'w'] }, ramp(250), /no channel w; it has x, y, z/);
  refuses({ dims: ['batch', 2, 100] }, ramp(250), /3 channels.*the model takes 2/);
  refuses({ dims: ['batch', 3, 100] }, ramp(80), /1\.60 s long, and the model wants 2\.00 s/);
  const stereo = new SessionWindows(recipeOf({ dims: ['batch', 100] }), ramp(250, ['left', 'right']));
  assert.equal(stereo.at(0).values[3], 503);
  assert.deepEqual(
    stereo.recording.findings.map(({ kind }) => kind),
    ['mixed-down'],
  );
  assert.equal(
    new SessionWindows(recipeOf({ dims: ['batch', 100], processors: [{ kind: 'magnitude' }] }), ramp(250)).at(0).height,
    1,
  );
});

test('mean and std are per channel, and the tensor lies as the model wants it', () => {
  const recipe = recipeOf({ dims: ['batch', 1, 100, 3], mean: [0, 1000, 2000], std: [1, 2, 4] });
  const window = new SessionWindows(recipe, ramp(250)).at(1);
  const { tensor, placement } = prepareWindow(window, recipe);
  assert.deepEqual([...tensor.subarray(0, 6)], [50, 25, 12.5, 51, 25.5, 12.75]);
  assert.deepEqual(placement.content, { x: 0, y: 0, width: 100, height: 3 });
});

test('fills: each row its mean, silence through the processors, nothing, blur and noise', () => {
  const recipe = recipeOf({ dims: ['batch', 100, 3], processors: [{ kind: 'scale', factor: 2, offset: 7 }] });
  const prepared = prepareWindow(new SessionWindows(recipe, ramp(250)).at(0), recipe);
  const fill = (name: 'mean' | 'black' | 'zero' | 'blur' | 'noise', seed = 0) =>
    fillTensor(recipe, prepared, name, seed);
  assert.deepEqual([...fill('mean').subarray(0, 3)], [106, 2106, 4106]);
  assert.ok(fill('black').every((value) => value === 7));
  assert.ok(fill('zero').every((value) => value === 0));
  const blurred = fill('blur');
  assert.equal(blurred[50 * 3].toFixed(2), prepared.tensor[50 * 3].toFixed(2));
  assert.ok(blurred[0] > prepared.tensor[0] && blurred[99 * 3] < prepared.tensor[99 * 3]);
  const [noise, again, other] = [fill('noise', 1), fill('noise', 1), fill('noise', 2)];
  assert.deepEqual(noise, again);
  assert.notDeepEqual(noise, other);
  const mean = noise.filter((_, at) => at % 3 === 1).reduce((sum, value) => sum + value, 0) / 100;
  // The row's deviation is 58, so a mean of a hundred strays by 6.
  assert.ok(Math.abs(mean - 2106) < 25, `${mean}`);
  assert.throws(
    () => fillTensor(recipe, prepared, [1, 2, 3], 0),
    refusal('option-invalid', /no fill \[1,2,3\] for recordings/),
  );
});
