import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { parseRecipe } from '../../src/tasks/recipe.ts';
import { missing } from '../support/fixtures.ts';
import { openRecipe, readRecipeFile } from './open-fixture.ts';

const MINIMAL = {
  version: 1,
  task: 'detection',
  input: { width: 640, height: 480 },
  output: { format: 'yolov8' },
};

const models = readdirSync('test/fixtures/recipes').map((file) => file.replace('.recipe.json', ''));

test('defaults are filled in', () => {
  const recipe = parseRecipe(MINIMAL);
  assert.deepEqual(recipe, {
    ...MINIMAL,
    input: {
      width: 640,
      height: 480,
      layout: 'NCHW',
      channels: 'RGB',
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      resize: 'stretch',
      interpolation: 'antialias',
      padValue: 114,
      alphaBackground: [255, 255, 255],
    },
    output: { format: 'yolov8', boxUnit: 'input', activation: 'none' },
    extraInputs: [],
    scoreThreshold: 0.3,
    iouThreshold: 0.45,
  });
});

test('a wrong field is named by its path, with what it should be', () => {
  const wrong: [unknown, RegExp][] = [
    [{ ...MINIMAL, input: { width: 640 } }, /input\.height/],
    [{ ...MINIMAL, input: { ...MINIMAL.input, layout: 'CHW' } }, /input\.layout.*NCHW/],
    [{ ...MINIMAL, input: { ...MINIMAL.input, std: [0.2, 0, 0.2] } }, /input\.std\.1/],
    [{ ...MINIMAL, input: { ...MINIMAL.input, mean: [1, 2] } }, /input\.mean has 2 numbers/],
    [{ ...MINIMAL, input: { ...MINIMAL.input, witdh: 3 } }, /input\.witdh/],
    [{ ...MINIMAL, output: { format: 'yolov9000' } }, /output\.format.*yolox/],
    [{ ...MINIMAL, scoreThreshold: 1.5 }, /scoreThreshold/],
    [{ ...MINIMAL, task: 'guessing' }, /task.*detection/],
    [{ ...MINIMAL, version: 2 }, /version/],
    [{ ...MINIMAL, labels: 'coco.txt' }, /labels/],
    [{ ...MINIMAL, task: 'instance-segmentation', output: { format: 'yolox' } }, /output\.format/],
    [{ ...MINIMAL, input: { ...MINIMAL.input, type: 'uint8' } }, /input\.scale.*uint8/],
    ['yolov8', /Object/],
    [null, /Object/],
  ];
  for (const [value, pattern] of wrong) {
    assert.throws(
      () => parseRecipe(value, 'mine.recipe.json'),
      (error) => {
        assert.ok(error instanceof XaiError && error.code === 'recipe-invalid', String(error));
        assert.match(error.message, pattern);
        assert.match(error.message, /mine\.recipe\.json/);
        return true;
      },
    );
  }
});

test('every recipe of the test models follows the format and says so to editors', () => {
  assert.equal(models.length, 17);
  for (const model of models) {
    const file = readRecipeFile(model) as Record<string, unknown>;
    assert.equal(file.$schema, '../../../schemas/recipe.schema.json', model);
    parseRecipe(file, model);
  }
});

for (const model of models) {
  test(`the recipe of ${model} fits the model and its labels`, { skip: missing(`models/${model}/model.onnx`) }, () => {
    const { labels } = openRecipe(model);
    assert.ok(labels === undefined ? model === 'swift-f0' : Array.isArray(labels) && labels.length > 0);
  });
}

test('the published schema is the one that the code checks by', () => {
  execFileSync(process.execPath, ['scripts/make-schemas.mjs', '--check'], { stdio: 'pipe' });
});
