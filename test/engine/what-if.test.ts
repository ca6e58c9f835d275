import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Hiding } from '../../src/core/hiding.ts';
import type { Finding } from '../../src/engine/info.ts';
import type { Answer, Call, CallName } from '../../src/engine/protocol.ts';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import type { CallTools } from '../../src/engine/worker-port.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { tinyAttributes, tinyAttributesRecipe, tinySegmenter, tinySegmenterRecipe } from '../support/tiny-answers.ts';
import {
  TINY_SIDE,
  tinyClassifier,
  tinyClassifierRecipe,
  tinyDetector,
  tinyDetectorRecipe,
} from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePng } from '../support/tiny-pictures.ts';

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

const SCALE = 2;
const SIDE = TINY_SIDE * SCALE;
const RED: Square = { label: 'red', column: 2, row: 2 };
/** Pixels of the square among those that the models see. */
const SHARE = 64 / TINY_SIDE ** 2;

const calls = libraryCalls();
const buffers: ArrayBuffer[] = [];
const tools: CallTools = {
  signal: new AbortController().signal,
  progress: () => {},
  partial: () => {},
  growing: () => {},
  handOver: (handed) => buffers.push(...handed),
};
const ask = <K extends CallName>(call: Call<K>): Promise<Answer<K>> =>
  (calls as unknown as Record<K, (call: Call<K>, tools: CallTools) => Promise<Answer<K>>>)[call.kind as K](call, tools);

let picture: Blob;

before(async () => {
  picture = new Blob([(await squarePng([RED], SCALE)) as Uint8Array<ArrayBuffer>]);
  const models = {
    detector: [tinyDetector(), tinyDetectorRecipe],
    classifier: [tinyClassifier(), tinyClassifierRecipe],
    segmenter: [tinySegmenter(), tinySegmenterRecipe],
    attributes: [tinyAttributes(), tinyAttributesRecipe],
  } as const;
  for (const [model, [source, recipe]] of Object.entries(models)) {
    await ask<'load'>({ kind: 'load', model, source, options: { backend: 'wasm', recipe } });
  }
});

/** High where the square is, highest at its top. */
function squareMap() {
  const [x0, y0, x1, y1] = squareBox(RED, SCALE);
  const data = new Float32Array(SIDE * SIDE);
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data[y * SIDE + x] = 1 + (y1 - y) / SIDE;
  return { width: SIDE, height: SIDE, data };
}

let subjects = 0;

async function whatIf(model: string, label: string, hiding: Hiding, subject = `subject ${++subjects}`) {
  const { findings } = await ask<'predict'>({ kind: 'predict', model, picture, options: {} });
  const finding = findings.find((one) => one.label === label) as Finding;
  const map = squareMap();
  return ask<'whatIf'>({ kind: 'whatIf', model, picture, finding, map, subject, hiding });
}

/** Close to the formula of the tiny models; single precision leaves about 1e-6. */
function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-5, `${actual} is not ${expected}`);
}

/** Of the tiny classifier with `pixels` of the square left: 64 times their share is the logit, the others are 0. */
const redScore = (pixels: number) => {
  const red = Math.exp((64 * pixels) / TINY_SIDE ** 2);
  return red / (red + 2);
};

test("a classifier's score falls with the most important pixels, by its formula", async () => {
  for (const [part, left] of [
    [0, 64],
    [0.25, 48],
    [0.5, 32],
    [1, 0],
  ]) {
    const { before, after, hidden } = await whatIf('classifier', 'red', {
      share: part * SHARE,
      first: 'most',
      fill: 'black',
    });
    near(before, redScore(64));
    near(after, redScore(left));
    assert.deepEqual(hidden.box, [0, 0, SIDE, SIDE]);
    const gone = hidden.data.filter((alpha, at) => at % 4 === 3 && alpha === 255).length;
    assert.equal(gone, 64 - left);
  }
});

test('the least important pixels say nothing to it, until they are all', async () => {
  const least = (share: number) => whatIf('classifier', 'red', { share, first: 'least', fill: 'black' });
  near((await least(1 - SHARE)).after, redScore(64));
  near((await least(1)).after, 1 / 3);
});

