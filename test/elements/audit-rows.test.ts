import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustWords } from '../../src/elements/xai-audit/picture-page.ts';
import { ALL_ROWS, chooseRows, countBy, RowIndex, rowsOf } from '../../src/elements/xai-audit/rows.ts';
import type { ExplanationRecord, PictureRecord } from '../../src/engine/audit-protocol.ts';

function explanation(changes: Partial<ExplanationRecord>): ExplanationRecord {
  return {
    ...{ label: 'dog', class: 0, score: 0.5, box: null, outcome: 'correct', truth: null, metrics: {}, inside: 0.5 },
    ...{ area: 0.25, map: { scale: 1, cells: '' }, masks: null, reliability: null, ...changes },
  };
}

function picture(name: string, ...models: readonly (readonly ExplanationRecord[])[]): PictureRecord {
  return {
    ...{ picture: name, sha256: null, width: 8, height: 8, split: null, labels: [], objects: [], problems: [] },
    results: models.map((explanations) =>
      explanations.length > 0
        ? {
            status: 'explained',
            method: 'rise',
            layer: null,
            explanations: [...explanations],
            notes: [],
            milliseconds: 1,
          }
        : { status: 'failed', code: 'picture-unreadable', message: 'no' },
    ),
  };
}

const ROWS = rowsOf([
  picture('a/1.png', [
    explanation({ score: 0.9, metrics: { road: 0.1 } }),
    explanation({ label: 'cat', outcome: 'class' }),
  ]),
  picture(
    'b/2.png',
    [explanation({ score: null, outcome: 'missed', metrics: { road: null } })],
    [explanation({ inside: 0.1 })],
  ),
  picture('c/3.png', []),
]);
const names = (rows: typeof ROWS) =>
  rows.map(({ record, model, explanation: { label } }) => `${record.picture} ${model} ${label}`);

test('rows are all maps, each with a key of its own; failed pictures have none', () => {
  assert.deepEqual(names(ROWS), ['a/1.png 0 dog', 'a/1.png 0 cat', 'b/2.png 0 dog', 'b/2.png 1 dog']);
  assert.equal(new Set(ROWS.map(({ key }) => key)).size, 4);
  assert.deepEqual(
    [...countBy(ROWS, ({ explanation: { label } }) => label)],
    [
      ['cat', 1],
      ['dog', 3],
    ],
  );
});

test('rows are filtered by class, model, outcome and name, together', () => {
  const chosen = (changes: object) => names(chooseRows(ROWS, { ...ALL_ROWS, ...changes }));
  assert.deepEqual(chosen({ label: 'cat' }), ['a/1.png 0 cat']);
  assert.deepEqual(chosen({ model: 1 }), ['b/2.png 1 dog']);
  assert.deepEqual(chosen({ outcome: 'wrong' }), ['a/1.png 0 cat', 'b/2.png 0 dog']);
  assert.deepEqual(chosen({ outcome: 'missed', text: ' B/ ' }), ['b/2.png 0 dog']);
  assert.deepEqual(chosen({ text: 'nothing' }), []);
});

test('rows are sorted either way; those without the value stay last', () => {
  const scores = (falling: boolean) =>
    chooseRows(ROWS, { ...ALL_ROWS, sort: 'score', falling }).map(({ explanation: { score } }) => score);
  assert.deepEqual(scores(true), [0.9, 0.5, 0.5, null]);
  assert.deepEqual(scores(false), [0.5, 0.5, 0.9, null]);
  const [least] = chooseRows(ROWS, { ...ALL_ROWS, sort: 'inside' });
  assert.equal(least.explanation.inside, 0.1);
  assert.equal(chooseRows(ROWS, { ...ALL_ROWS, sort: 'road' })[0].explanation.metrics.road, 0.1);
});

test('how far a map can be trusted, in plain words', () => {
  assert.match(
    trustWords(explanation({})).join(' '),
    /50 % of its evidence lies on the object, which covers 25 %.*2\.0 times/,
  );
  assert.match(trustWords(explanation({ inside: 0.2 })).join(' '), /no more than chance/);
  assert.match(trustWords(explanation({ inside: null })).join(' '), /Nobody knows where the object is/);
  assert.match(trustWords(explanation({ reliability: 0.9 })).join(' '), /halves of the masks agree/);
  assert.match(trustWords(explanation({ reliability: 0.4 })).join(' '), /disagree/);
});

test('maps are found by their model and number, and a group of them can be all that is left', () => {
  const pictures = ROWS.map(({ record }) => record).filter((record, k, all) => all.indexOf(record) === k);
  const index = new RowIndex();
  const rows = index.of(pictures);
  assert.equal(index.of(pictures), rows, 'not made anew');
  assert.deepEqual(names([index.ofModel(0, 2) ?? rows[0], index.ofModel(1, 0) ?? rows[0]]), [
    'b/2.png 0 dog',
    'b/2.png 1 dog',
  ]);
  assert.equal(index.ofModel(1, 1), undefined);
  const only = { title: 'Group 1', keys: new Set([rows[1].key]) };
  assert.deepEqual(names(chooseRows(rows, { ...ALL_ROWS, only })), ['a/1.png 0 cat']);
});
