import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { gridToPicture } from '../../src/core/resample.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { mean, pearson } from '../../src/core/statistics.ts';
import { ablationCam } from '../../src/methods/ablation-cam.ts';
import { explain, plan } from '../../src/methods/explain.ts';
import { reciproCam } from '../../src/methods/recipro-cam.ts';
import { scoreCam } from '../../src/methods/score-cam.ts';
import { sidu } from '../../src/methods/sidu.ts';
import { missing } from '../support/fixtures.ts';
import { TINY_SIDE } from '../support/tiny-detector.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { isInside, openShared, openTinyClassifier, openTinyDetector, peakOf, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };
const PIXELS = TINY_SIDE * TINY_SIDE;
/** Softmax of `[red, green, blue]` at the first. */
const probability = (red: number, green: number, blue: number) =>
  Math.exp(red) / (Math.exp(red) + Math.exp(green) + Math.exp(blue));

/**
 * The layer `positive` of the tiny classifier holds 1 in the channel of a square's colour on the square and 0 elsewhere, and
 * the logit of a colour is 64 times its mean: 64 / 1024 a pixel.
 */
function layerOf(squares: readonly Square[], inside: number, outside: number): Float32Array {
  const plane = new Float32Array(PIXELS).fill(outside);
  for (const square of squares) {
    const [x0, y0, x1, y1] = squareBox(square, 1);
    for (let y = y0; y < y1; y++) plane.fill(inside, y * TINY_SIDE + x0, y * TINY_SIDE + x1);
  }
  return plane;
}

/** Maps are float32, enlarged in float32; what they are made of came through the model in float32. */
const ROUNDING = 1e-5;

async function assertMap({ data }: Saliency, plane: Float32Array): Promise<void> {
  await using model = await openTinyClassifier();
  const { placement } = model.prepare(await squarePicture([]));
  const expected = gridToPicture(plane, TINY_SIDE, TINY_SIDE, placement);
  const worst = worstDifference(expected, data);
  assert.ok(worst < ROUNDING, `differs by ${worst} of the range`);
}

test('recipro-cam: the logit of one place, or the probability of its features spread around it', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const options = { layer: 'positive', targets: [0, 2] } as const;
  const [red, blue] = await reciproCam(model, picture, { ...options, preset: 'openvino' }).result();
  await assertMap(red, layerOf([RED], 64 / PIXELS, 0));
  await assertMap(blue, layerOf([BLUE], 64 / PIXELS, 0));
  const [spread] = await reciproCam(model, picture, options).result();
  // The weights of the whole Gaussian sum up to 1, and no square touches the border.
  const plane = layerOf([RED], probability(64 / PIXELS, 0, 0), 1 / 3);
  await assertMap(
    spread,
    new Float32Array(plane).map((value, k) => (layerOf([BLUE], 1, 0)[k] ? probability(0, 0, 64 / PIXELS) : value)),
  );
  assert.deepEqual(
    [spread.provenance.method, spread.provenance.options.layer, spread.provenance.options.score, spread.masks],
    ['recipro-cam', 'positive', 'probability', null],
  );
  const { score } = (await reciproCam(model, picture, { ...options, score: 'logit' }).result())[0].provenance.options;
  assert.equal(score, 'logit');
});

test('ablation-cam: channels weighted by the share of the logit that goes with them', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const maps = await ablationCam(model, picture, { layer: 'positive', targets: [0, 2] }).result();
  await assertMap(maps[0], layerOf([RED], 1, 0));
  await assertMap(maps[1], layerOf([BLUE], 1, 0));
  // Green has no logit to lose: its map is 0, and that is said.
  const [green] = await ablationCam(model, picture, { layer: 'positive', targets: [1] }).result();
  assert.ok(green.data.every((value) => value === 0));
  assert.match(green.provenance.notes.join(' '), /Nothing that was changed in "positive" changes this answer/);
});

test('score-cam: channels weighted by the softmax of their logits, or by the increase of the probability', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  // Through the red channel the red square is seen: 64 of 1024 pixels, logit 4; likewise blue; green shows nothing.
  const weight = probability(4, 0, 0);
  for (const preset of ['torch-cam', 'pytorch-grad-cam'] as const) {
    const [red] = await scoreCam(model, picture, { layer: 'positive', targets: [0], preset }).result();
    const plane = layerOf([RED], weight, 0);
    const rest = layerOf([BLUE], 1, 0);
    await assertMap(
      red,
      plane.map((value, k) => value + rest[k] * probability(0, 4, 0)),
    );
  }
  const [red] = await scoreCam(model, picture, {
    layer: 'positive',
    targets: [0],
    preset: 'increase',
    sign: 'both',
  }).result();
  const plane = layerOf([RED], weight - 1 / 3, 0);
  const rest = layerOf([BLUE], 1, 0);
  await assertMap(
    red,
    plane.map((value, k) => value + rest[k] * (probability(0, 4, 0) - 1 / 3)),
  );
});

