import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import Papa from 'papaparse';
import * as v from 'valibot';
import { unpackPlane } from '../../src/audit/sessions/packed-plane.ts';
import { sessionReportSchema } from '../../src/audit/sessions/session-report-schema.ts';
import { impulseModel, impulseRecipe, LAYOUTS } from '../support/impulse-model.ts';
import { Bench } from './command.ts';

let bench: Bench;
const [CHANNELS_FIRST] = LAYOUTS;

/** Four quiet channels at 100 Hz with an impulse in the third one at some seconds. */
function impulses(seconds: readonly number[], count = 400): string {
  const rows = Array.from({ length: count }, (_, k) => {
    const high = seconds.some((second) => Math.round(second * 100) === k) ? 4 : 0;
    return [k / 100, ...[0, 1, 2, 3].map((c) => (0.3 * Math.sin(0.7 * k + c) + (c === 2 ? high : 0)).toFixed(4))].join(
      ',',
    );
  });
  return `time,a,b,c,d\n${rows.join('\n')}\n`;
}

before(async () => {
  bench = await Bench.make();
  await bench.write('impulse.onnx', impulseModel(CHANNELS_FIRST));
  await bench.write('impulse.recipe.json', JSON.stringify(impulseRecipe(CHANNELS_FIRST)));
  await bench.write('days/one.csv', impulses([1.5, 3.2]));
  await bench.write('days/one.labels.csv', 'start,end,label\n1.4,1.6,impulse\n3.1,3.3,impulse\n2,2.9,nothing\n');
  await bench.write('days/two.csv', impulses([2.1]));
  // One of them is called what it is not.
  await bench.write('days/two.labels.csv', 'start,end,label\n2,2.2,impulse\n0.2,0.9,impulse\n3,3.9,nothing\n');
  await bench.write('days/more/three.csv', impulses([0.7]));
  const session = {
    version: 1,
    recordings: [{ file: 'three.csv' }],
    labels: [{ start: 0.6, end: 0.8, label: 'impulse' }],
  };
  await bench.write('days/more/three.session.json', JSON.stringify(session));
  await bench.write('days/plain.csv', impulses([1]));
  await bench.write(
    'strict.json',
    JSON.stringify({
      version: 1,
      rules: [
        { metric: 'inside', atLeast: 0.99 },
        { outcome: 'correct', atLeast: 0.95 },
      ],
    }),
  );
  await bench.write('mild.json', JSON.stringify({ version: 1, rules: [{ metric: 'inside', atLeast: 0.5 }] }));
});
after(() => bench.remove());

const QUICK = ['--backend', 'wasm', '--method', 'rise', '--masks', '48'];
const audit = (output: string, ...args: string[]) =>
  bench.run(['audit', 'impulse.onnx', ...QUICK, '--data', 'days', '-o', output, ...args]);
const readText = (file: string) => readFile(bench.path(file), 'utf8');
const readReport = async (folder: string) =>
  v.parse(sessionReportSchema, JSON.parse(await readText(`${folder}/audit.json`)));
const withoutTimes = (text: string) => text.replaceAll(/"milliseconds": ?\d+|"(started|finished)At": ?"[^"]*"/g, '');

test('a folder of recordings: every window judged, what the maps lie on, the mean map of each class', async () => {
  const { status, stdout, stderr } = await audit('whole', '--policy', 'mild.json');
  assert.equal(status, 0, stderr);
  assert.match(stdout, /impulse\.onnx: \d+ windows, \d+\.\d % \(.*\) of \d+ labelled ones right/);
  assert.match(stdout, /weight within the labels .*, without preference/);
  assert.match(stdout, /4 of 4 explained\. Results: whole/);
  assert.deepEqual(await bench.files('whole'), ['audit.csv', 'audit.json', 'journal.jsonl', 'maps.npz', 'report.html']);
  const { models, sessions, plan } = await readReport('whole');
  assert.deepEqual(
    sessions.map(({ session, labels, channels }) => [session, labels, channels.length]),
    [
      ['more/three.session.json', 1, 4],
      ['one.csv', 3, 4],
      ['plain.csv', null, 4],
      ['two.csv', 3, 4],
    ],
  );
  assert.deepEqual([plan.data.format, plan.data.pictures], ['sessions', 4]);
  const [{ correct, inside, chance, confusion, classes, rows }] = models;
  assert.ok(correct && inside && chance);
  // What two.csv calls an impulse where there is none is the only error.
  const place = new Map(confusion.names.map((name, k) => [name, k]));
  const said = (label: string, answer: string) => confusion.counts[place.get(label) ?? -1]?.[place.get(answer) ?? -1];
  assert.ok(said('impulse', 'impulse') > 5 && said('impulse', 'nothing') > 0);
  assert.equal(said('nothing', 'impulse'), 0);
  const total = confusion.counts.flat().reduce((sum, count) => sum + count, 0);
  assert.equal(total, correct.count);
  assert.ok(Math.abs(correct.mean - (said('impulse', 'impulse') + said('nothing', 'nothing')) / total) < 1e-9);
  assert.ok(correct.interval && correct.interval.low < correct.mean && correct.interval.high <= 1);
  const impulse = classes.find(({ label }) => label === 'impulse');
  assert.ok(impulse?.inside && impulse.chance && impulse.mean);
  assert.ok(impulse.inside.mean > 1.4 * impulse.chance.mean, JSON.stringify([impulse.inside, impulse.chance]));
  assert.deepEqual(rows, ['a', 'b', 'c', 'd']);
  const { data, rows: height } = unpackPlane(impulse.mean);
  assert.equal(height, 4);
  assert.ok(data.some((value) => value > 0));
});

