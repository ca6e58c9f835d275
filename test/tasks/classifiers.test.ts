import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '../../src/core/tensor.ts';
import { readClasses } from '../../src/tasks/classes.ts';
import { givesClasses } from '../../src/tasks/recipe.ts';
import { missing, sharedFile } from '../support/fixtures.ts';
import { CLASSIFIERS } from './expected-answers.ts';
import { feedLikeLibvips, openRecipe, sharedPicture, withModel } from './open-fixture.ts';

/** What models.json is held to; its figures have two or three decimals. */
const SCORE_TOLERANCE = 0.02;

for (const [model, table] of Object.entries(CLASSIFIERS)) {
  test(`${model} answers what it is known to answer`, { skip: missing(`models/${model}/model.onnx`) }, () =>
    withModel(model, async (fixture) => {
      for (const { photo, feeding, answers } of table) {
        const recipe = openRecipe(model);
        assert.ok(givesClasses(recipe) && recipe.task !== 'series');
        if (feeding === 'uncropped') recipe.input.cropShortSide = recipe.input.height;
        const { feeds } =
          feeding === 'libvips'
            ? await feedLikeLibvips(fixture, photo, recipe)
            : fixture.feedPicture(await sharedPicture(photo), recipe);
        const outputs = await fixture.run(feeds);
        const classes = readClasses(outputs, recipe, 0, answers.length);
        const sum = readClasses(outputs, recipe).reduce((total, { score }) => total + score, 0);
        // 16-bit floats carry 3 decimals; a thousand of them add up their rounding.
        assert.ok(Math.abs(sum - 1) < 0.01, `${photo}: scores add up to ${sum}`);
        classes.forEach(({ label, score }, i) => {
          assert.equal(label.split(',')[0], answers[i][0], photo);
          assert.ok(Math.abs(score - answers[i][1]) <= SCORE_TOLERANCE, `${photo}: ${label} ${score.toFixed(3)}`);
        });
      }
    }),
  );
}

test(
  'deeplabv3-mnv2 sees the known shares of its classes through an NHWC input',
  {
    skip: missing('models/deeplabv3-mnv2/model.onnx'),
  },
  () =>
    withModel('deeplabv3-mnv2', async (fixture) => {
      const recipe = openRecipe('deeplabv3-mnv2');
      assert.ok(recipe.task === 'semantic-segmentation' && Array.isArray(recipe.labels));
      const { labels } = recipe;
      const { feeds } = fixture.feedPicture(await sharedPicture('bus.jpg'), recipe);
      const { ResizeBilinear_3: map } = await fixture.run(feeds);
      const counts: Record<string, number> = {};
      for (let at = 0; at < map.data.length; at += 21) {
        const scores = Array.from(map.data.subarray(at, at + 21), Number);
        const label = labels[scores.indexOf(Math.max(...scores))];
        counts[label] = (counts[label] ?? 0) + 21 / map.data.length;
      }
      assert.ok(Math.abs(counts.bus - 0.27) < 0.02, `bus ${counts.bus}`);
      assert.ok(Math.abs(counts.person - 0.125) < 0.02, `person ${counts.person}`);
    }),
);

test('yamnet-esc10 hears what its sample patches hold', { skip: missing('models/yamnet-esc10/samples.json') }, () =>
  withModel('yamnet-esc10', async (fixture) => {
    const recipe = openRecipe('yamnet-esc10');
    assert.ok(givesClasses(recipe));
    const { patches } = JSON.parse(new TextDecoder().decode(sharedFile('models/yamnet-esc10/samples.json'))) as {
      patches: Record<string, { shape: number[]; data: number[] }>;
    };
    for (const [label, { shape, data }] of Object.entries(patches)) {
      const patch: Tensor = { type: 'float32', dims: shape, data: Float32Array.from(data) };
      const outputs = await fixture.run({ input_1: patch });
      assert.equal(readClasses(outputs, recipe)[0].label, label);
    }
  }),
);
