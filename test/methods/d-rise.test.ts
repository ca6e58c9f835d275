import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Box, boxIou } from '../../src/core/boxes.ts';
import { MaskPainter } from '../../src/core/masks/evaluate.ts';
import { defaultMaskSpec } from '../../src/core/masks/spec.ts';
import type { Picture } from '../../src/core/picture.ts';
import { mapToPicture } from '../../src/core/resample.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { mean, pearson } from '../../src/core/statistics.ts';
import { tensorToFloat32 } from '../../src/core/tensor.ts';
import { decodeProposals } from '../../src/gpu/reference/decode-proposals.ts';
import { type DriseOptions, drise } from '../../src/methods/d-rise.ts';
import { driseReference } from '../../src/methods/d-rise-reference.ts';
import { DETECTOR_PRESETS } from '../../src/methods/presets.ts';
import { makeFeeds } from '../../src/tasks/feeds.ts';
import type { Fill } from '../../src/tasks/fill.ts';
import { fillTensor } from '../../src/tasks/fill.ts';
import type { Model } from '../../src/tasks/model.ts';
import { missing } from '../support/fixtures.ts';
import { type Square, squareBox, squarePicture } from '../support/tiny-pictures.ts';
import { sharedPicture } from '../tasks/open-fixture.ts';
import { checkAsking } from './check-asking.ts';
import { isInside, openShared, openTinyDetector, peakOf, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };

function maps(model: Model, picture: Picture, options: DriseOptions): Promise<Saliency[]> {
  return drise(model, picture, { partialEvery: null, ...options }).result();
}

/** The maps of all detections of a picture by the literal reference, in picture pixels. */
async function referenceMaps(model: Model, picture: Picture, masks: number, seed: number): Promise<Float32Array[]> {
  const recipe = model.pictureRecipe();
  const prepared = model.prepare(picture);
  const { placement } = prepared;
  const prediction = await model.predict(picture);
  assert.ok(prediction.boxes);
  const { runner, layout } = await model.maskedGraph(prepared);
  assert.ok(layout?.kind === 'dense');
  const detect = async (input: Float32Array) => {
    const outputs = await runner.run(makeFeeds(recipe, runner.inputs, input, 1));
    const floats = Object.entries(outputs).map(([name, tensor]) => [name, tensorToFloat32(tensor)]);
    return decodeProposals(Object.fromEntries(floats), 0, layout);
  };
  const found = await driseReference(
    prepared.tensor,
    fillTensor(recipe, prepared, 'black', seed),
    { ...placement.input, channels: 3 },
    placement.content,
    defaultMaskSpec(placement.content, { grid: 16, keep: 0.5, seed }),
    masks,
    prediction.boxes.map(({ inputBox, classVector }) => ({ box: inputBox, classVector, mask: null })),
    detect,
  );
  return found.map((map) => mapToPicture(Float32Array.from(map), placement));
}

/**
 * Masks and sums are float32 here and partly double there, and a map is a small difference of large sums: errors of 1e-7
 * of the sums are up to 1e-4 of the map's range when it holds few masks.
 */
const REFERENCE_TOLERANCE = 1e-4;

test('drise gives what the literal reference gives: tiny detector, square picture', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const expected = await referenceMaps(model, picture, 40, 3);
  const actual = await maps(model, picture, { masks: 40, seed: 3, estimate: 'sum' });
  assert.equal(actual.length, 2);
  actual.forEach(({ data }, k) => {
    assert.ok(worstDifference(expected[k], data) < REFERENCE_TOLERANCE, `${worstDifference(expected[k], data)}`);
  });
});

test('drise gives what the literal reference gives: fastestdet, a photo stretched', {
  skip: missing('models/fastestdet/model.onnx'),
}, async () => {
  await using model = await openShared('fastestdet');
  const picture = await sharedPicture('dog_bike_truck.jpg');
  const expected = await referenceMaps(model, picture, 12, 5);
  const actual = await maps(model, picture, { masks: 12, seed: 5 });
  assert.deepEqual(actual.map(({ target }) => target.label).sort(), ['bicycle', 'car', 'dog']);
  actual.forEach(({ data }, k) => {
    assert.ok(worstDifference(expected[k], data) < REFERENCE_TOLERANCE, `${worstDifference(expected[k], data)}`);
  });
});

