import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { describeLayers, describeMethods } from '../../src/engine/model-methods.ts';
import { Model } from '../../src/tasks/model.ts';
import { tinyAttributes, tinyAttributesRecipe } from '../support/tiny-answers.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';

let detector: Model;
let attributes: Model;

before(async () => {
  detector = await Model.load(tinyDetector(), { recipe: tinyDetectorRecipe });
  attributes = await Model.load(tinyAttributes(), { recipe: tinyAttributesRecipe });
});

test('the default comes first, methods of other tasks last with the reason', () => {
  const ofDetector = describeMethods(detector);
  assert.equal(ofDetector[0].name, 'd-rise');
  const rise = ofDetector.find(({ name }) => name === 'rise');
  assert.match(rise?.obstacle ?? '', /^It explains classification, .* this model is for detection\.$/);
  const ofAttributes = describeMethods(attributes);
  assert.deepEqual(
    ofAttributes.slice(0, 3).map(({ name }) => name),
    ['grad-cam', 'recipro-cam', 'rise'],
  );
  for (const methods of [ofDetector, ofAttributes]) {
    const possible = methods.map(({ obstacle }) => obstacle === null);
    assert.deepEqual(possible, [...possible].sort().reverse(), 'what cannot run comes after what can');
    assert.equal(new Set(methods.map(({ title }) => title)).size, methods.length);
  }
});

test('a method says how targets share its passes, what it asks about and which options it has', () => {
  const pick = (wanted: string) => {
    const { title, together, classAgnostic, passes, options } = describeMethods(detector).find(
      ({ name }) => name === wanted,
    ) as ReturnType<typeof describeMethods>[number];
    return {
      title,
      together,
      classAgnostic,
      passes,
      has: ['layer', 'component', 'masks'].filter((o) => options?.includes(o)),
    };
  };
  assert.deepEqual(pick('d-rise'), {
    title: 'D-RISE',
    together: true,
    classAgnostic: false,
    passes: 5000,
    has: ['masks'],
  });
  assert.deepEqual(pick('grad-cam'), {
    title: 'Grad-CAM',
    together: false,
    classAgnostic: false,
    passes: 1,
    has: ['layer'],
  });
  assert.deepEqual(pick('eigen-cam'), {
    title: 'Eigen-CAM',
    together: false,
    classAgnostic: true,
    passes: 1,
    has: ['layer', 'component'],
  });
});

test('a model without attention refuses what is for transformers, before anything runs', () => {
  const rollout = describeMethods(detector).find(({ name }) => name === 'attention-rollout');
  assert.match(rollout?.obstacle ?? '', /transformers/);
});

test('layers say their shape and why; methods for tokens are ruled out where none is a sequence', async () => {
  const { layers, obstacles } = await describeLayers(detector);
  for (const { dims, channels, width, height, reason } of layers) {
    assert.equal(dims.length, 4);
    assert.ok(channels > 1 && width > 1 && height > 1 && reason !== '');
  }
  assert.match(obstacles['vit-recipro-cam'], /sequence of tokens/);
  assert.equal(obstacles['grad-cam'] !== undefined, layers.length === 0);
});
