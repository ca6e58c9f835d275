import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCalled, looseName } from '../../src/core/loose-name.ts';
import { explain } from '../../src/methods/explain.ts';
import { allMethods } from '../../src/methods/registry.ts';

test('names are one however people write them', () => {
  const written = ['grad-cam-plus-plus', 'GradCAM++', 'Grad-CAM++', 'grad_cam_plus_plus'];
  assert.deepEqual([...new Set(written.map(looseName))], ['gradcamplusplus']);
  assert.ok(isCalled({ name: 'eigen-cam', aliases: ['eigencam'] }, 'EigenCAM'));
  assert.ok(!isCalled({ name: 'eigen-cam' }, 'eigen-grad-cam'));
});

test('no two methods have names that are told apart by that alone', () => {
  assert.equal(typeof explain, 'function', 'which defines them');
  const names = allMethods().map(({ name }) => looseName(name));
  assert.equal(new Set(names).size, names.length);
  for (const { name, title = name } of allMethods()) assert.equal(looseName(title), looseName(name), title);
});