test('the table has a row for each window with every score', async () => {
  const { data } = Papa.parse<Record<string, string>>((await readText('whole/audit.csv')).trim(), { header: true });
  const { sessions } = await readReport('whole');
  const windows = sessions.reduce(
    (sum, { results: [one] }) => sum + (one.status === 'explained' ? one.windows.length : 0),
    0,
  );
  assert.equal(data.length, windows);
  const hit = data.find(({ answer, right }) => answer === 'impulse' && right === '1');
  assert.ok(hit);
  const scores = ['impulse', 'nothing', 'dip'].map((label) => Number(hit[`score of ${label}`]));
  assert.ok(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1) < 1e-3, `${scores}`);
  assert.ok(Math.abs(scores[0] - Number(hit.score)) < 1e-4);
  assert.ok(data.some(({ recording, label }) => recording === 'plain.csv' && label === ''));
});

test('the report needs no network and says what is wrong', async () => {
  const page = await readText('whole/report.html');
  assert.doesNotMatch(page, /<script|<link/i);
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g))
    assert.match(address, /^data:image\/(png|svg\+xml)/);
  // Four recordings, one model.
  assert.equal(page.split('alt="timeline of ').length - 1, 4);
  assert.match(page, /Wrong windows, the surest first/);
  assert.match(page, /two\.csv<\/td>/);
});

test('several models are compared on the same windows, in the summary, the numbers and the report', async () => {
  const [, TIME_FIRST] = LAYOUTS;
  await bench.write('twin.onnx', impulseModel(TIME_FIRST));
  await bench.write('twin.recipe.json', JSON.stringify(impulseRecipe(TIME_FIRST)));
  const { status, stdout, stderr } = await bench.run([
    'audit',
    'impulse.onnx',
    'twin.onnx',
    ...QUICK,
    '--data',
    'days',
    '-o',
    'compared',
  ]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /compared: No difference in the share of right answers .*, n=\d+ windows of 3 recordings, 95 %/);
  const { comparison, models } = await readReport('compared');
  assert.ok(comparison);
  assert.deepEqual([comparison.count, comparison.recordings], [models[0].windows, 4]);
  const kinds = comparison.measures.filter(({ label }) => label === null).map(({ kind }) => kind);
  assert.deepEqual(kinds, ['inside', 'correct', 'score']);
  const [inside] = comparison.measures;
  assert.equal(inside.steps[0].count, models[0].inside?.count);
  assert.ok(Math.abs(inside.models[0].mean - (models[0].inside?.mean ?? 0)) < 1e-9);
  // The same weights in another order of axes: the same answers, masks of another order.
  const [like] = comparison.likeness;
  assert.ok(like.agreed > 0.99 && like.mean > 0.8, JSON.stringify(like));
  const page = await readText('compared/report.html');
  assert.match(page, /Models compared/);
  assert.ok(page.includes(comparison.measures[1].steps[0].sentence.slice(0, 40)));
  assert.equal((await readReport('whole')).comparison, null);
});

test('shards join into what one run gives, a finished run is not done again, a broken policy ends with 4', async () => {
  for (const shard of ['0/2', '1/2']) assert.equal((await audit(`part-${shard[0]}`, '--shard', shard)).status, 0);
  const merged = await bench.run(['merge', 'part-1', 'part-0', '-o', 'merged', '--policy', 'strict.json']);
  assert.equal(merged.status, 4, merged.stderr);
  assert.match(merged.stdout, /policy: FAILED: share of correct >= 0\.95/);
  assert.equal((await bench.run(['merge', 'part-0', 'part-1', '-o', 'merged'])).status, 0);
  const journal = await readText('whole/journal.jsonl');
  assert.equal((await audit('whole')).status, 0);
  assert.equal(await readText('whole/journal.jsonl'), journal);
  // Findings are tested with the model at hand.
  assert.equal((await readReport('merged')).findings, null);
  assert.equal((await audit('merged')).status, 0);
  for (const file of ['audit.json', 'audit.csv', 'journal.jsonl']) {
    assert.equal(withoutTimes(await readText(`merged/${file}`)), withoutTimes(await readText(`whole/${file}`)), file);
  }
});

test('a broken recording is named and the others go on; what is for pictures is refused', async () => {
  await bench.write('bad/good.csv', impulses([1]));
  await bench.write('bad/cut.csv', impulses([1]).slice(0, -20));
  const away = { version: 1, recordings: [{ file: '../days/one.csv' }] };
  await bench.write('bad/away.session.json', JSON.stringify(away));
  const bad = await bench.run(['audit', 'impulse.onnx', ...QUICK, '--data', 'bad', '-o', 'bad-out']);
  assert.equal(bad.status, 1, bad.stderr);
  assert.match(bad.stdout, /cut\.csv {2}failed \(recording-unreadable\)/);
  assert.match(bad.stdout, /away\.session\.json {2}failed \(data-unreadable\): .* leads out of the data set/);
  assert.match(bad.stdout, /1 of 3 explained, 2 failed/);
  for (const [flag, value] of [
    ['--rule', 'wrong'],
    ['--metrics', 'sparsity'],
    ['--annotations', 'mild.json'],
  ]) {
    const { status, stderr } = await audit('refused', flag, value);
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      new RegExp(flag === '--rule' ? 'own answer' : flag === '--metrics' ? 'of pictures' : 'beside them'),
    );
  }
  const { status, stderr } = await bench.run(['audit', 'impulse.onnx', ...QUICK, '--data', 'none', '-o', 'refused']);
  assert.equal(status, 2, stderr);
});
