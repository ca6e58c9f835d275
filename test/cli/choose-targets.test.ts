import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { chooseTargets } from '../../src/cli/choose-targets.ts';
import { parseTarget } from '../../src/cli/targets.ts';
import { reportTarget } from '../../src/core/target-report.ts';
import type { TargetSpec } from '../../src/core/targets.ts';
import { Model } from '../../src/tasks/model.ts';
import { missing, sharedPath } from '../support/fixtures.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { tinyClassifier, tinyClassifierRecipe, tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squareBox, squarePicture } from '../support/tiny-pictures.ts';

const RED = { label: 'red', column: 2, row: 2 } as const;
const BLUE = { label: 'blue', column: 5, row: 5 } as const;
const picture = await squarePicture([RED, BLUE]);

const open = (bytes: Uint8Array, recipe: unknown) => Model.load(bytes, { backend: 'wasm', name: 'tiny', recipe });
const asking = (model: Model) => async (text: string) =>
  (await chooseTargets(model, picture, parseTarget(text), undefined)) as readonly TargetSpec[];

test('of a segmenter: classes, a pixel, a box, and a class where it is not seen', async () => {
  await using model = await open(tinySegmenter(), tinySegmenterRecipe);
  const ask = asking(model);
  const region = (index: number, area = {}) => ({ kind: 'region', class: index, ...area });
  // What is worth it is the method's to choose.
  assert.deepEqual([await ask('all'), await ask('top')], ['all', 'top']);
  assert.deepEqual(await ask('Blue'), [region(3)]);
  assert.deepEqual(await ask('background'), [region(0)]);
  assert.deepEqual(await ask('pixel:20,20'), [region(1, { pixel: [20, 20] })]);
  assert.deepEqual(await ask('pixel:2,2'), [region(0, { pixel: [2, 2] })]);
  // Most of the box is background, but the thing in it is red.
  assert.deepEqual(await ask('box:0,0,30,30'), [region(1, { box: [0, 0, 30, 30] })]);
  assert.deepEqual(await ask('green@box:0,0,30,30'), [region(2, { box: [0, 0, 30, 30] })]);
  await assert.rejects(ask('green'), { code: 'target-missing', message: /"green".*red/ });
  await assert.rejects(ask('purple@pixel:1,1'), { code: 'target-missing', message: /"purple".*green/ });
  await assert.rejects(ask('pixel:64,0'), { code: 'target-missing', message: /outside the picture of 64x64/ });
  await assert.rejects(ask('like:x.png'), { code: 'option-invalid', message: /pixel:x,y/ });
});

test('of a model with heads: the best answers, one by name, and of a part', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const ask = asking(model);
  const answer = (head: string, index: number, box = {}) => ({ kind: 'attribute', head, answer: index, ...box });
  assert.deepEqual(await ask('tone=Bright'), [answer('tone', 1)]);
  assert.deepEqual([await ask('all'), await ask('top')], ['all', 'top']);
  const box = { box: [36, 36, 52, 52] };
  const part = await ask('box:36,36,52,52');
  assert.deepEqual(part, [answer('colour', 2, box), answer('tone', 0, box)]);
  assert.deepEqual(await ask('colour=green@box:36,36,52,52'), [answer('colour', 1, box)]);
  await assert.rejects(ask('colour=pink'), { code: 'target-missing', message: /"colour=pink".*colour=red/ });
  await assert.rejects(ask('red'), { code: 'target-missing', message: /colour=red/ });
  await assert.rejects(ask('pixel:1,1'), { code: 'option-invalid', message: /HEAD=ANSWER/ });
});

test('of an embedder: another picture', { skip: missing('images/bear.jpg') }, async () => {
  await using model = await open(tinyEmbedder(), tinyEmbedderRecipe);
  const ask = asking(model);
  const file = sharedPath('images/bear.jpg');
  const [spec] = await ask(`like:${file}`);
  assert.ok(spec.kind === 'similarity');
  assert.deepEqual([spec.vector.length, spec.label], [3, file]);
  await assert.rejects(ask('top'), { code: 'option-invalid', message: /like:FILE/ });
  await assert.rejects(ask('like:nowhere.png'), { code: 'input-missing', message: /nowhere\.png/ });
});

