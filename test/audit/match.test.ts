import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_TRUTH } from '../../src/audit/data/truth.ts';
import { intervalOfMean, intervalOfShare, median } from '../../src/audit/result/intervals.ts';
import { judge, parsePolicy } from '../../src/audit/result/policy.ts';
import { choosePictures, isInShard } from '../../src/audit/run/choose-pictures.ts';
import { matchObjects, type Outcome } from '../../src/audit/run/match-objects.ts';
import { parseShard } from '../../src/audit/run/options.ts';
import type { ExplanationRecord } from '../../src/audit/run/record.ts';
import type { Box } from '../../src/core/boxes.ts';
import { GRID, packGrid, unpackGrid } from '../../src/core/packed-grid.ts';

const object = (label: string, box: Box, ignored = false) => ({ label, box, ignored });

test('answers are matched best first: correct, duplicate, class, localisation, background, missed, ignored', () => {
  const cat = object('Cat', [0, 0, 10, 10]);
  const dog = object('dog', [20, 0, 30, 10]);
  const crowd = object('dog', [60, 0, 70, 10], true);
  const { matches, missed } = matchObjects(
    [
      { label: 'cat', box: [0, 0, 10, 9] },
      { label: 'cat', box: [0, 0, 9, 10] },
      { label: 'dog', box: [0, 0, 10, 10] },
      { label: 'cat', box: [7, 0, 17, 10] },
      { label: 'cat', box: [40, 40, 50, 50] },
      { label: 'dog', box: [60, 0, 70, 10] },
    ],
    [cat, dog, crowd],
  );
  assert.deepEqual(
    matches.map(({ outcome }) => outcome),
    ['correct', 'duplicate', 'class', 'localisation', 'background', null],
  );
  assert.deepEqual(
    matches.map(({ object: found }) => found),
    [cat, cat, cat, cat, null, crowd],
  );
  assert.deepEqual(missed, [dog]);
});

test('a choice hangs on the seed alone, shards share it out, and both ways of counting them give each once', async () => {
  const pictures = Array.from({ length: 60 }, (_, k) => ({
    name: `${String(k).padStart(3, '0')}.png`,
    truth: { ...NO_TRUTH, split: k % 2 ? 'val' : 'train' },
  }));
  const choose = async (seed: number, count: number | null = 20, split: string | null = null) =>
    (await choosePictures(pictures, { seed, count, split })).map(({ name }) => name);
  const chosen = await choose(1);
  assert.equal(chosen.length, 20);
  assert.deepEqual(chosen, [...chosen].sort());
  assert.deepEqual(await choose(1), chosen);
  assert.notDeepEqual(await choose(2), chosen);
  // More of the same seed are those, and others.
  const more = new Set(await choose(1, 30));
  assert.ok(chosen.every((name) => more.has(name)));
  assert.equal((await choose(1, null, 'val')).length, 30);
  await assert.rejects(choose(1, null, 'test'), /there are train, val/);
  const shards = ['0/3', '1/3', '2/3'].map(parseShard);
  for (const { name } of pictures) {
    const own = await Promise.all(shards.map((shard) => isInShard(name, shard)));
    assert.equal(own.filter(Boolean).length, 1);
  }
  assert.deepEqual(parseShard('3/3'), parseShard('0/3'));
  for (const text of ['4/3', '1', '0/0', 'a/b', '-1/3']) assert.throws(() => parseShard(text), { option: 'shard' });
});

test('a kept map comes back within half a step of its scale, and packs to the same again', () => {
  const grid = Float32Array.from({ length: GRID * GRID }, (_, k) => Math.sin(k) * 1e-7);
  const packed = packGrid(grid);
  const back = unpackGrid(packed);
  const step = packed.scale / 32_767;
  assert.ok(grid.every((value, k) => Math.abs(back[k] - value) <= step));
  assert.deepEqual(packGrid(back), packed);
  assert.deepEqual(unpackGrid(packGrid(new Float32Array(GRID * GRID))), new Float32Array(GRID * GRID));
  assert.throws(() => unpackGrid({ scale: 1, cells: '' }), { code: 'data-unreadable' });
});

