import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnChoice, howOf, optionsOf } from '../../www/audit/audit-choice.ts';
import { dataOf } from '../../www/audit/given-data.ts';
import { embeddedModel } from '../../www/explain/given-model.ts';

const file = (name: string) => ({ name, file: new File(['x'], name.split('/').at(-1) ?? '') });
const namesOf = (names: readonly string[]) => {
  const data = dataOf(names.map(file));
  return data?.kind === 'files' ? [data.name, ...data.files.map(({ name }) => name)] : [data?.kind, data?.name];
};

test('a folder names the data, single files do not, a zip file is one', () => {
  assert.deepEqual(namesOf(['val/cat/1.png', 'val/dog/2.png']), ['val', 'cat/1.png', 'dog/2.png']);
  assert.deepEqual(namesOf(['1.png', '2.png']), ['pictures', '1.png', '2.png']);
  assert.deepEqual(namesOf(['a/1.png', 'b/2.png']), ['pictures', 'a/1.png', 'b/2.png']);
  assert.deepEqual(namesOf(['val.zip']), ['zip', 'val.zip']);
  assert.equal(dataOf([]), null);
});

test('classifiers are shown crops with a trap, detectors scenes', () => {
  const choice = (name: string) =>
    drawnChoice({ models: [embeddedModel(`embedded:${name}`)], count: 24, hasTrap: true });
  assert.deepEqual(choice('classifier-biased'), { kind: 'crops', count: 24, captioned: 'boat' });
  assert.deepEqual(choice('detector'), { kind: 'scenes', count: 24, captioned: null });
});

test('how an audit was done comes back from what it ran with', () => {
  const how = { method: 'rise', rule: 'annotated', count: 20, metrics: 'thorough' } as const;
  assert.deepEqual(howOf(optionsOf(how)), how);
  const plain = { method: null, rule: 'top', count: null, metrics: 'quick' } as const;
  assert.deepEqual(howOf(optionsOf(plain)), plain);
});
