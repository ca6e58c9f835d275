import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { after, before, test } from 'node:test';
import { zipSync } from 'fflate';
import * as v from 'valibot';
import { auditSchema } from '../../src/audit/result/audit-schema.ts';
import { parsePolicy } from '../../src/audit/result/policy.ts';
import { merge } from '../../src/cli/merge.ts';
import { tinyClassifier, tinyClassifierRecipe } from '../support/tiny-detector.ts';
import { type Square, squarePng } from '../support/tiny-pictures.ts';
import { Bench } from './command.ts';

const RED: Square = { label: 'red', column: 2, row: 2 };
const BLUE: Square = { label: 'blue', column: 5, row: 6 };

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  for (let k = 0; k < 6; k++) {
    await bench.picture(`data/${k < 3 ? 'red' : 'blue'}/${k}.png`, [k < 3 || k === 5 ? RED : BLUE]);
  }
  await bench.write('policy.json', JSON.stringify({ version: 1, rules: [{ outcome: 'correct', atLeast: 0.8 }] }));
  await bench.write('mild.json', JSON.stringify({ version: 1, rules: [{ outcome: 'class', atMost: 0.5 }] }));
});
after(() => bench.remove());

const QUICK = ['--backend', 'wasm', '--method', 'rise', '--masks', '16', '--metrics', 'sparsity,insertion'];

function audit(output: string, ...args: readonly string[]) {
  return bench.run(['audit', 'classifier.onnx', '--data', 'data', '-o', output, ...QUICK, ...args]);
}

async function readReport(folder: string) {
  return v.parse(auditSchema, JSON.parse(await readFile(bench.path(folder, 'audit.json'), 'utf8')));
}

async function bytesWithoutTimes(file: string): Promise<string> {
  const text = await readFile(bench.path(file), 'utf8');
  return text.replaceAll(/"milliseconds": ?\d+|"(started|finished)At": ?"[^"]*"/g, '');
}

test('a folder per class: audit.json follows its schema and says what is right', async () => {
  const { status, stdout, stderr } = await audit('whole', '--progress');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /6 pictures, about/);
  assert.match(stdout, /classifier\.onnx: 6 maps, 83\.3 % of 6 correct\n {2}sparsity /);
  assert.match(stdout, /6 of 6 explained\. Results: whole/);
  const { models, pictures, plan } = await readReport('whole');
  assert.deepEqual(await bench.files('whole'), ['audit.csv', 'audit.json', 'journal.jsonl', 'maps.npz', 'report.html']);
  assert.deepEqual([models[0].outcomes, plan.data.format, pictures.length], [{ correct: 5, class: 1 }, 'folders', 6]);
});

test('a broken policy ends with 4, one that holds with 0, one that makes no sense with 2', async () => {
  const broken = await audit('whole', '--policy', 'policy.json', '--data', 'data');
  assert.equal(broken.status, 0, 'five of six is enough');
  await bench.write('strict.json', JSON.stringify({ version: 1, rules: [{ outcome: 'correct', atLeast: 0.9 }] }));
  const strict = await audit('whole', '--policy', 'strict.json');
  assert.equal(strict.status, 4);
  assert.match(strict.stdout, /policy: FAILED: share of correct >= 0\.9/);
  assert.equal((await audit('whole', '--policy', 'mild.json')).status, 0);
  await bench.write('odd.json', JSON.stringify({ version: 1, rules: [{ metric: 'road', atLeast: 0 }] }));
  assert.equal((await audit('whole', '--policy', 'odd.json')).status, 2);
  await bench.write('torn.json', '{');
  assert.equal((await audit('whole', '--policy', 'torn.json')).status, 2);
});

test('a damaged picture is named, the rest is done, and the status is 1; a broken policy wins over it', async () => {
  await bench.picture('some/red/1.png', [RED]);
  await bench.write('some/red/2.png', 'no picture');
  await bench.write('some/blue/3.png', 'no picture');
  const args = ['audit', 'classifier.onnx', '--data', 'some', ...QUICK];
  const { status, stdout } = await bench.run([...args, '-o', 'some-out']);
  assert.equal(status, 1);
  assert.match(stdout, /red\/2\.png {2}failed \(picture-unreadable\)/);
  assert.match(stdout, /1 of 3 explained, 2 failed\./);
  await bench.write('none.json', JSON.stringify({ version: 1, rules: [{ outcome: 'correct', atMost: 0.5 }] }));
  assert.equal((await bench.run([...args, '-o', 'some-out', '--policy', 'none.json'])).status, 4);
});

test('wrong usage ends with 2 and says what to do', async () => {
  for (const [args, says] of [
    [['--data', 'nowhere'], /no file or folder at nowhere/],
    [['--metrics', 'sparsty'], /sparsity/],
    [['--shard', '5/3'], /write I\/N/],
    [['--split', 'val'], /no splits/],
    [['--annotations', 'missing.json'], /check --annotations/],
    [['--data', 'classifier.onnx'], /no data set/],
    [['--rule', 'some'], /Allowed choices/],
  ] as const) {
    const { status, stderr } = await audit('usage', ...args);
    assert.deepEqual([status, says.test(stderr)], [2, true], stderr);
  }
  const { status, stderr } = await bench.run(['merge', 'data', '-o', 'usage']);
  assert.deepEqual([status, /journal\.jsonl/.test(stderr)], [2, true], stderr);
  const other = await audit('whole', '--seed', '7');
  assert.deepEqual([other.status, /another audit/.test(other.stderr)], [2, true], other.stderr);
});

