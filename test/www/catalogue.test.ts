import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { sha256Hex } from '../../src/core/hash.ts';
import { EMBEDDED_MODELS } from '../../src/runtime/embedded.ts';
import { parseRecipe } from '../../src/tasks/recipe.ts';
import { en } from '../../www/languages/en.ts';
import { CATALOGUE } from '../../www/library/catalogue.ts';
import { EMBEDDED, EMBEDDED_SERIES } from '../../www/library/embedded.ts';
import { COCO_LABELS } from '../../www/library/labels.ts';
import { missing, sharedFile, sharedPath } from '../support/fixtures.ts';

/** The same files as test fixtures, by the catalogue's keys. */
const FIXTURES: Readonly<Record<string, string>> = {
  fastestdet: 'fastestdet',
  yoloxNano: 'yolox-nano',
  ultraface: 'ultraface-rfb-320',
  ssdPerson: 'st-ssd-person',
  deeplab: 'deeplabv3-mnv2',
  flowers: 'mobilenetv2-flowers',
  cifar: 'cifar10-flatten-cnn',
};

test('the catalogue names each model once, by an address at one commit, and has words for it', () => {
  assert.deepEqual(
    CATALOGUE.map(({ key }) => key),
    Object.keys(FIXTURES),
  );
  assert.equal(new Set(CATALOGUE.map(({ sha256 }) => sha256)).size, CATALOGUE.length);
  for (const { key, url, home } of CATALOGUE) {
    assert.match(url, /^https:\/\/raw\.githubusercontent\.com\/[^/]+\/[^/]+\/[0-9a-f]{40}\/.+\.onnx$/);
    assert.match(home, /^https:\/\/github\.com\//);
    assert.ok(en.catalogue[key], key);
  }
  assert.equal(new Set(COCO_LABELS).size, 80);
});

for (const { key, bytes, sha256, task, knowledge } of CATALOGUE) {
  const file = `models/${FIXTURES[key]}/model.onnx`;
  test(`${key}: size and hash are those of the file`, { skip: missing(file) }, async () => {
    assert.equal(statSync(sharedPath(file)).size, bytes);
    assert.equal(await sha256Hex(sharedFile(file)), sha256);
  });

  test(`${key}: it is fed and read as in the tests of its answers`, () => {
    const recipe = parseRecipe(knowledge.recipe);
    const known = parseRecipe(JSON.parse(readFileSync(`test/fixtures/recipes/${FIXTURES[key]}.recipe.json`, 'utf8')));
    const essence = ({ input, output, scoreThreshold, iouThreshold }: typeof recipe) => {
      // Names of tensors may be left to the format.
      const { name: _name, ...fed } = input;
      const { output: _output, ...read } = output as { output?: string };
      return { fed, read, scoreThreshold, iouThreshold };
    };
    assert.deepEqual(essence(recipe), essence(known));
    assert.equal(recipe.task, task);
  });
}

test('the library offers models of the package only, with words for each', () => {
  const names = EMBEDDED_MODELS.map(({ name }) => name);
  const offered = [...EMBEDDED, ...EMBEDDED_SERIES].map(({ name }) => name);
  for (const name of offered) {
    assert.ok(names.includes(name), name);
    assert.ok(en.embedded[name], name);
  }
  assert.deepEqual([...names].sort(), [...offered].sort(), 'and all of them');
});
