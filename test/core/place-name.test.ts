import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeName } from '../../src/core/place-name.ts';

test('a region is named by the third of the picture that its middle is in', () => {
  assert.equal(placeName([0, 0, 0.3, 0.3]), 'upper-left');
  assert.equal(placeName([0, 0, 1, 0.2]), 'upper');
  assert.equal(placeName([0.7, 0.4, 1, 0.6]), 'right');
  assert.equal(placeName([0.4, 0.4, 0.6, 0.6]), 'middle');
  assert.equal(placeName([0, 0.8, 0.6, 1]), 'lower-left');
  assert.equal(placeName([0.9, 0.9, 1, 1]), 'lower-right');
});

test('a region as large as the picture is its border', () => {
  assert.equal(placeName([0, 0, 1, 1]), 'border');
  assert.equal(placeName([0, 0, 1, 0.8]), 'middle');
});