test('ablation-cam: what speaks against a class is cut off, or kept where it is asked for', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  // Of the probability: without the red channel that of blue rises.
  const run = (sign: 'positive' | 'both') =>
    ablationCam(model, picture, { layer: 'positive', targets: [2], score: 'probability', sign }).result();
  const [[kept], [cut]] = [await run('both'), await run('positive')];
  const low = Math.min(...kept.data);
  assert.ok(low < -0.5, `lowest ${low}`);
  assert.deepEqual(
    cut.data,
    kept.data.map((value) => Math.max(0, value)),
  );
});

test('sidu: the prediction as a whole, one map for every class', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, BLUE]);
  const [red, blue] = await sidu(model, picture, { layer: 'positive', targets: [0, 2] }).result();
  assert.deepEqual(red.data, blue.data);
  assert.match(red.provenance.notes.join(' '), /same for every class/);
  const whole = [probability(4, 0, 4), probability(0, 4, 4), probability(4, 0, 4)];
  const seen = [
    [probability(4, 0, 0), probability(0, 4, 0), probability(0, 4, 0)],
    [1 / 3, 1 / 3, 1 / 3],
    [probability(0, 4, 0), probability(0, 4, 0), probability(4, 0, 0)],
  ];
  const distance = (a: number[], b: number[]) => Math.hypot(...a.map((value, k) => value - b[k]));
  const unique = seen.map((one) => seen.reduce((sum, other) => sum + distance(one, other), 0));
  const low = Math.min(...unique);
  const high = Math.max(...unique);
  const weights = seen.map(
    (one, k) => Math.sqrt(Math.exp(-(distance(one, whole) ** 2) / 0.25 ** 2)) * ((unique[k] - low) / (high - low)),
  );
  const plane = layerOf([RED], weights[0] / 3, 0);
  const rest = layerOf([BLUE], weights[2] / 3, 0);
  await assertMap(
    red,
    plane.map((value, k) => value + rest[k]),
  );
});

test('layers and options that do not fit are refused by name, at once or through the result', async () => {
  await using model = await openTinyClassifier();
  await using detector = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const wrongLayer = { name: 'XaiError', code: 'option-invalid', option: 'layer' };
  for (const method of ['recipro-cam', 'ablation-cam', 'score-cam', 'sidu']) {
    const run = (layer: string) => explain(model, picture, { method, layer }).result();
    await assert.rejects(run('positve'), { ...wrongLayer, message: /nearest names are "positive"/ }, method);
    await assert.rejects(
      run('means'),
      { ...wrongLayer, message: /"means" of shape 1 x 3 x 1 x 1 has no places/ },
      method,
    );
    await assert.rejects(run('images'), wrongLayer, method);
    await assert.rejects(run('logits'), { ...wrongLayer, message: /does not lie between/ }, method);
    const target = explain(model, picture, { method, targets: [3] }).result();
    await assert.rejects(target, { code: 'target-missing', message: /no class 3; the model has 3/ }, method);
    const foreign = { name: 'XaiError', code: 'option-invalid', option: 'masks', message: /has no option "masks"/ };
    assert.throws(() => explain(model, picture, { method, masks: 100 }), foreign, method);
  }
  const noTokens = { code: 'method-unsupported', message: /no attention over patch tokens/ };
  await assert.rejects(explain(model, picture, { method: 'vit-recipro-cam' }).result(), noTokens);
  assert.throws(() => explain(detector, picture, { method: 'recipro-cam' }), { code: 'method-unsupported' });
  await assert.rejects(reciproCam(model, picture, { preset: 'openvno' as 'openvino' }).result(), {
    code: 'option-invalid',
    message: /paper, openvino/,
  });
  const mixed = [
    { kind: 'class', index: 0, score: 'logit' },
    { kind: 'class', index: 1, score: 'probability' },
  ] as const;
  await assert.rejects(reciproCam(model, picture, { targets: mixed }).result(), { code: 'option-invalid' });
});

test('a plan names what a layer method costs, and the alias of a task finds its method', async () => {
  await using model = await openTinyClassifier();
  const planned = await plan(model, { method: 'classwisesaliencymap' });
  assert.deepEqual(
    [planned.method, planned.passes, planned.seconds, planned.possible],
    ['recipro-cam', null, null, true],
  );
  assert.match(planned.cost ?? '', /part behind the layer/);
  assert.equal((await plan(model, { method: 'occlusion', patch: 8, stride: 8 })).passes, 17);
  assert.match((await plan(model, { method: 'score-cam', masks: 5 })).obstacles[0], /no option "masks"/);
});