test('why this and not that: of classes, of boxes, of answers, and of the best', async () => {
  await using classifier = await open(tinyClassifier(), tinyClassifierRecipe);
  const one = (index: number) => ({ kind: 'class', index });
  assert.deepEqual(await asking(classifier)('blue vs red'), [{ kind: 'difference', a: one(2), b: one(0) }]);
  const [best] = await asking(classifier)('top vs green');
  assert.ok(best.kind === 'difference' && best.a.kind === 'class' && best.a.index !== 1);
  await assert.rejects(asking(classifier)('blue vs purple'), { code: 'target-missing', message: /"purple"/ });
  await using detector = await open(tinyDetector(), tinyDetectorRecipe);
  const [boxes] = await asking(detector)('red vs blue');
  assert.ok(boxes.kind === 'difference' && boxes.a.kind === 'box' && boxes.b.kind === 'box');
  assert.deepEqual([boxes.a.class, boxes.b.class], [0, 2]);
  const crowded = await squarePicture([RED, BLUE, { label: 'red', column: 6, row: 2 }]);
  const ofCrowd = (text: string) => chooseTargets(detector, crowded, parseTarget(text), undefined);
  assert.equal((await ofCrowd('red:1 vs blue'))?.length, 1);
  for (const text of ['red vs blue', 'blue vs red', 'red#left vs blue#left']) {
    const several = {
      code: 'option-invalid',
      option: 'target',
      message: /"red" is the label of 2 answers.*red:0.*red:1/,
    };
    await assert.rejects(ofCrowd(text), several, text);
  }
  await using heads = await open(tinyAttributes(), tinyAttributesRecipe);
  const answer = (head: string, index: number) => ({ kind: 'attribute', head, answer: index });
  assert.deepEqual(await asking(heads)('tone=bright vs tone=dark'), [
    { kind: 'difference', a: answer('tone', 1), b: answer('tone', 0) },
  ]);
});

test('one number of a proposal: of all boxes of a label, of one drawn by hand; only detectors have them', async () => {
  await using model = await open(tinyDetector(), tinyDetectorRecipe);
  const [found] = await asking(model)('red#objectness');
  assert.ok(found.kind === 'box' && found.class === 0 && found.part === 'objectness');
  assert.deepEqual((await asking(model)('all#left')).length, 2);
  const box = squareBox(BLUE);
  assert.deepEqual(await asking(model)(`box:${box.join(',')}#top`), [
    { kind: 'box', box, label: undefined, class: undefined, proposal: undefined, part: 'top' },
  ]);
  await using classifier = await open(tinyClassifier(), tinyClassifierRecipe);
  await assert.rejects(asking(classifier)('red#left'), { code: 'option-invalid', message: /no boxes/ });
});

test("a sum of outputs of one's own, from a file", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'xai-weights-'));
  try {
    await using model = await open(tinyClassifier(), tinyClassifierRecipe);
    const ask = async (value: unknown) => {
      const file = path.join(folder, 'mine.json');
      await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
      return asking(model)(`weights:${file}`);
    };
    const sum = { indices: [0, 2], weights: [1, -0.5], label: 'warm' };
    assert.deepEqual(await ask(sum), [{ kind: 'weights', ...sum }]);
    const [unnamed] = await ask({ indices: [1], weights: [1] });
    assert.ok(unnamed.kind === 'weights' && unnamed.label?.endsWith('mine.json'));
    const refused: readonly [unknown, RegExp][] = [
      ['not json', /is not JSON/],
      [{ indices: [0, 1], weights: [1] }, /one weight is needed for each index/],
      [{ indices: [-1], weights: [1] }, /indices\.0/],
      [{ indices: [], weights: [] }, /indices/],
      [{ weights: [1] }, /indices/],
    ];
    for (const [value, message] of refused) await assert.rejects(ask(value), { code: 'option-invalid', message });
    await assert.rejects(asking(model)('weights:nowhere.json'), { code: 'input-missing', message: /nowhere\.json/ });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('reports say what kind a target is, without masks and vectors', () => {
  const target = { index: 2, label: 'bus', classIndex: 6, score: 0.5, box: [1, 2, 3, 4] } as const;
  const common = { index: 2, label: 'bus', class: 6, score: 0.5, box: [1, 2, 3, 4] };
  assert.deepEqual(reportTarget(target), common);
  const pixel = { ...target, box: null, spec: { kind: 'region', class: 6, pixel: [7, 8] } } as const;
  assert.deepEqual(reportTarget(pixel), { ...common, box: null, kind: 'region', pixel: [7, 8] });
  const head = { ...target, spec: { kind: 'attribute', head: 'kind', answer: 6 } } as const;
  assert.deepEqual(reportTarget(head), { ...common, kind: 'attribute', head: 'kind' });
  const like = { ...target, spec: { kind: 'similarity', vector: new Float32Array(4) } } as const;
  assert.deepEqual(reportTarget(like), { ...common, kind: 'similarity' });
});