test('what stands there is shown in the place and the colour that the model was given', async () => {
  const { hidden, hiding } = await whatIf('classifier', 'red', { share: SHARE, first: 'most', fill: 'mean' });
  assert.deepEqual(hiding, { share: SHARE, first: 'most', fill: 'mean' });
  assert.deepEqual([hidden.width, hidden.height], [TINY_SIDE, TINY_SIDE]);
  const [x0, y0, x1, y1] = squareBox(RED, 1);
  // Of grey 128 with a sixteenth of pure red.
  const mean = [Math.round(128 + SHARE * 127), Math.round(128 * (1 - SHARE)), Math.round(128 * (1 - SHARE)), 255];
  for (let at = 0; at < TINY_SIDE ** 2; at++) {
    const [x, y] = [at % TINY_SIDE, Math.floor(at / TINY_SIDE)];
    const inside = x >= x0 && x < x1 && y >= y0 && y < y1;
    assert.deepEqual([...hidden.data.subarray(4 * at, 4 * at + 4)], inside ? mean : [0, 0, 0, 0], `pixel ${x}, ${y}`);
  }
  assert.ok(buffers.includes(hidden.data.buffer), 'its pixels change hands');
});

test('of a detector the best match of the box is read, and what it still finds', async () => {
  const from = { first: 'most', fill: 'blur' } as const;
  const nothing = await whatIf('detector', 'red', { share: 0, ...from });
  near(nothing.after, nothing.before);
  // IoU and cosine are 1, so what is left is the score: the sigmoid of 16 - 11.
  near(nothing.before, 1 / (1 + Math.exp(-5)));
  assert.equal(nothing.findings[0].label, 'red');
  const gone = await whatIf('detector', 'red', { share: SHARE, first: 'most', fill: 'black' });
  assert.ok(gone.after < 1e-4, `${gone.after}`);
  assert.deepEqual(gone.findings, []);
});

test('areas of a segmenter and answers of heads have scores too', async () => {
  const share = SHARE;
  const area = await whatIf('segmenter', 'red', { share, first: 'most', fill: 'black' });
  assert.ok(area.before > 0.5 && area.after < 0.01, `${area.before}, ${area.after}`);
  assert.deepEqual(
    area.findings.map(({ label }) => label),
    ['background'],
  );
  const answer = await whatIf('attributes', 'red', { share, first: 'most', fill: 'black' });
  // Contrast of 1 in a sixteenth of the picture, times 8.
  near(answer.before, Math.exp(0.5) / (Math.exp(0.5) + 2 * Math.exp(-0.25)));
  near(answer.after, 1 / 3);
  assert.deepEqual(
    answer.findings.map(({ head }) => head),
    ['colour', 'tone'],
  );
});

test('pixels of equal scores go from the peak outwards', async () => {
  const { hidden } = await whatIf('classifier', 'red', { share: 100 / TINY_SIDE ** 2, first: 'most', fill: 'black' });
  const [x0, y0] = squareBox(RED, 1);
  const far = [...hidden.data.keys()]
    .filter((at) => at % 4 === 3 && hidden.data[at] === 255)
    .map((at) => Math.hypot((Math.floor(at / 4) % TINY_SIDE) - x0, Math.floor(at / 4 / TINY_SIDE) - y0));
  assert.equal(far.length, 100);
  // The peak is the square's first pixel and its far corner is 9.9 away; a hundred pixels lie within that of it.
  assert.ok(Math.max(...far) < 10, `${Math.max(...far)}`);
});

test('picture, finding and map are made ready once for each subject', async () => {
  const hiding = { share: SHARE, first: 'most', fill: 'black' } as const;
  const { findings } = await ask<'predict'>({ kind: 'predict', model: 'classifier', picture, options: {} });
  const asked = (map: ReturnType<typeof squareMap>, subject: string) =>
    ask<'whatIf'>({ kind: 'whatIf', model: 'classifier', picture, finding: findings[0], map, subject, hiding });
  const upside = squareMap();
  upside.data.forEach((score, at) => {
    upside.data[at] = -score;
  });
  near((await asked(squareMap(), 'one')).after, 1 / 3);
  near((await asked(upside, 'one')).after, 1 / 3);
  near((await asked(upside, 'two')).after, redScore(64));
});

test('what cannot be hidden is refused by name, and a subject that could not be asked is asked again', async () => {
  const refused = (hiding: object) =>
    assert.rejects(whatIf('classifier', 'red', hiding as Hiding), { code: 'option-invalid' });
  await refused({ share: 1.1, first: 'most', fill: 'black' });
  await refused({ share: Number.NaN, first: 'most', fill: 'black' });
  await refused({ share: 0.5, first: 'both', fill: 'black' });
  await refused({ share: 0.5, first: 'most', fill: 'noise' });
  const call = {
    kind: 'whatIf',
    model: 'classifier',
    picture,
    map: squareMap(),
    subject: 'wrong',
    hiding: { share: 0, first: 'most', fill: 'black' },
  } as const;
  const finding = { label: 'mauve', classIndex: 7, score: 1, box: null, origin: null };
  await assert.rejects(ask<'whatIf'>({ ...call, finding }), { code: 'target-missing' });
  const { after } = await ask<'whatIf'>({ ...call, finding: { ...finding, classIndex: 0 } });
  near(after, redScore(64));
});
