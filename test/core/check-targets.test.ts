import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTargets } from '../../src/core/check-targets.ts';

const box = [1, 2, 3, 4];

test('targets of every form pass', () => {
  checkTargets(undefined);
  checkTargets('top');
  checkTargets([0, { box }, { box, classIndex: 1 }, { kind: 'class', index: 3 }, { kind: 'region', class: 1 }]);
  checkTargets([{ kind: 'box', box, part: 'left' }]);
  checkTargets([{ kind: 'region', class: 0, mask: { width: 2, height: 1, data: Uint8Array.of(1, 0) } }]);
  checkTargets([
    { kind: 'difference', a: { kind: 'class', index: 0 }, b: { kind: 'weights', indices: [0], weights: [1] } },
  ]);
});

test('what is no target is refused in words', () => {
  const refused = (target: unknown, message: RegExp) =>
    assert.throws(() => checkTargets([target]), {
      name: 'XaiError',
      code: 'option-invalid',
      option: 'targets',
      message,
    });
  refused('cat', /not "cat"/);
  refused(null, /not null/);
  refused({ kind: 'klass' }, /one of class, box, .*, not "klass"/);
  refused({ kind: 'box', box, part: 'middle' }, /one of class, objectness, left, .*, not "middle"/);
  refused({ kind: 'difference', a: { kind: 'class', index: 0 } }, /not undefined/);
  refused({ kind: 'difference', a: 1, b: 2 }, /Each side of a difference .* not 1/);
  refused({ kind: 'difference', a: { kind: 'class', index: 0 }, b: { box } }, /Each side of a difference/);
  refused({ kind: 'region', class: 0, mask: new Uint8Array(9) }, /mask is \{width, height, data\}/);
  refused({ kind: 'region', class: 0, mask: { width: 2, height: 2, data: [1] } }, /one number a pixel/);
  const none = /has no area; give x0, y0, x1, y1 in picture pixels/;
  for (const wrong of [[0, 0, 0, 0], [5, 5, 1, 1], [Number.NaN, 0, 1, 1], [1, 2, 3], undefined])
    refused({ box: wrong }, none);
  assert.throws(() => checkTargets('best'), { message: /one of top, all, not "best"/ });
});