test('progress reaches its end, partial maps come on the way, and an abort stops the run', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED]);
  const run = reciproCam(model, picture, { layer: 'positive', batch: 16, partialEvery: 0 });
  const seen: number[] = [];
  let partials = 0;
  for await (const { done, total, partial } of run) {
    assert.equal(total, PIXELS);
    seen.push(done);
    if (partial) partials++;
  }
  assert.equal(seen.at(-1), PIXELS);
  assert.ok(partials > 1, `${partials} partial maps`);
  const stop = new AbortController();
  const aborted = reciproCam(model, picture, { layer: 'positive', batch: 1, signal: stop.signal });
  for await (const { done } of aborted) {
    if (done > 3) break;
  }
  stop.abort(new Error('enough'));
  await assert.rejects(aborted.result(), { message: 'enough' });
});

test('ablation-cam explains a detection by the similarity of the proposals', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const [red, blue] = await ablationCam(model, picture, { layer: 'pooled', scoreThreshold: 0.5 }).result();
  for (const [map, square] of [
    [red, RED],
    [blue, BLUE],
  ] as const) {
    assert.equal(map.target.label, square.label);
    assert.ok(isInside(peakOf(map), squareBox(square), 4), `${square.label} peaks at ${JSON.stringify(peakOf(map))}`);
  }
});

function inside({ data, width }: Saliency, [x0, y0, x1, y1]: Box): number[] {
  return Array.from(data).filter((_, k) => k % width >= x0 && k % width < x1 && k / width >= y0 && k / width < y1);
}

/** Read off the photos by eye, pixels. */
const CAT: Box = [40, 118, 205, 222];
const DOG: Box = [72, 8, 168, 150];
const HEDGE: Box = [230, 0, 440, 70];

test('mobilenetv2-imagenet: the tail tells cat from dog', {
  skip: missing('models/mobilenetv2-imagenet/model.onnx'),
}, async () => {
  await using model = await openShared('mobilenetv2-imagenet');
  const picture = await sharedPicture('cat_dog.png');
  // Tabby and boxer.
  const targets = [281, 242];
  // What the centre crop cuts off is 0 in every map.
  const { x, y, width, height } = model.prepare(picture).placement.crop;
  const seen = (map: Saliency) => inside(map, [x + 1, y + 1, x + width - 1, y + height - 1]);
  const runs = {
    paper: reciproCam(model, picture, { targets }),
    openvino: reciproCam(model, picture, { targets, preset: 'openvino' }),
    ablation: ablationCam(model, picture, { targets }),
  };
  for (const [name, run] of Object.entries(runs)) {
    const [cat, dog] = await run.result();
    assert.equal(cat.provenance.options.layer, 'hardtanh_34');
    assert.ok(isInside(peakOf(cat), CAT), `${name}: cat at ${JSON.stringify(peakOf(cat))}`);
    assert.ok(
      isInside(peakOf(dog), DOG) && !isInside(peakOf(dog), CAT),
      `${name}: dog at ${JSON.stringify(peakOf(dog))}`,
    );
    const likeness = pearson(seen(cat), seen(dog));
    assert.ok(likeness < 0.5, `${name}: the maps are alike, r ${likeness}`);
  }
});

test('mobilenetv2-flowers: score-cam shows the sunflowers, not the hedge', {
  skip: missing('models/mobilenetv2-flowers/model.onnx'),
}, async () => {
  await using model = await openShared('mobilenetv2-flowers');
  const picture = await sharedPicture('sunflower.jpg');
  // The last layer of twice the size: fewer channels than the last one, so fewer passes.
  const layer = 'mobilenet_v2_alpha_0.35/re_lu_26/Relu6:0';
  const [map] = await scoreCam(model, picture, { layer }).result();
  assert.deepEqual([map.target.label, map.provenance.options.layer], ['sunflowers', layer]);
  const everywhere = mean(map.data);
  assert.ok(mean(inside(map, HEDGE)) < 0.75 * everywhere, `${mean(inside(map, HEDGE))} of ${everywhere}`);
  assert.ok(!isInside(peakOf(map), HEDGE));
});

test('what is offered instead explains the model too', async () => {
  await using detector = await openTinyDetector();
  const rollout = explain(detector, await squarePicture([RED]), { method: 'attention-rollout' }).result();
  await assert.rejects(rollout, { code: 'method-unsupported', message: /Use grad-cam or d-rise\.$/ });
});