test('the map of a square is high on that square and nowhere else', async () => {
  await using model = await openTinyDetector();
  const [red, blue] = await maps(model, await squarePicture([RED, BLUE]), { masks: 600, grid: 4 });
  assert.deepEqual([red.target.label, blue.target.label], ['red', 'blue']);
  for (const [map, square] of [
    [red, RED],
    [blue, BLUE],
  ] as const) {
    const peak = peakOf(map);
    assert.ok(isInside(peak, squareBox(square)), `${square.label} peaks at ${peak.x}, ${peak.y}`);
    // A pixel further from the square than a mask cell (16 picture pixels) is hidden independently of it: what is left
    // there is chance, 1 / sqrt(600) of the standard deviations, beside a covariance of about a third of them.
    const high = map.data[peak.y * map.width + peak.x];
    map.data.forEach((value, k) => {
      const place = { x: k % map.width, y: Math.floor(k / map.width) };
      if (!isInside(place, squareBox(square), 17)) assert.ok(Math.abs(value) < 0.4 * high, `${value} beside ${high}`);
    });
  }
  assert.ok(pearson(red.data, blue.data) < 0.5);
});

test('one seed gives one map, bit for bit, whatever the batch; another seed gives another', async () => {
  const picture = await squarePicture([RED, BLUE]);
  await using open = await openTinyDetector();
  await using fixed = await openTinyDetector({ batch: 1 });
  const [expected] = await maps(open, picture, { masks: 50, seed: 9, batch: 1 });
  for (const model of [open, fixed]) {
    for (const batch of [2, 7, 50, 64]) {
      const [map] = await maps(model, picture, { masks: 50, seed: 9, batch });
      assert.deepEqual(map.data, expected.data, `batch ${batch}`);
    }
  }
  const [freed] = await maps(fixed, picture, { masks: 8, batch: 4 });
  assert.match(freed.provenance.notes.join(' '), /batch axis, fixed at 1 in the file, was freed/);
  const [other] = await maps(open, picture, { masks: 50, seed: 10 });
  assert.notDeepEqual(other.data, expected.data);
  // Half of 2^53: the high half of the seed counts too.
  const [high] = await maps(open, picture, { masks: 50, seed: 9 + 2 ** 52 });
  assert.notDeepEqual(high.data, expected.data);
});

test('all targets from one stream of masks are what each gives alone', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE, { label: 'green', column: 6, row: 1 }]);
  const prediction = await model.predict(picture);
  assert.ok(prediction.boxes && prediction.boxes.length === 3);
  const together = await maps(model, picture, { masks: 60 });
  for (const [k, target] of prediction.boxes.entries()) {
    const [alone] = await maps(model, picture, { masks: 60, targets: [target] });
    assert.deepEqual(alone.data, together[k].data);
    assert.equal(together[k].target.index, k);
  }
  const [top] = await maps(model, picture, { masks: 60, targets: 'top' });
  assert.deepEqual(top.data, together[0].data);
});

test('a box drawn by hand has no score, and with a class it looks for that class only', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const box = squareBox(RED);
  const [any, red, green] = await maps(model, picture, {
    masks: 300,
    grid: 4,
    targets: [{ box }, { box, classIndex: 0 }, { box, classIndex: 1 }],
  });
  assert.deepEqual(
    { ...any.target, box: [...box] },
    { index: 0, label: 'box drawn by hand', classIndex: -1, score: null, box },
  );
  assert.equal(red.target.label, 'red');
  assert.ok(isInside(peakOf(any), box) && isInside(peakOf(red), box));
  const extent = (map: Saliency) => Math.max(...map.data.map(Math.abs));
  // The proposals there are red, so that their cosine with green is about 0.
  assert.ok(extent(green) < 0.05 * extent(red), `${extent(green)} of ${extent(red)}`);
});

