import assert from 'node:assert/strict';
import { test } from 'node:test';
import { methodsBeside, methodsLeft } from '../../src/elements/xai-viewer/compared-methods.ts';
import type { MethodChoice } from '../../src/elements/xai-viewer/method-choice.ts';

/** A choice that makes its list anew for every look, as the viewer's does once layers are known. */
function choiceOf(current: string): MethodChoice {
  const method = (name: string) => ({ name, obstacle: name === 'cam' ? 'no linear head' : null });
  const choice = {
    get all() {
      return ['grad-cam', 'eigen-cam', 'cam', 'd-rise'].map(method);
    },
    current: method(current),
  };
  return choice as unknown as MethodChoice;
}

test('the method that is shown cannot be added beside itself', () => {
  const left = methodsLeft([], choiceOf('grad-cam'));
  assert.deepEqual(
    left.map(({ name }) => name),
    ['eigen-cam', 'd-rise'],
  );
});

test('nor can one that is shown beside it already', () => {
  const choice = choiceOf('d-rise');
  assert.deepEqual(methodsBeside(['grad-cam'], choice), ['grad-cam']);
  assert.deepEqual(
    methodsLeft(['grad-cam'], choice).map(({ name }) => name),
    ['eigen-cam'],
  );
});
