import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabelledProposals } from '../../src/core/proposals.ts';
import { Run } from '../../src/core/run.ts';
import { DEFAULT_SIMILARITY } from '../../src/gpu/reference/similarity.ts';
import { ClassReader, DetectionReader, KEPT_CLASSES } from '../../src/methods/answer-readers.ts';
import type { BoxTarget } from '../../src/methods/box-question.ts';
import { defaultMethod, explain, plan } from '../../src/methods/explain.ts';
import { occlusion } from '../../src/methods/occlusion.ts';
import { allMethods, defineMethod, methodNames } from '../../src/methods/registry.ts';
import { type Square, squarePicture } from '../support/tiny-pictures.ts';
import { openTinyClassifier, openTinyDetector, worstDifference } from './open-model.ts';

const RED: Square = { label: 'red', column: 3, row: 3 };

test('each task has its method, and options go through to it', async () => {
  await using detector = await openTinyDetector();
  await using classifier = await openTinyClassifier();
  const picture = await squarePicture([RED]);
  assert.deepEqual([defaultMethod(detector), defaultMethod(classifier)], ['d-rise', 'grad-cam']);
  const [box] = await explain(detector, picture, { masks: 5, seed: 3, partialEvery: null }).result();
  assert.deepEqual([box.provenance.method, box.masks, box.provenance.seed], ['d-rise', 5, 3]);
  const [whole] = await explain(classifier, picture, { masks: 5, targets: [2] }).result();
  assert.deepEqual([whole.provenance.method, whole.target.label], ['rise', 'blue']);
  const byPreset = ['paper', 'hysts', 'torch-cam', 'openvino'].map((preset) => defaultMethod(classifier, { preset }));
  assert.deepEqual(byPreset, ['recipro-cam', 'rise', 'score-cam', 'rise']);
});

test('a method that does not fit, or is not there, is refused at once', async () => {
  await using detector = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const refusal = (message: RegExp) => ({ name: 'XaiError', code: 'method-unsupported', option: 'method', message });
  assert.throws(
    () => explain(detector, picture, { method: 'rise' }),
    refusal(/rise explains classification.*use d-rise/),
  );
  assert.throws(
    () => explain(detector, picture, { method: 'wishful-thinking' }),
    refusal(/no method "wishful-thinking"; there are d-rise, rise, grad-cam/),
  );
});

test('a plan says what a method costs and what stands in its way, without running it', async () => {
  await using detector = await openTinyDetector();
  const before = await plan(detector);
  assert.deepEqual([before.method, before.possible, before.passes, before.seconds], ['d-rise', true, 5000, null]);
  assert.equal((await plan(detector, { preset: 'paper' })).passes, 5000);
  assert.equal((await plan(detector, { masks: 7 })).passes, 7);
  assert.ok((await plan(detector, { masks: 2000 })).bytes > (await plan(detector, { masks: 20 })).bytes);
  await detector.predict(await squarePicture([RED]));
  const { seconds } = await plan(detector, { masks: 100 });
  assert.ok(seconds !== null && seconds > 0 && seconds < 60);
  const refused = await plan(detector, { method: 'rise' });
  assert.equal(refused.possible, false);
  assert.match(refused.obstacles[0], /rise explains classification/);
});

test('methods that say so give every class one map, and the others do not', async () => {
  await using model = await openTinyClassifier();
  const picture = await squarePicture([RED, { label: 'blue', column: 6, row: 5 }]);
  const fitting = allMethods().filter(
    ({ name, tasks }) => tasks.includes('classification') && !/^(vit|attention|aise)/.test(name),
  );
  for (const { name: method, classAgnostic = false, options } of fitting) {
    const layer = options?.includes('layer') ? 'positive' : undefined;
    const few = { rise: { masks: 20 }, 'smooth-grad': { samples: 2 }, 'integrated-gradients': { steps: 3 } }[method];
    const [red, blue] = await explain(model, picture, { method, layer, targets: [0, 2], ...few }).result();
    assert.equal(worstDifference(red.data, blue.data) === 0, classAgnostic, method);
  }
});

test("a method of the user's own is found by its name", async () => {
  await using detector = await openTinyDetector();
  const method = {
    name: 'nothing-at-all',
    tasks: ['detection'] as const,
    passes: () => 1,
    run: () => new Run(async () => []),
  };
  defineMethod(method);
  assert.ok(methodNames().includes('nothing-at-all'));
  assert.deepEqual(await explain(detector, await squarePicture([]), { method: 'nothing-at-all' }).result(), []);
  for (const name of ['nothing-at-all', 'd-rise', 'With Spaces', '']) {
    assert.throws(() => defineMethod({ ...method, name }), { name: 'XaiError', code: 'option-invalid' }, name);
  }
});