test('a target that is not there, a box without area, an empty list and nothing found are refused by name', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const refused = (options: DriseOptions, code: string, message: RegExp) =>
    assert.rejects(maps(model, picture, { masks: 4, ...options }), { name: 'XaiError', code, message });
  await refused({ targets: [{ box: [0, 0, 9, 9], classIndex: 3 }] }, 'target-missing', /no class 3.*3 classes/);
  await refused({ targets: [{ box: [5, 5, 5, 9] }] }, 'option-invalid', /has no area/);
  await refused({ targets: [] }, 'target-missing', /empty/);
  await refused({ masks: 0 }, 'option-invalid', /masks must be a whole number from 1/);
  await refused({ keep: 1 }, 'option-invalid', /keep must lie above 0 and below 1/);
  await refused({ grid: 65 }, 'option-invalid', /grid/);
  await refused({ seed: -1 }, 'option-invalid', /seed/);
  await refused({ preset: 'eclique' }, 'option-invalid', /paper, microsoft/);
  await refused({ fill: 'checker' as Fill }, 'option-invalid', /no fill "checker"/);
  const grey = await squarePicture([]);
  await assert.rejects(maps(model, grey, { masks: 4 }), {
    name: 'XaiError',
    code: 'no-detections',
    message: /lower the/,
  });
});

test('another target and a box drawn by hand are answered from what was kept: tiny detector', async () => {
  await using model = await openTinyDetector();
  await checkAsking(model, await squarePicture([RED, BLUE]), [[[16, 10, 30, 26], 'whole']], 200);
});

test('every preset runs, finds the square and scales as its original does', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  for (const name of Object.keys(DETECTOR_PRESETS)) {
    // Six cells a side and one form for all: without objectness the raw sums of `paper` are mostly mask coverage, so that
    // thousands of masks would be needed. A cell is 64 / 6 picture pixels.
    const [map] = await maps(model, picture, { preset: name, masks: 600, grid: 6, form: 'mean-subtracted' });
    const peak = peakOf(map);
    assert.ok(isInside(peak, squareBox(RED), 11), `${name} peaks at ${peak.x}, ${peak.y}`);
    assert.equal(map.provenance.options.preset, name);
    assert.equal(map.provenance.options.form, 'mean-subtracted');
    const [own] = await maps(model, picture, { preset: name, masks: 20 });
    assert.ok(own.data.every(Number.isFinite), name);
    assert.equal(own.provenance.options.form, DETECTOR_PRESETS[name as keyof typeof DETECTOR_PRESETS].form);
  }
  const [microsoft] = await maps(model, picture, { preset: 'microsoft', masks: 40 });
  assert.ok(Math.min(...microsoft.data) >= 0 && Math.max(...microsoft.data) <= 1);
  const [xaitk] = await maps(model, picture, { preset: 'xaitk' });
  assert.equal(xaitk.masks, 200);
});

test('a fill as red as the square makes hiding it change nothing; every other fill shows where it is', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const extent = async (fill: Fill) => {
    const [map] = await maps(model, picture, {
      masks: 300,
      grid: 4,
      fill,
      targets: [{ box: squareBox(RED), classIndex: 0 }],
    });
    const peak = peakOf(map);
    return { high: map.data[peak.y * map.width + peak.x], peak };
  };
  const black = await extent('black');
  // What is left is float rounding of a score that never changes.
  assert.ok((await extent([255, 0, 0])).high < 1e-3 * black.high);
  for (const fill of ['black', 'zero', 'mean', 'blur', 'noise', [0, 255, 0]] as const) {
    const { high, peak } = await extent(fill);
    assert.ok(high > 0.1 * black.high, `${fill} reaches ${high}`);
    assert.ok(isInside(peak, squareBox(RED)), `${fill} peaks at ${peak.x}, ${peak.y}`);
  }
});

test('a run stops as soon as it is reliable enough, and says how reliable it is', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const [map] = await maps(model, picture, { masks: 5000, grid: 4, reliability: 0.6 });
  assert.ok(map.masks !== null && map.masks >= 64 && map.masks < 2500, `${map.masks} masks`);
  assert.ok(map.reliability !== null && map.reliability >= 0.6, `${map.reliability}`);
  const [whole] = await maps(model, picture, { masks: map.masks, grid: 4 });
  assert.deepEqual(whole.data, map.data);
  assert.equal(map.provenance.stableAt, map.masks);
  assert.equal('stableAt' in whole.provenance, false, 'nothing was asked for');
  const [few] = await maps(model, picture, { masks: 63, grid: 4 });
  assert.deepEqual([few.reliability, few.error], [null, undefined]);
});

