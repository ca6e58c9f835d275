import assert from 'node:assert/strict';
import { test } from 'node:test';
import { libraryCalls } from '../../src/engine/worker-calls.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { tinyDetector, tinyDetectorRecipe } from '../support/tiny-detector.ts';
import { squarePng } from '../support/tiny-pictures.ts';

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

test('a box drawn by hand is explained as the class that it is taken for, or as a box alone', async () => {
  const { load, explain } = libraryCalls();
  const tools = {
    signal: new AbortController().signal,
    progress: () => {},
    partial: () => {},
    growing: () => {},
    handOver: () => {},
  };
  const options = { backend: 'wasm', recipe: tinyDetectorRecipe } as const;
  await load({ kind: 'load', model: 'detector', source: tinyDetector(), options }, tools);
  const png = (await squarePng([{ label: 'red', column: 2, row: 2 }])) as Uint8Array<ArrayBuffer>;
  const picture = new Blob([png]);
  for (const classIndex of [1, -1]) {
    const drawn = { label: 'mine', classIndex, score: null, box: [8, 8, 16, 16], origin: null } as const;
    const about = { kind: 'explain', model: 'detector', picture, record: 'a', method: 'd-rise', focus: 0 } as const;
    const maps = await explain({ ...about, findings: [drawn], options: { masks: 20 } }, tools);
    const [{ target }] = maps;
    assert.deepEqual(
      [target.label, target.classIndex, target.score, target.box],
      ['mine', classIndex, null, drawn.box],
    );
  }
});
