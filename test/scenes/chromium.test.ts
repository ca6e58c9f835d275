import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawScene, type SceneObject } from '../../src/scenes/scene.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { servePage } from '../support/page.ts';
import { colours, createContext, noCanvas } from './support.ts';

const skip = noCanvas || (findChromium() ? false : 'no Chromium was found');

test('Chromium draws the same scenes as Node', { skip }, async () => {
  const served = await servePage({ entry: 'test/scenes/page-entry.ts' });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(served.url);
    await page.waitForFunction('typeof globalThis.drawHere === "function"');
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const there = (await page.evaluate(`drawHere(${seed})`)) as { pixels: number[]; objects: SceneObject[] };
      const here = drawScene(seed, createContext);
      const [a, b] = [colours(here.pixels), colours(there.pixels)];
      const differences = a.map((value, i) => Math.abs(value - b[i])).sort();
      const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
      // Both draw with Skia, but of other versions: edges are averaged a little differently, gradients dithered or not.
      assert.ok(mean < 1, `seed ${seed}: mean difference ${mean.toFixed(3)} of 255`);
      assert.ok(
        differences[Math.floor(differences.length * 0.995)] <= 16,
        `seed ${seed}: 1 in 200 differs by more than 16`,
      );
      assert.deepEqual(
        there.objects.map(({ label }) => label),
        here.objects.map(({ label }) => label),
      );
      there.objects.forEach(({ box }, i) => {
        box.forEach((edge, side) => {
          assert.ok(
            Math.abs(edge - here.objects[i].box[side]) <= 1,
            `seed ${seed}: ${box} there, ${here.objects[i].box} here`,
          );
        });
      });
    }
  } finally {
    await browser.close();
    await served.stop();
  }
});
