import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page as Tab } from 'puppeteer-core';
import { launchChromium } from '../../support/chromium.ts';
import { type Page, servePage } from '../../support/page.ts';
import { analytic, type GradientCase } from './check.ts';

/** Of the largest gradient: float32 sums in another order. All cases but two stayed below 1e-5 on SwiftShader. */
const TOLERANCE = 1e-4;
/** WGSL promises sin and cos to 2^-11 = 5e-4 only, forward as well; SwiftShader's were off by 1.9e-4. */
const LOOSE = { cases: /^(Sin|Cos) /, tolerance: 2e-4 };

/** What onnxruntime-web 1.30 cannot run on WebGPU, by name, with what it says; a case that runs after all fails its test. */
const IMPOSSIBLE: Readonly<Record<string, RegExp>> = {
  // The forward graph alone can't be opened either: no kernel takes doubles.
  'Cast to double and back': /Provider type for Cast node/,
  'Conv x 1,2,4,4,3 w 2,2,2,3,2 {"strides":[1,2,1],"pads":[1,0,0,0,1,1]} opset 17':
    /Only Conv2d or Conv1d are supported/,
};

/** A test per case: the graph with its backward pass gives on WebGPU in Chromium what it gives on wasm. */
export function testOnWebgpu(cases: readonly GradientCase[]): void {
  let browser: Browser;
  let page: Page;
  let tab: Tab;

  const load = async () => {
    await tab.goto(page.url);
    await tab.waitForFunction(() => 'runOnWebgpu' in window);
  };

  before(async () => {
    page = await servePage({ entry: 'test/onnx/autodiff/webgpu-page.ts' });
    browser = await launchChromium();
    tab = await browser.newPage();
    await load();
  });

  after(async () => {
    await browser?.close();
    await page?.stop();
  });

  for (const item of cases) {
    test(`gradient on WebGPU: ${item.name}`, async () => {
      const { bytes, feeds, outputs } = await analytic(item);
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { dims, data }]) => [
          name,
          { dims: [...dims], values: Array.from(data as Float32Array) },
        ]),
      );
      const base64 = Buffer.from(bytes).toString('base64');
      const ask = tab
        .evaluate((model, given) => window.runOnWebgpu(model, given), base64, inputs)
        .catch(async (cause) => {
          // The runtime may be dead after a failure, and the other cases are not to blame.
          await load();
          throw cause;
        });
      if (IMPOSSIBLE[item.name]) {
        await assert.rejects(ask, IMPOSSIBLE[item.name]);
        return;
      }
      const found = await ask;
      assert.deepEqual(Object.keys(found).sort(), [...outputs.keys()].sort());
      for (const [name, { values }] of outputs) {
        const largest = values.reduce((most, entry) => Math.max(most, Math.abs(entry)), 0);
        const worst = values.reduce((most, entry, at) => Math.max(most, Math.abs(entry - found[name][at])), 0);
        assert.equal(found[name].length, values.length, name);
        const share = worst / largest;
        assert.ok(share <= (LOOSE.cases.test(item.name) ? LOOSE.tolerance : TOLERANCE), `${name} is off by ${share}`);
      }
    });
  }
}
