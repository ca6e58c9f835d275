import assert from 'node:assert/strict';
import { test } from 'node:test';
import { XaiError } from '../../src/core/errors.ts';
import { CLASSES } from '../../src/scenes/figure.ts';
import { planScene } from '../../src/scenes/plan.ts';
import { addOverlay, OVERLAYS } from '../../src/scenes/plants/overlay.ts';
import { drawScene } from '../../src/scenes/scene.ts';
import { SETTINGS } from '../../src/scenes/world.ts';
import { colours, correlation, createContext, halve, noCanvas } from './support.ts';

test('one seed gives one scene, another seed another', { skip: noCanvas }, () => {
  const [first, again, other] = [drawScene(5, createContext), drawScene(5, createContext), drawScene(6, createContext)];
  assert.deepEqual(again.pixels, first.pixels);
  assert.deepEqual(again.objects, first.objects);
  assert.deepEqual(again.ids, first.ids);
  assert.notDeepEqual(other.pixels, first.pixels);
});

test('a scene is the same at every size', { skip: noCanvas }, () => {
  for (const seed of [11, 12, 13, 14]) {
    const [small, large] = [drawScene(seed, createContext), drawScene(seed, createContext, { size: 512 })];
    // What differs is how edges and paper finer than a pixel are averaged.
    assert.ok(correlation(colours(small.pixels), halve(large.pixels, 512)) > 0.98, `seed ${seed}`);
    assert.deepEqual(
      large.objects.map(({ id, label, attributes }) => ({ id, label, attributes })),
      small.objects.map(({ id, label, attributes }) => ({ id, label, attributes })),
    );
    large.objects.forEach(({ box, label }, i) => {
      // A stroke that is half covered at one size may not be at the other: up to 2 of 256 pixels.
      box.forEach((edge, side) => {
        assert.ok(
          Math.abs(edge / 2 - small.objects[i].box[side]) <= 2.5,
          `seed ${seed}, ${label}: ${box} at 512, ${small.objects[i].box} at 256`,
        );
      });
    });
  }
});

test('boxes are tight around the visible pixels and areas count them', { skip: noCanvas }, () => {
  let seen = 0;
  for (let seed = 20; seed < 32; seed++) {
    const { ids, objects, size } = drawScene(seed, createContext);
    const known = new Set(objects.map(({ id }) => id));
    assert.ok(ids.every((id) => id === 0 || known.has(id)));
    for (const { id, box, area, visible, inFrame } of objects) {
      const pixels = [...ids.keys()].filter((i) => ids[i] === id);
      const [xs, ys] = [pixels.map((i) => i % size), pixels.map((i) => Math.floor(i / size))];
      assert.deepEqual(box, [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1]);
      assert.equal(area, pixels.length);
      assert.ok(area >= 40 && visible >= 0.3 && visible <= 1 && inFrame >= 0.35 && inFrame <= 1);
      seen++;
    }
  }
  assert.ok(seen > 20);
});

test('an object hides what is behind it and is hidden by scenery before it', { skip: noCanvas }, () => {
  let partly = 0;
  for (let seed = 40; seed < 70; seed++)
    partly += drawScene(seed, createContext).objects.filter(({ visible }) => visible < 0.95).length;
  assert.ok(partly > 5);
});

test('a planted lamp changes its own pixels and no other', { skip: noCanvas }, () => {
  let lamps = 0;
  for (let seed = 80; seed < 100; seed++) {
    const [without, lit] = [drawScene(seed, createContext), drawScene(seed, createContext, { lamps: ['cat'] })];
    if (lit.plantMask === null) {
      assert.deepEqual(lit.pixels, without.pixels);
      continue;
    }
    const mask = lit.plantMask;
    const planted = mask.reduce((sum, value) => sum + value, 0);
    lamps += planted > 20 ? 1 : 0;
    assert.ok(planted < mask.length * 0.1, 'the lamp is small');
    for (let i = 0; i < mask.length; i++) {
      if (mask[i] === 0)
        assert.deepEqual(lit.pixels.subarray(4 * i, 4 * i + 4), without.pixels.subarray(4 * i, 4 * i + 4));
    }
  }
  assert.ok(lamps > 3);
});

test('captions, dates and borders change their own pixels and no other', { skip: noCanvas }, () => {
  const { pixels, size } = drawScene(3, createContext);
  for (const kind of OVERLAYS) {
    const marked = addOverlay(pixels, size, kind, 9, createContext);
    let changed = 0;
    for (let i = 0; i < marked.mask.length; i++) {
      const same = [0, 1, 2, 3].every((c) => marked.pixels[4 * i + c] === pixels[4 * i + c]);
      if (marked.mask[i] === 0) assert.ok(same, `${kind} at ${i}`);
      if (!same) changed++;
    }
    assert.ok(changed > 300, `${kind} changes ${changed} pixels`);
    assert.deepEqual(addOverlay(pixels, size, kind, 9, createContext).pixels, marked.pixels);
  }
});

test('over many seeds every class, setting, light and weather comes up, and no class dominates', () => {
  const plans = Array.from({ length: 500 }, (_, seed) => planScene(seed));
  const labels = plans.flatMap(({ figures }) => figures.map(({ label }) => label));
  for (const label of CLASSES) {
    const share = labels.filter((one) => one === label).length / labels.length;
    // Nine classes: an even share would be .11.
    assert.ok(share > 0.05 && share < 0.19, `${label} is ${share} of all objects`);
  }
  assert.deepEqual(new Set(plans.map(({ setting }) => setting)), new Set(SETTINGS));
  assert.equal(new Set(plans.map(({ world }) => world.light.name)).size, 5);
  assert.equal(new Set(plans.map(({ world }) => world.light.weather)).size, 4);
  const strays =
    plans.flatMap(({ figures }) => figures).filter(({ outOfContext }) => outOfContext).length / labels.length;
  assert.ok(strays > 0.04 && strays < 0.14, `${strays} out of context`);
});

test('nothing stands in a tree or a lamp post, no two planes overlap', () => {
  for (let seed = 0; seed < 300; seed++) {
    const { figures, props } = planScene(seed);
    for (const { x, y, box, lane } of figures) {
      if (lane !== 'sky')
        assert.ok(
          props.every((prop) => Math.abs(prop.x - x) > 0.005 || Math.abs(prop.y - y) > 0.01),
          `seed ${seed}`,
        );
      const aloft = figures.filter((other) => other.lane === 'sky' && lane === 'sky' && other.box !== box);
      for (const other of aloft) {
        const shared =
          Math.max(0, Math.min(box.x1, other.box.x1) - Math.max(box.x0, other.box.x0)) *
          Math.max(0, Math.min(box.y1, other.box.y1) - Math.max(box.y0, other.box.y0));
        assert.ok(
          shared <= 0.031 * (other.box.x1 - other.box.x0) * (other.box.y1 - other.box.y0) + 1e-3,
          `seed ${seed}`,
        );
      }
    }
  }
});

test('a seed or a size that makes no sense is refused', () => {
  for (const [seed, size] of [
    [-1, 256],
    [1.5, 256],
    [1, 8],
    [1, 5000],
    [1, 99.5],
  ]) {
    assert.throws(
      () => drawScene(seed, createContext, { size }),
      (error: unknown) => error instanceof XaiError && error.code === 'option-invalid',
    );
  }
});