test('unless a number is given a run ends when its maps are steady, and is told on the way when that will be', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const run = drise(model, picture, { grid: 4, estimate: 'sum', partialEvery: null });
  const totals: number[] = [];
  const timed: boolean[] = [];
  for await (const { total, remaining } of run) {
    totals.push(total);
    timed.push(remaining !== null);
  }
  const [map] = await run.result();
  assert.ok(map.reliability !== null && map.reliability >= 0.8 && (map.masks ?? 0) < 5000, `${map.reliability}`);
  assert.equal(map.provenance.options.reliability, 0.8);
  assert.equal(totals[0], 5000);
  // As long as only the most is known, so is no time.
  assert.deepEqual(
    totals.map((total) => total < 5000),
    timed,
  );
  const last = totals[totals.length - 1];
  assert.ok(last < 2 * (map.masks ?? 0), `${last} were expected in the end, ${map.masks} were run`);
});

test('the stated error is about what another seed strays by, and is there for a scaled map too', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const seeds = await Promise.all([1, 2].map((seed) => maps(model, picture, { masks: 600, grid: 4, seed })));
  const [[one], [other]] = seeds;
  assert.ok(one.error && other.error && one.error.length === one.data.length);
  const strayed = Math.sqrt(mean(one.data.map((value, k) => (value - other.data[k]) ** 2)));
  const stated = Math.sqrt(mean(one.error.map((value, k) => value ** 2 + (other.error?.[k] ?? 0) ** 2)));
  // Pixels of a 4 x 4 grid stray together, so a pair of maps is some 16 draws.
  assert.ok(strayed / stated > 0.6 && strayed / stated < 1.6, `${strayed} of ${stated}`);
  const [scaled] = await maps(model, picture, { masks: 200, preset: 'xaitk' });
  assert.ok(scaled.error?.some((value) => value > 0) && scaled.error.every((value) => value < 1));
});

test('partial maps come while a run is under way and become the finished one', async () => {
  await using model = await openTinyDetector();
  const run = drise(model, await squarePicture([RED]), { masks: 200, partialEvery: 0 });
  let last = 0;
  let partials = 0;
  for await (const { done, total, partial } of run) {
    assert.ok(done >= last && done <= total && total === 200);
    last = done;
    if (!partial) continue;
    partials++;
    assert.equal(partial.length, 1);
    assert.equal(partial[0].masks, done);
    assert.equal(partial[0].data.length, 64 * 64);
  }
  assert.equal(last, 200);
  assert.ok(partials > 3, `${partials} partial maps`);
});

test('aborting stops a run at its next batch with the reason given, and the model is none the worse', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const controller = new AbortController();
  const reason = new Error('enough');
  const run = drise(model, picture, { masks: 1_000_000, signal: controller.signal, partialEvery: null });
  let seen = 0;
  await assert.rejects(
    async () => {
      for await (const { done } of run) {
        seen = done;
        if (done > 20) controller.abort(reason);
      }
    },
    (cause) => cause === reason,
  );
  assert.ok(seen > 20 && seen < 10_000);
  await assert.rejects(run.result(), (cause) => cause === reason);
  const other = drise(model, picture, { masks: 1_000_000 });
  other.cancel();
  await assert.rejects(other.result(), { name: 'AbortError' });
  const late = drise(model, picture, { masks: 10, signal: AbortSignal.abort(reason) });
  await assert.rejects(late.result(), (cause) => cause === reason);
  const [map] = await maps(model, picture, { masks: 30 });
  assert.equal(map.masks, 30);
});

test('the provenance holds all that is needed to make the map again', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const [map] = await maps(model, picture, { masks: 20, seed: 77, grid: 5, keep: 0.3, fill: 'mean' });
  const { provenance } = map;
  assert.equal(provenance.method, 'd-rise');
  assert.equal(provenance.seed, 77);
  assert.equal(provenance.modelSha256, model.sha256);
  assert.equal(provenance.pictureSha256, picture.sha256);
  assert.equal(provenance.provider, 'wasm');
  assert.match(provenance.versions['onnxruntime-web'], /^\d+\.\d+/);
  const { masks, grid, keep, fill, preset, form } = provenance.options;
  assert.deepEqual(
    { masks, grid, keep, fill, preset, form },
    { masks: 20, grid: 5, keep: 0.3, fill: 'mean', preset: 'default', form: 'mean-subtracted' },
  );
});

