import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { mapToPicture } from '../../src/core/resample.ts';
import { aise } from '../../src/methods/aise.ts';
import { occlusion } from '../../src/methods/occlusion.ts';
import { missing } from '../support/fixtures.ts';
import { isFull } from '../support/tiers.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, openTinyClassifier, openTinyDetector, peakOf, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
const SIDE = 32;

/** How many pixels of a square a patch hides, pixels of the model's input. */
function hidden(square: Square, x: number, y: number, patch: number): number {
  const [x0, y0, x1, y1] = squareBox(square, 1);
  const across = Math.min(x1, x + patch) - Math.max(x0, x);
  const down = Math.min(y1, y + patch) - Math.max(y0, y);
  return Math.max(0, across) * Math.max(0, down);
}

/** Probability of red when so many pixels of either square are seen: 64 / 1024 of a logit each. */
function red(redPixels: number, bluePixels: number): number {
  const [r, b] = [redPixels / 16, bluePixels / 16];
  return Math.exp(r) / (Math.exp(r) + 1 + Math.exp(b));
}

for (const [patch, stride] of [
  [8, 4],
  [5, 3],
  [6, 6],
]) {
  test(`occlusion: patches of ${patch} every ${stride} pixels, averaged where they overlap`, async () => {
    await using model = await openTinyClassifier();
    const picture = await squarePicture([RED, BLUE]);
    const [map] = await occlusion(model, picture, { targets: [0], patch, stride }).result();
    const sums = new Float64Array(SIDE * SIDE);
    const counts = new Float64Array(SIDE * SIDE);
    let passes = 0;
    // Worked out pixel by pixel: from the top left on, until the far border is reached, the last patch cut there.
    for (let y = 0; y < SIDE - patch + stride; y += stride) {
      for (let x = 0; x < SIDE - patch + stride; x += stride) {
        passes++;
        const loss = red(64, 64) - red(64 - hidden(RED, x, y, patch), 64 - hidden(BLUE, x, y, patch));
        for (let dy = y; dy < Math.min(SIDE, y + patch); dy++) {
          for (let dx = x; dx < Math.min(SIDE, x + patch); dx++) {
            sums[dy * SIDE + dx] += loss;
            counts[dy * SIDE + dx]++;
          }
        }
      }
    }
    assert.ok(counts.every((count) => count > 0));
    const { placement } = model.prepare(picture);
    const expected = mapToPicture(
      Float32Array.from(sums, (sum, k) => sum / counts[k]),
      placement,
    );
    assert.equal(map.masks, passes);
    // Scores are float32 of a softmax.
    assert.ok(worstDifference(expected, map.data) < 1e-5, `${worstDifference(expected, map.data)}`);
  });
}

test('occlusion: defaults, other fills and targets of a detector', async () => {
  await using classifier = await openTinyClassifier();
  await using detector = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const [map] = await occlusion(classifier, picture).result();
  const { patch, stride, fill, score } = map.provenance.options;
  assert.deepEqual([patch, stride, fill, score, map.masks], [4, 2, 'black', 'probability', 225]);
  const [noisy] = await occlusion(classifier, picture, { fill: 'noise', seed: 5, patch: 8 }).result();
  assert.equal(noisy.provenance.seed, 5);
  const maps = await occlusion(detector, picture, { scoreThreshold: 0.5, patch: 8 }).result();
  assert.deepEqual(maps.map(({ target }) => target.label).sort(), ['blue', 'red']);
  for (const found of maps) {
    const square = found.target.label === 'red' ? RED : BLUE;
    assert.ok(isInside(peakOf(found), squareBox(square), 4), found.target.label);
  }
  const wrong = (options: object, option: string) =>
    assert.rejects(occlusion(classifier, picture, options).result(), { code: 'option-invalid', option });
  await wrong({ patch: 33 }, 'patch');
  await wrong({ patch: 4, stride: 5 }, 'stride');
  await wrong({ fill: 'purple' }, 'fill');
  await wrong({ batch: 0 }, 'batch');
});

test('aise: windows come to the colour that is asked about', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const run = aise(model, picture, { targets: [0, 2] });
  let last = 0;
  for await (const { done, total } of run) {
    assert.equal(total, 2 * 3 * 50 * 2);
    assert.ok(done >= last && done <= total);
    last = done;
  }
  const maps = await run.result();
  for (const [map, square] of [
    [maps[0], RED],
    [maps[1], BLUE],
  ] as const) {
    assert.ok(isInside(peakOf(map), squareBox(square), 4), `${square.label} peaks at ${JSON.stringify(peakOf(map))}`);
    // Each width is scaled to a highest value of 1.
    assert.ok(Math.max(...map.data) <= 3 && Math.max(...map.data) > 1);
  }
  const again = await aise(model, picture, { targets: [0, 2], batch: 3 }).result();
  assert.ok(worstDifference(maps[0].data, again[0].data) < 1e-5);
  const [scaled] = await aise(model, picture, { targets: [0], preset: 'openvino', windows: 20 }).result();
  // The peak may lie between pixels of the picture.
  assert.ok(Math.max(...scaled.data) > 0.95 && Math.max(...scaled.data) <= 1 && Math.min(...scaled.data) >= 0);
});

test('aise: a detection is found by windows over the whole picture, or near its box only', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  for (const preset of ['default', 'openvino'] as const) {
    const maps = await aise(model, picture, { scoreThreshold: 0.5, preset }).result();
    for (const map of maps) {
      const square = map.target.label === 'red' ? RED : BLUE;
      assert.ok(isInside(peakOf(map), squareBox(square), 4), `${preset}: ${map.target.label}`);
    }
    assert.ok((maps[0].masks ?? 0) <= 2 * 3 * 50 && (maps[0].masks ?? 0) > 2 * 3 * 40, String(maps[0].masks));
  }
  await assert.rejects(aise(model, picture, { windows: 0 }).result(), { code: 'option-invalid', option: 'windows' });
});

/** Read off the photo by eye, pixels. */
const GOLDFISH: Box = [28, 45, 300, 213];

if (isFull) {
  test('squeezenet-fp32: a goldfish is lost where its fish is hidden, and found where windows show it', {
    skip: missing('models/squeezenet-fp32/model.onnx'),
  }, async () => {
    await using model = await openShared('squeezenet-fp32');
    const picture = await sharedPicture('goldfish.jpg');
    for (const run of [
      // A score of .999 hardly moves; its logit does.
      () => occlusion(model, picture, { score: 'logit', patch: 56, stride: 28 }),
      () => aise(model, picture, { windows: 12 }),
    ]) {
      const [map] = await run().result();
      const { method } = map.provenance;
      assert.match(map.target.label, /^goldfish\b/);
      assert.ok(isInside(peakOf(map), GOLDFISH), `${method} peaks at ${JSON.stringify(peakOf(map))}`);
    }
  });
}
