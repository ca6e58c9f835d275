import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cosineSimilarity } from '../../src/core/cosine.ts';
import { cropAround } from '../../src/tasks/crop.ts';
import { readVector } from '../../src/tasks/embedding.ts';
import { readHeads } from '../../src/tasks/heads.ts';
import { Model } from '../../src/tasks/model.ts';
import { type AttributesRecipe, type EmbeddingRecipe, parseRecipe } from '../../src/tasks/recipe.ts';
import { specTarget } from '../../src/tasks/spec-target.ts';
import {
  tinyAttributes,
  tinyAttributesRecipe,
  tinyEmbedder,
  tinyEmbedderRecipe,
  tinySegmenter,
  tinySegmenterRecipe,
} from '../support/tiny-answers.ts';
import { squarePicture } from '../support/tiny-pictures.ts';

const RED = { label: 'red', column: 2, row: 2 } as const;
const BLUE = { label: 'blue', column: 5, row: 5 } as const;

const open = (bytes: Uint8Array, recipe: unknown) => Model.load(bytes, { backend: 'wasm', recipe });
const close = (a: number | null, b: number, tolerance = 1e-4) =>
  assert.ok(a !== null && Math.abs(a - b) < tolerance, `${a} is not ${b}`);

for (const layout of ['NCHW', 'NHWC'] as const) {
  test(`a segmenter gives each square its class, in the pixels of the picture: ${layout}`, async () => {
    const recipe = { ...tinySegmenterRecipe, output: { format: 'class-maps', layout } };
    await using model = await open(tinySegmenter(layout), recipe);
    const picture = await squarePicture([RED, BLUE]);
    const prediction = await model.predict(picture);
    assert.ok(prediction.segmentation);
    const { classMap, segments, labels } = prediction.segmentation;
    assert.equal(classMap.length, 64 * 64);
    assert.deepEqual(labels, ['background', 'red', 'green', 'blue']);
    assert.deepEqual(segments.map(({ label }) => label).sort(), ['background', 'blue', 'red']);
    assert.equal(segments.at(-1)?.label, 'background');
    const at = (x: number, y: number) => labels[classMap[y * 64 + x]];
    // The squares go from 12 to 28 and from 36 to 52.
    assert.deepEqual([at(19, 19), at(43, 43), at(19, 43), at(2, 2)], ['red', 'blue', 'background', 'background']);
    // Pixel 19 lies .9375 of the way from a cell that is half red to one that is all red, in both directions. Raw scores of
    // red: 8 where all is red, 0 at the edges, -4 at the corner; the background has 0, the others next to nothing.
    const [full, edge, corner] = [8, 0, -4].map((raw) => 1 / (1 + Math.exp(-raw)));
    const expected = 0.9375 ** 2 * full + 2 * 0.9375 * 0.0625 * edge + 0.0625 ** 2 * corner;
    close(prediction.segmentation.scoreOf(1, { pixel: [19, 19] }), expected);
  });
}

test('a letterboxed picture is segmented where it lies, and its padding nowhere', async () => {
  await using model = await open(tinySegmenter(), tinySegmenterRecipe);
  const data = new Uint8ClampedArray(64 * 32 * 4).fill(255);
  // The left half blue.
  for (let at = 0; at < 64 * 32; at++) if (at % 64 < 32) data.set([0, 0, 255], at * 4);
  const { segmentation } = await model.predict({ width: 64, height: 32, data, sha256: '' });
  assert.ok(segmentation);
  assert.deepEqual(
    segmentation.segments.map(({ label, share }) => [label, share]),
    [
      ['blue', 0.5],
      ['background', 0.5],
    ],
  );
});

test('every head gives all its answers by falling score', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const { heads } = await model.predict(await squarePicture([RED]));
  assert.ok(heads);
  assert.deepEqual(
    heads.map(({ name, answers }) => [name, answers.length, answers[0].label]),
    [
      ['colour', 3, 'red'],
      ['tone', 2, 'dark'],
    ],
  );
  for (const { answers } of heads) {
    close(
      answers.reduce((sum, { score }) => sum + score, 0),
      1,
    );
    assert.deepEqual(
      [...answers].sort((a, b) => b.score - a.score),
      answers,
    );
  }
});

test('a box asks about its part of the picture, with a margin', async () => {
  await using model = await open(tinyAttributes(), tinyAttributesRecipe);
  const picture = await squarePicture([RED, BLUE]);
  const colour = async (box?: readonly [number, number, number, number]) =>
    (await model.predict(picture, { box })).heads?.[0].answers[0];
  assert.equal((await colour([12, 12, 28, 28]))?.label, 'red');
  assert.equal((await colour([36, 36, 52, 52]))?.label, 'blue');
  // 1.3 times the square's side: of 20.8 x 20.8 pixels 256 are red, the rest grey. Logits 8 c and -4 c.
  const contrast = 256 / 20.8 ** 2;
  close((await colour([12, 12, 28, 28]))?.score ?? 0, 1 / (1 + 2 * Math.exp(-12 * contrast)), 0.01);
  const spec = { kind: 'attribute', head: 'colour', answer: 0, box: [12, 12, 28, 28] } as const;
  const target = specTarget(spec, 3, await model.predict(picture, { box: spec.box }));
  assert.deepEqual([target.index, target.label, target.classIndex, target.box], [3, 'colour: red', 0, spec.box]);
  assert.equal(target.spec, spec);
});

