import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classNamed, parseTarget, pickByLabel } from '../../src/cli/targets.ts';

test('forms of a target', () => {
  assert.deepEqual(parseTarget('top'), { kind: 'top' });
  assert.deepEqual(parseTarget('all'), { kind: 'all' });
  assert.deepEqual(parseTarget('traffic light'), { kind: 'label', label: 'traffic light', rank: null });
  assert.deepEqual(parseTarget('dog:2'), { kind: 'label', label: 'dog', rank: 2 });
  assert.deepEqual(parseTarget('a:b'), { kind: 'label', label: 'a:b', rank: null });
  assert.deepEqual(parseTarget('box:1,2.5,30,40'), { kind: 'box', box: [1, 2.5, 30, 40] });
  const dog = { kind: 'label', label: 'dog', rank: 1 } as const;
  assert.deepEqual(parseTarget('dog:1#left'), { kind: 'part', of: dog, part: 'left' });
  assert.deepEqual(parseTarget('dog#9'), { kind: 'label', label: 'dog#9', rank: null });
  assert.deepEqual(parseTarget('top vs dog:1'), { kind: 'versus', a: { kind: 'top' }, b: dog });
  assert.deepEqual(parseTarget('weights:a b.json'), { kind: 'weights', file: 'a b.json' });
});

test('no more than two targets are compared', () => {
  for (const text of ['a vs b vs c', 'all vs a', 'a vs all', 'all#right vs a', 'a vs all#left']) {
    assert.throws(() => parseTarget(text), { code: 'option-invalid', message: /compares more than two/ }, text);
  }
});

test('what is no target is refused with the forms that there are', () => {
  for (const text of ['box:1,2,3', 'box:1,2,3,4,5', 'box:5,5,5,9', 'box:5,9,9,5', 'box:a,b,c,d', 'box:', '']) {
    assert.throws(
      () => parseTarget(text),
      { name: 'XaiError', code: 'option-invalid', message: /box:x0,y0,x1,y1/ },
      text,
    );
  }
});

const ANSWERS = [
  { label: 'dog', score: 0.9 },
  { label: 'Cat', score: 0.8 },
  { label: 'dog', score: 0.7 },
];

test('labels are compared whatever their case; a number counts from the best, 0', () => {
  const pick = (label: string, rank: number | null) => pickByLabel(ANSWERS, { label, rank }).map(({ score }) => score);
  assert.deepEqual(pick('DOG', null), [0.9, 0.7]);
  assert.deepEqual(pick('dog', 1), [0.7]);
  assert.deepEqual(pick('cat', 0), [0.8]);
  assert.throws(() => pick('dog', 2), { code: 'target-missing', message: /number 2 of "dog".*dog, Cat/ });
  assert.throws(() => pick('bird', null), { code: 'target-missing', message: /"bird".*dog, Cat/ });
});

test('any of the names that a label lists will do, the whole label before them', () => {
  const answers = ['brown bear, bruin, Ursus arctos', 'bruin', 'ice bear, polar bear'].map((label) => ({ label }));
  const pick = (label: string) => pickByLabel(answers, { label, rank: null }).map((answer) => answer.label);
  assert.deepEqual(pick('Ursus Arctos'), ['brown bear, bruin, Ursus arctos']);
  assert.deepEqual(pick('bruin'), ['bruin']);
  assert.throws(() => pick('bear'), {
    message: /which holds "ice bear, polar bear", "brown bear, bruin, Ursus arctos", bruin\.$/,
  });
});

test('a class that the model does not have: its nearest classes, and how many there are', () => {
  const labels = Array.from({ length: 80 }, (_, index) => (index === 70 ? 'horse' : `class ${index}`));
  assert.equal(classNamed(labels, 'Horse'), 70);
  assert.throws(() => classNamed(labels, 'hoarse'), {
    code: 'target-missing',
    message: /^The model has no class "hoarse"; among its 80 classes are horse, .* and others\.$/,
  });
});

test('places, with and without what is asked about them, and other pictures', () => {
  assert.deepEqual(parseTarget('pixel:12,0'), { kind: 'pixel', pixel: [12, 0] });
  assert.deepEqual(parseTarget('bus@pixel:3,4'), { kind: 'pixel', pixel: [3, 4], label: 'bus' });
  assert.deepEqual(parseTarget('traffic light@box:1,2,3,4'), {
    kind: 'box',
    box: [1, 2, 3, 4],
    label: 'traffic light',
  });
  assert.deepEqual(parseTarget('colour=red'), { kind: 'label', label: 'colour=red', rank: null });
  assert.deepEqual(parseTarget('like:a/b:c.png'), { kind: 'like', file: 'a/b:c.png' });
  for (const text of ['pixel:1', 'pixel:1,2,3', 'pixel:-1,2', 'pixel:1.5,2', 'pixel:,', 'x@pixel:a,b']) {
    assert.throws(() => parseTarget(text), { code: 'option-invalid', message: /pixel:x,y/ }, text);
  }
});
