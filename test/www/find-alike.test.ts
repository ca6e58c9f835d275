import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../src/engine/info.ts';
import { findAlike } from '../../www/explain/find-alike.ts';

const finding = (label: string, more: Partial<Finding> = {}): Finding => ({
  label,
  classIndex: 0,
  score: 0.5,
  box: null,
  origin: null,
  ...more,
});

test('the same label is found whatever its number and its case', () => {
  assert.equal(findAlike(finding('Dog'), [finding('cat'), finding('dog', { classIndex: 7 })]), 1);
  assert.equal(findAlike(finding('dog'), [finding('cat')]), -1);
  assert.equal(findAlike(finding('dog'), []), -1);
});

test('of several objects the one that overlaps most is meant', () => {
  const among = [finding('dog', { box: [50, 50, 60, 60] }), finding('dog', { box: [1, 0, 10, 10] })];
  assert.equal(findAlike(finding('dog', { box: [0, 0, 10, 10] }), among), 1);
  // A classifier's dog is any dog.
  assert.equal(findAlike(finding('dog'), among), 0);
});

test('the same answer to another question is not meant', () => {
  const among = [finding('red', { head: 'trim' }), finding('red', { head: 'colour' })];
  assert.equal(findAlike(finding('red', { head: 'colour' }), among), 1);
});
