import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Box } from '../../src/core/boxes.ts';
import { explain } from '../../src/methods/explain.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';

runtimeSettings.threads = 1;

const open = (name: string) => Model.load(`www/models/${name}.onnx`, { backend: 'wasm' });
const picture = await pictureFromPixels(64, 64, new Uint8ClampedArray(64 * 64 * 4).fill(128));
const detector = await open('detector');
const classifier = await open('classifier-fair');
after(async () => {
  await detector[Symbol.asyncDispose]();
  await classifier[Symbol.asyncDispose]();
});
const ask = (model: Model, method: string, target: object) =>
  explain(model, picture, { method, targets: [target], ...(method.endsWith('rise') ? { masks: 8 } : {}) } as Parameters<
    typeof explain
  >[2]).result();
const outside: Box = [64, 0, 90, 20];

for (const method of ['d-rise', 'grad-cam', 'eigen-cam', 'occlusion']) {
  test(`${method}: a box outside of the picture is told of before any pass`, async () => {
    for (const target of [{ box: outside }, { box: outside, classIndex: 0 }, { kind: 'box', box: outside }]) {
      await assert.rejects(ask(detector, method, target), {
        code: 'target-missing',
        message: /box 64,0,90,20 lies outside the picture of 64x64/,
      });
    }
  });
}

for (const method of ['rise', 'grad-cam', 'eigen-cam', 'occlusion', 'recipro-cam']) {
  test(`${method}: a classifier is not asked about boxes`, async () => {
    for (const target of [
      { box: [0, 0, 10, 10] },
      { kind: 'difference', a: { kind: 'class', index: 0 }, b: { kind: 'box', box: [0, 0, 10, 10] } },
    ]) {
      await assert.rejects(ask(classifier, method, target), {
        code: 'target-missing',
        message: /is for classification and finds no boxes/,
      });
    }
  });
}