test('a regression comes nearer to a long run than sums of the same masks, states its error, and suits one form only', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const truth = await maps(model, picture, { masks: 3000, grid: 4, seed: 9, estimate: 'sum' });
  const few = { masks: 100, grid: 4, seed: 1 } as const;
  const sums = await maps(model, picture, { ...few, estimate: 'sum' });
  const run = drise(model, picture, { ...few, partialEvery: null });
  const regressed = await run.result();
  regressed.forEach((map, target) => {
    const [near, plain] = [map, sums[target]].map(({ data }) => pearson(data, truth[target].data));
    assert.ok(near > plain, `${near} by regression, ${plain} by sums`);
    assert.equal(map.provenance.options.estimate, 'regression');
    assert.ok(map.error && map.error.length === map.data.length && map.reliability !== null);
  });
  const asked = run.ask({ box: squareBox(RED) });
  assert.ok(pearson(asked.data, regressed[0].data) > 0.9);
  assert.ok(
    asked.error && asked.reliability !== null && Math.abs(asked.reliability - (regressed[0].reliability ?? 0)) < 0.1,
  );
  for (const options of [{ form: 'raw' }, { preset: 'xaitk' }] as const) {
    const refused = drise(model, picture, { ...few, ...options, estimate: 'regression' });
    await assert.rejects(refused.result(), { code: 'option-invalid', option: 'estimate' });
  }
  // Where a regression says less than sums, or something else, sums are what is made.
  for (const options of [{ form: 'raw' }, { preset: 'microsoft' }, { masks: 31 }, { grid: 17 }] as const) {
    const [map] = await maps(model, picture, { ...few, ...options });
    assert.equal(map.provenance.options.estimate, 'sum');
  }
});

test('what is stored of a run answers another similarity as a run with that similarity does', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  // Round both squares: the class says which of them counts.
  const [from, to] = [squareBox(RED), squareBox(BLUE)];
  const box = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[2], to[2]), Math.max(from[3], to[3])];
  const options = {
    masks: 128,
    grid: 4,
    seed: 2,
    targets: [{ box: box as unknown as Box, classIndex: 0 }],
    partialEvery: null,
  } as const;
  const run = drise(model, picture, options);
  const [plain] = await run.result();
  const similarity = { classes: 'ignore' } as const;
  const [other] = await drise(model, picture, { ...options, similarity }).result();
  const asked = run.ask(options.targets[0], similarity);
  assert.ok(pearson(plain.data, other.data) < 0.9, `${pearson(plain.data, other.data)}`);
  assert.ok(pearson(asked.data, other.data) > 0.98, `${pearson(asked.data, other.data)}`);
  assert.deepEqual(asked.provenance.options.similarity, other.provenance.options.similarity);
  for (const [wrong, message] of [
    [{ classes: 'cos' }, /similarity\.classes must be one of cosine, same-label, ignore, not "cos"/],
    [{ nms: 0.5 }, /similarity has no "nms"; it has objectness/],
  ] as const) {
    assert.throws(() => run.ask(options.targets[0], wrong as never), { code: 'option-invalid', message });
    await assert.rejects(drise(model, picture, { ...options, similarity: wrong as never }).result(), { message });
  }
});

test('presets that compare detections see what people would see of each masked picture', async () => {
  await using model = await openTinyDetector();
  const picture = await squarePicture([RED, BLUE]);
  const boxes = (await model.predict(picture)).boxes ?? [];
  const run = drise(model, picture, { preset: 'hysts', grid: 4, masks: 40, seed: 5, partialEvery: null });
  await run.result();
  const { spec, scores } = run.store();
  const prepared = model.prepare(picture);
  const painter = new MaskPainter(spec);
  const mask = new Float32Array(spec.width * spec.height);
  const seen: number[] = [];
  for (let n = 0; n < 40; n++) {
    painter.paint(n, mask);
    // The fill is black, which is 0 for this model.
    const tensor = prepared.tensor.map((value, k) => value * mask[k % mask.length]);
    const { prediction } = await model.answer({ tensor, placement: prepared.placement });
    boxes.forEach(({ box, classIndex }, target) => {
      const same = (prediction.boxes ?? []).filter((found) => found.classIndex === classIndex);
      const expected = Math.max(0, ...same.map((found) => boxIou(found.box, box) * found.score));
      assert.ok(Math.abs(scores[n * boxes.length + target] - expected) < 1e-5);
      seen.push(expected);
    });
  }
  assert.ok(
    seen.some((score) => score === 0) && seen.some((score) => score > 0.1),
    'some masks hide an object, some do not',
  );
});