test('a box is widened to the shape of the input, kept inside, and cut where there is no more picture', () => {
  const picture = { width: 100, height: 60 };
  const square = { width: 8, height: 8 };
  assert.deepEqual(cropAround([40, 20, 60, 30], picture, square), { x: 37, y: 12, width: 26, height: 26 });
  // At the corner it is moved.
  assert.deepEqual(cropAround([0, 0, 20, 10], picture, square), { x: 0, y: 0, width: 26, height: 26 });
  assert.deepEqual(cropAround([80, 50, 120, 90], picture, square), { x: 74, y: 34, width: 26, height: 26 });
  // 130 x 130 would be wanted.
  assert.deepEqual(cropAround([0, 0, 100, 60], picture, square), { x: 0, y: 0, width: 100, height: 60 });
  assert.deepEqual(cropAround([40, 20, 60, 30], picture, { width: 16, height: 8 }), {
    x: 34,
    y: 17,
    width: 32,
    height: 16,
  });
  for (const box of [
    [5, 5, 5, 9],
    [200, 0, 300, 10],
    [0, 0, Number.NaN, 10],
  ] as const) {
    assert.throws(() => cropAround(box, picture, square), { code: 'option-invalid', message: /no area/ });
  }
});

test('a model that says itself where things are is not asked about a box', async () => {
  await using model = await open(tinySegmenter(), tinySegmenterRecipe);
  const picture = await squarePicture([]);
  await assert.rejects(model.predict(picture, { box: [0, 0, 9, 9] }), {
    code: 'option-invalid',
    message: /semantic-segmentation/,
  });
});

test('an embedding is a vector of its own, compared by its cosine', async () => {
  await using model = await open(tinyEmbedder(), tinyEmbedderRecipe);
  const [red, blue] = await Promise.all([squarePicture([RED]), squarePicture([BLUE])]);
  const first = (await model.predict(red)).vector;
  const second = (await model.predict(blue)).vector;
  assert.ok(first && second);
  // A sixteenth of full colour on a grey of 128.
  [1 / 16 + (15 / 16) * (128 / 255), (15 / 16) * (128 / 255)].forEach((value, k) => {
    close(first[k], value);
  });
  const expected =
    first.reduce((sum, value, k) => sum + value * second[k], 0) / (Math.hypot(...first) * Math.hypot(...second));
  close(cosineSimilarity(first, second), expected, 1e-9);
  assert.ok(expected < 0.999);
  const target = specTarget({ kind: 'similarity', vector: second, label: 'blue.png' }, 0, await model.predict(red));
  assert.equal(target.label, 'like blue.png');
  close(target.score, expected, 1e-6);
});

test('vectors: 3-4-5 by hand; lengths that differ and zeros are refused', () => {
  assert.equal(cosineSimilarity([3, 4], [4, 3]), 24 / 25);
  assert.equal(cosineSimilarity([1, 0], [-2, 0]), -1);
  assert.throws(() => cosineSimilarity([1], [1, 2]), { code: 'option-invalid', message: /1 and 2/ });
  assert.throws(() => cosineSimilarity([0, 0], [1, 2]), { code: 'option-invalid', message: /zeros/ });
});

test('heads and vectors that are not there, have other lengths, or are no numbers', () => {
  const attributes = parseRecipe(tinyAttributesRecipe) as AttributesRecipe;
  const floats = (dims: number[], ...values: number[]) =>
    ({ type: 'float32', dims, data: Float32Array.from(values) }) as const;
  const tone = floats([1, 2], 1, 2);
  const heads = (outputs: Parameters<typeof readHeads>[0], code: string, message: RegExp) =>
    assert.throws(() => readHeads(outputs, attributes), { name: 'XaiError', code, message });
  heads({ tone }, 'recipe-invalid', /"colour" reads the output "colour".*tone/);
  heads({ colour: floats([1, 2], 0, 0), tone }, 'labels-invalid', /3 labels.*\[1, 2\] has 2 answers/);
  heads({ colour: floats([1, 3], 0, Number.NaN, 0), tone }, 'model-output', /"colour"/);
  heads({ colour: floats([1, 3], 0, Number.POSITIVE_INFINITY, 0), tone }, 'model-output', /infinite/);
  const embedding = parseRecipe(tinyEmbedderRecipe) as EmbeddingRecipe;
  const vector = (outputs: Parameters<typeof readVector>[0], code: string, message: RegExp) =>
    assert.throws(() => readVector(outputs, embedding), { name: 'XaiError', code, message });
  vector({ map: floats([1, 2, 2], 1, 2, 3, 4) }, 'recipe-invalid', /"map" \[1, 2, 2\]/);
  vector({}, 'recipe-invalid', /vector/);
  vector({ v: floats([1, 2], 1, Number.NaN) }, 'model-output', /"v"/);
});
