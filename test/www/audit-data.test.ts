import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDataSet } from '../../src/audit/data/data-set.ts';
import { openBlobs } from '../../src/engine/blob-tree.ts';
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

test('a folder of pictures and one of labels, dropped together, are read as one data set', async () => {
  const data = dataOf([file('photos/1.jpg'), { name: 'labels/1.txt', file: new File(['0 .5 .5 .2 .2'], '1.txt') }]);
  assert.equal(data?.kind, 'files');
  const { format, pictures } = await openDataSet(openBlobs('data', data.files), { labels: ['cat'] });
  assert.deepEqual(
    [format, pictures.map(({ name, truth }) => [name, truth.objects[0]?.label])],
    ['yolo', [['photos/1.jpg', 'cat']]],
  );
});

test('classifiers are shown crops with a trap, detectors scenes', () => {
  const choice = (name: string) =>
    drawnChoice({ models: [embeddedModel(`embedded:${name}`)], count: 24, hasTrap: true });
  const plain = { count: 24, captioned: null, hasGlitches: false };
  assert.deepEqual(choice('classifier-biased'), { ...plain, kind: 'crops', captioned: 'boat' });
  assert.deepEqual(choice('detector'), { ...plain, kind: 'scenes' });
});

test('models of recordings are shown movements with a trap, or sounds', () => {
  const choice = (name: string, hasTrap = true) =>
    drawnChoice({ models: [embeddedModel(`embedded:${name}`)], count: 24, hasTrap });
  assert.deepEqual(choice('motion-recurrent'), { kind: 'motion', count: 24, captioned: null, hasGlitches: true });
  assert.equal(choice('motion', false).hasGlitches, false);
  assert.deepEqual(choice('sound'), { kind: 'sound', count: 24, captioned: null, hasGlitches: false });
});

test('how an audit was done comes back from what it ran with', () => {
  const how = { method: 'rise', rule: 'annotated', count: 20, metrics: 'thorough' } as const;
  assert.deepEqual(howOf(optionsOf(how, false)), how);
  const plain = { method: null, rule: 'top', count: null, metrics: 'quick' } as const;
  assert.deepEqual(howOf(optionsOf(plain, false)), plain);
  const ofRecordings = optionsOf(how, true);
  assert.ok(!('rule' in ofRecordings) && !('metrics' in ofRecordings), 'these are for pictures');
  assert.deepEqual(ofRecordings.explain, { method: 'rise' });
});