test('intervals are those of the tables', () => {
  assert.equal(intervalOfMean([1]), null);
  // Mean 2, standard deviation 1, three values: 4.303 / sqrt(3) to each side.
  const { low, high } = intervalOfMean([1, 2, 3]) ?? { low: 0, high: 0 };
  assert.ok(Math.abs(low - (2 - 4.303 / Math.sqrt(3))) < 1e-12 && Math.abs(high + low - 4) < 1e-12);
  // Wilson's interval of 8 in 10, as R's prop.test(8, 10, correct = FALSE) gives it.
  const wilson = intervalOfShare(8, 10) ?? { low: 0, high: 0 };
  assert.ok(Math.abs(wilson.low - 0.4901625) < 1e-5 && Math.abs(wilson.high - 0.9433178) < 1e-5);
  assert.equal(intervalOfShare(0, 0), null);
  assert.deepEqual([median([3, 1, 2]), median([4, 1]), median([])], [2, 2.5, null]);
});

function explanation(label: string, energy: number | null, outcome: Outcome | null): ExplanationRecord {
  return {
    label,
    class: 0,
    score: 1,
    box: null,
    outcome,
    truth: null,
    metrics: { 'energy-pointing-game': energy },
    inside: energy,
    area: null,
    map: packGrid(new Float32Array(GRID * GRID)),
    masks: null,
    reliability: null,
  };
}

test('a policy passes or fails for all, for every class, for one; nothing to judge fails', () => {
  const all = [
    [explanation('cat', 0.9, 'correct'), explanation('cat', 0.5, 'class'), explanation('dog', 0.6, null)],
  ] as const;
  const verdict = (rule: object) =>
    judge(parsePolicy({ version: 1, rules: [rule] }, ['energy-pointing-game'], 'policy.json'), all).rules[0];
  const metric = 'energy-pointing-game';
  assert.equal(verdict({ metric, atLeast: 0.6 }).passed, true);
  assert.equal(verdict({ metric, atLeast: 0.65, for: 'every class' }).passed, false);
  assert.deepEqual(
    verdict({ metric, atLeast: 0.65, for: 'every class' }).judged.map((one) => [one.class, one.passed, one.count]),
    [
      ['cat', true, 2],
      ['dog', false, 1],
    ],
  );
  assert.equal(verdict({ metric, atLeast: 0.65, for: 'every class', fewest: 2 }).passed, true);
  assert.equal(verdict({ metric, statistic: 'least', atLeast: 0.5 }).judged[0].value, 0.5);
  assert.equal(verdict({ metric, statistic: 'greatest', atMost: 0.8 }).passed, false);
  assert.equal(verdict({ metric, atLeast: 0, for: { class: 'bird' } }).passed, false);
  assert.equal(verdict({ metric, atLeast: 0, for: 'every class', fewest: 9 }).passed, false);
  assert.deepEqual(
    [verdict({ outcome: 'correct', atLeast: 0.5 }).passed, verdict({ outcome: 'class', atMost: 0.4 }).passed],
    [true, false],
  );
  assert.equal(
    verdict({ metric, atLeast: 0.65, for: 'every class' }).rule,
    'mean of energy-pointing-game >= 0.65 for every class',
  );
  const parse = (rule: object) => parsePolicy({ version: 1, rules: [rule] }, ['energy-pointing-game'], 'policy.json');
  assert.throws(() => parse({ metric: 'road', atLeast: 1 }), /--metrics/);
  assert.throws(() => parse({ metric }), { code: 'option-invalid', option: 'policy' });
  assert.throws(() => parse({ metric, atLeat: 1 }), { code: 'option-invalid', option: 'policy' });
  assert.throws(() => parsePolicy({ version: 1, rules: [] }, [], 'policy.json'), { option: 'policy' });
});