test('shards that are merged are the whole, byte for byte but for times; merge judges the policy; the command on the whole adds findings', async () => {
  for (const shard of ['1/2', '2/2']) {
    const { status, stdout } = await audit(`part-${shard[0]}`, '--shard', shard, '--policy', 'strict.json');
    assert.equal(status, 0, 'a part is not judged');
    assert.match(stdout, /belong to shards that are not here/);
  }
  const parts = [bench.path('part-1'), bench.path('part-2')];
  await assert.rejects(merge(parts, { output: bench.path('cut') }, AbortSignal.abort()), { name: 'AbortError' });
  await assert.rejects(bench.files('cut'), { code: 'ENOENT' });
  const { status } = await bench.run(['merge', 'part-2', 'part-1', '-o', 'merged', '--policy', 'strict.json']);
  assert.equal(status, 4);
  assert.equal((await bench.run(['merge', 'part-1', 'part-2', '-o', 'merged'])).status, 0);
  assert.equal((await readReport('merged')).findings, null, 'merging has no model to ask');
  await audit('merged');
  await audit('whole');
  assert.ok((await readReport('merged')).findings);
  for (const file of ['audit.json', 'journal.jsonl']) {
    const whole = await bytesWithoutTimes(`whole/${file}`);
    const merged = await bytesWithoutTimes(`merged/${file}`);
    // A journal's first line says which shard it is; in both it is none.
    assert.equal(merged, whole, file);
  }
});

test('a zip file gives what its folder gives, and a path that leads out of it is set aside', async () => {
  const files: Record<string, Uint8Array> = { '../evil.png': await squarePng([RED]) };
  for (let k = 0; k < 6; k++) {
    const name = `${k < 3 ? 'red' : 'blue'}/${k}.png`;
    files[name] = new Uint8Array(await readFile(bench.path('data', name)));
  }
  await bench.write('data.zip', zipSync(files));
  const { status, stdout } = await audit('zipped', '--data', 'data.zip');
  assert.equal(status, 0);
  assert.match(stdout, /1 files or annotations were set aside/);
  const [zipped, whole] = [await readReport('zipped'), await readReport('whole')];
  const maps = ({ pictures }: typeof whole) =>
    pictures.map(({ picture, results }) => [picture, results.map((one) => ({ ...one, milliseconds: 0 }))]);
  assert.deepEqual(maps(zipped), maps(whole));
});

test('a process that is killed goes on where it was', async () => {
  const args = ['audit', 'classifier.onnx', '--data', 'data', '-o', 'killed', ...QUICK, '--progress'];
  for (let turn = 0; turn < 3; turn++) {
    await bench.runAlone(args, (child, stderr) => {
      if (/[1-9]\/\d+ pictures/.test(stderr)) child.kill('SIGKILL');
    });
  }
  const { status } = await bench.run(args);
  assert.equal(status, 0);
  await audit('whole');
  for (const file of ['audit.json', 'journal.jsonl']) {
    assert.equal(await bytesWithoutTimes(`killed/${file}`), await bytesWithoutTimes(`whole/${file}`), file);
  }
});

for (const [signal, ending] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`an audit that gets ${signal} keeps what was finished and ends with ${ending}`, async () => {
    const args = [
      'audit',
      'classifier.onnx',
      '--data',
      'data',
      '-o',
      signal,
      ...QUICK,
      '--masks',
      '3000',
      '--progress',
    ];
    const { status, stderr } = await bench.runAlone(args, (child, text) => {
      if (/[1-9]\/6 pictures/.test(text) && !child.killed) child.kill(signal);
    });
    assert.equal(status, ending, stderr);
    assert.match(stderr, /The same command goes on/);
    const lines = (await readFile(bench.path(signal, 'journal.jsonl'), 'utf8')).split('\n');
    assert.ok(lines.length >= 3 && lines.at(-1) === '');
  });
}

test('two models are compared; the same one twice has no difference', async () => {
  await bench.write('second.onnx', tinyClassifier());
  await bench.write('second.recipe.json', JSON.stringify(tinyClassifierRecipe));
  const args = ['audit', 'classifier.onnx', 'second.onnx', '--data', 'data', '-o', 'two', ...QUICK];
  const { status, stdout, stderr } = await bench.run(args);
  assert.equal(status, 0, stderr);
  assert.match(
    stdout,
    /compared: No difference in the score that could not be chance, classifier\.onnx to second\.onnx/,
  );
  const { comparison } = await readReport('two');
  assert.equal(comparison?.count, 6);
  assert.ok(comparison.likeness[0].mean > 0.999 && comparison.measures.every(({ steps }) => !steps[0].certain));
  assert.match(await readFile(bench.path('two', 'report.html'), 'utf8'), /Models compared/);
});

test('a folder that another process writes to is refused', async () => {
  await bench.write('held/audit.lock', JSON.stringify({ host: hostname(), pid: process.pid, token: 'x' }));
  const { status, stderr } = await audit('held');
  assert.deepEqual([status, /is being written by process \d+/.test(stderr)], [2, true], stderr);
});

test('the examples of the documentation use options that there are, and a policy that is one', async () => {
  const { stdout: help } = await bench.run(['audit', '--help']);
  const files = [...readdirSync('docs/audits').map((name) => `docs/audits/${name}`), 'docs/audits.md'];
  const flags = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/\s*\\?\n\s+(?=--)/g, ' ');
    return [...text.matchAll(/xai-viewer audit [^\n]*/g)].flatMap(([line]) => line.match(/--[a-z-]+/g) ?? []);
  });
  assert.ok(flags.length > 20);
  assert.deepEqual(
    flags.filter((flag) => !new RegExp(`${flag}\\b`).test(help)),
    [],
  );
  const policy = JSON.parse(readFileSync('docs/audits/policy.json', 'utf8'));
  parsePolicy(policy, ['pointing-game', 'energy-pointing-game'], 'policy.json');
});
