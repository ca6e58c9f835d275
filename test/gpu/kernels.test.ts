import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { GpuBrowser } from '../support/gpu-browser.ts';
import { isFull } from '../support/tiers.ts';
import { allCases } from './cases/all.ts';
import { programs } from './cases/shaders.ts';

let browser: GpuBrowser;
before(async () => {
  browser = await GpuBrowser.open('test/gpu/cases/page.ts');
});
after(() => browser?.close());

test('every kernel has its shader, its wrapper and cases', () => {
  const shaders = readdirSync('shaders').filter((name) => name.endsWith('.wgsl'));
  for (const { label } of programs) {
    assert.ok(shaders.includes(`${label}.wgsl`), `shaders/${label}.wgsl`);
    assert.ok(readdirSync('src/gpu/kernels').includes(`${label}.ts`), `src/gpu/kernels/${label}.ts`);
    assert.ok(
      Object.keys(allCases).some((name) => name.startsWith(`${label}: `)),
      `cases of ${label}`,
    );
  }
  const used = new Set(programs.flatMap(({ sources }) => sources));
  assert.equal(used.size, shaders.length, 'every shader file is part of a program');
});

/** Some seconds each on a software adapter; in the fast tier the other kernels show that large grids are cut up. */
const SLOW = new Set(['score-masks: more than 65 535 workgroups', 'keep-proposals: more than 65 535 workgroups']);

for (const name of Object.keys(allCases).filter((one) => isFull || !SLOW.has(one))) {
  test(name, async () => {
    assert.equal(await browser.run(name), null);
  });
}