test('at most 4 kB a mask are kept, whatever the model', () => {
  for (const classes of [1, 20, 80, 116, 117, 1203]) {
    const layout: LabelledProposals = {
      kind: 'labelled',
      classes,
      boxes: { output: 'boxes', offset: 0, row: 4, coding: 'xyxy' },
      boxScale: [1, 1],
      scores: { output: 'scores', offset: 0, row: 1 },
      labels: { output: 'labels', offset: 0, row: 1, first: 0 },
    };
    const reader = new DetectionReader(layout, [], DEFAULT_SIMILARITY, { width: 32, height: 32 });
    assert.ok(reader.keptWords > 0 && reader.keptWords * 4 <= 4096, `${classes} classes`);
  }
  const words = (classes: number) => new ClassReader({ name: 'scores', classes }, 'softmax', [0]).keptWords;
  assert.deepEqual([words(1000), words(KEPT_CLASSES), words(KEPT_CLASSES + 1)], [1000, 1024, 0]);
  assert.ok(KEPT_CLASSES * 4 <= 4096);
});

test('one class rather than another by masks; what a method is not asked about is refused in words', async () => {
  await using classifier = await openTinyClassifier();
  await using detector = await openTinyDetector();
  const picture = await squarePicture([RED]);
  const difference = { kind: 'difference', a: { kind: 'class', index: 0 }, b: { kind: 'class', index: 2 } } as const;
  const [map] = await explain(classifier, picture, { method: 'rise', masks: 40, targets: [difference] }).result();
  assert.equal(map.target.label, 'red rather than blue');
  const box = [8, 8, 16, 16] as const;
  const ask = (targets: unknown, method: string) =>
    explain(detector, picture, {
      method,
      targets: targets as readonly BoxTarget[],
      ...(method === 'd-rise' && { masks: 4 }),
    });
  const refusals: [unknown, string, string, RegExp][] = [
    [[difference], 'd-rise', 'target-missing', /asked of whole boxes only/],
    [[{ kind: 'box', box, part: 'left' }], 'd-rise', 'target-missing', /asked of whole boxes only/],
    [[0], 'd-rise', 'target-missing', /asked of whole boxes only/],
    [[{ box: [Number.NaN, 0, 1, 1] }], 'd-rise', 'option-invalid', /has no area/],
    [[{ kind: 'box', box, part: 'middle' }], 'grad-cam', 'option-invalid', /not "middle"/],
    ...['grad-cam', 'd-rise'].map((method): [unknown, string, string, RegExp] => [
      [{ kind: 'box', box, class: 3 }],
      method,
      'target-missing',
      /There is no class 3; the model has 3 classes/,
    ]),
  ];
  for (const [targets, method, code, message] of refusals) {
    await assert.rejects(ask(targets, method).result(), { name: 'XaiError', code, message }, method);
  }
  const sidu = explain(classifier, picture, { method: 'sidu', targets: [difference] }).result();
  await assert.rejects(sidu, { code: 'target-missing', message: /classes alone can be asked about/ });
});

test('values that an option does not have are refused at once, whatever the method', async () => {
  await using classifier = await openTinyClassifier();
  const picture = await squarePicture([RED]);
  const wrong: [string, object, RegExp][] = [
    ['score', { score: 'logits' }, /one of logit, probability, not "logits"/],
    ['scoreThreshold', { scoreThreshold: 1.5 }, /from 0 to 1, not 1.5/],
    ['scoreThreshold', { scoreThreshold: -0.1 }, /from 0 to 1/],
    ['batch', { batch: 0 }, /whole number from 1 to 1024, not 0/],
    ['batch', { batch: 1.5 }, /not 1.5/],
    ['partialEvery', { partialEvery: -1 }, /at least 0, not -1/],
    ['partialEvery', { partialEvery: Number.NaN }, /at least 0, not NaN/],
    ['layer', { layer: 5 }, /name of a tensor, not 5/],
    ['layers', { layers: 'a' }, /list of at least one tensor's name, not "a"/],
    ['layers', { layers: [] }, /list of at least one/],
    ['layers', { layer: 'a', layers: ['b'] }, /either layer or layers/],
  ];
  for (const method of ['grad-cam', 'occlusion', 'eigen-cam', 'cam']) {
    for (const [option, options, message] of wrong) {
      const expected = { name: 'XaiError', code: 'option-invalid', option, message };
      assert.throws(() => explain(classifier, picture, { method, ...options }), expected, `${method} ${option}`);
    }
  }
  const direct = occlusion(classifier, picture, { score: 'logits' as 'logit' }).result();
  await assert.rejects(direct, { code: 'option-invalid', option: 'score' });
});
