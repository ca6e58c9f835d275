import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { decodeNpy } from '../../src/core/npy.ts';
import { readPredictionFile } from '../../src/tasks/series/read-prediction-file.ts';
import { impulseModel, impulseRecipe, LAYOUTS } from '../support/impulse-model.ts';
import { wavFile } from '../support/wav.ts';
import { Bench } from './command.ts';

let bench: Bench;
const [CHANNELS_FIRST] = LAYOUTS;

/** A minute of four quiet channels at 100 Hz with an impulse in the third one at some seconds. */
function impulses(seconds: readonly number[], count = 600): string {
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
  await bench.write('day/one.csv', impulses([1.5, 4.2]));
  await bench.write('day/one.labels.csv', 'start,end,label\n1.4,1.6,impulse\n4.1,4.3,impulse\n2,3.5,nothing\n');
  await bench.write('day/one.predictions.csv', 'start,end,class,score\n1,2,impulse,.9\n');
  await bench.write('day/cut.csv', impulses([1]).slice(0, -20));
});
after(() => bench.remove());

const explain = (...args: string[]) => bench.run(['explain', 'impulse.onnx', '--backend', 'wasm', ...args]);
const readReport = async (folder: string) =>
  JSON.parse(await readFile(bench.path(folder, 'explanations.json'), 'utf8'));

test('a folder of recordings: scores, maps and pictures of the good ones, the broken one named', async () => {
  const { status, stdout } = await explain('-i', 'day', '-o', 'out', '--formats', 'png,npy,csv', '--target', 'impulse');
  assert.equal(status, 1);
  assert.match(stdout, /cut\.csv {2}failed \(recording-unreadable\): cut\.csv has .* cut off/);
  assert.match(
    stdout,
    /one\.csv {2}#0 impulse: The peak for impulse is at (1\.5|4\.2)\d s, .* % of the weight lies within its labels/,
  );
  assert.match(stdout, /1 of 2 explained, 1 failed/);
  assert.deepEqual(await bench.files('out'), [
    'explanations.json',
    'one.csv.0.csv',
    'one.csv.0.npy',
    'one.csv.0.timeline.png',
    'one.csv.scores.csv',
  ]);
  const [entry] = (await readReport('out')).explanations;
  assert.deepEqual([entry.method, entry.layer, entry.width, entry.height], ['grad-cam', 'active', 600, 4]);
  const { windows, explained, labelled, right, rows, step, weightInLabels } = entry.series;
  assert.deepEqual([windows, explained, rows, step], [24, 24, ['a', 'b', 'c', 'd'], 0.01]);
  assert.ok(labelled > 4 && right === labelled, `${right} of ${labelled}`);
  assert.ok(weightInLabels > 0.95, `${weightInLabels}`);

  const { data, shape } = decodeNpy(await readFile(bench.path('out', 'one.csv.0.npy')));
  assert.deepEqual(shape, [4, 600]);
  assert.ok(data[150] > 0.5 * Math.max(...data.filter(Number.isFinite)) && data[250] === 0);
  const table = (await readFile(bench.path('out', 'one.csv.0.csv'), 'utf8')).trimEnd().split('\n');
  assert.deepEqual([table.length, table[0]], [601, 'seconds,a,b,c,d']);
  assert.equal(Number(table[151].split(',')[1]), data[150]);
  const scores = (await readFile(bench.path('out', 'one.csv.scores.csv'), 'utf8')).trimEnd().split('\n');
  assert.equal(scores[0], 'window,start,end,answer,impulse,nothing,dip,label,right');
  assert.equal(scores.length, 25);
  const said = scores.slice(1).filter((line) => line.split(',')[3] === 'impulse');
  assert.equal(said.length, 4);
  // The same table can be shown again as answers that were made elsewhere.
  const answers = readPredictionFile(`${scores.join('\n')}\n`, 'one.csv.scores.csv');
  assert.deepEqual([answers.length, answers.filter(({ label }) => label === 'impulse').length], [24, 4]);
  const { width, height } = await sharp(bench.path('out', 'one.csv.0.timeline.png')).metadata();
  assert.ok(width === 1600 && (height ?? 0) > 300);
});

test('each window its own answer, by masks over whole stretches of time', async () => {
  const args = ['--target', 'top', '--method', 'rise', '--masks', '64', '--parts', 'time', '--formats', 'npy'];
  const { status, stderr } = await explain('-i', 'day/one.csv', '-o', 'top', ...args);
  assert.equal(status, 0, stderr);
  assert.deepEqual(await bench.files('top'), [
    'explanations.json',
    'one.csv.0.error.npy',
    'one.csv.0.npy',
    'one.csv.scores.csv',
  ]);
  const [entry] = (await readReport('top')).explanations;
  assert.deepEqual([entry.method, entry.masks, entry.provenance.options.parts], ['rise', 24 * 64, 'time']);
  assert.equal(entry.provenance.options.fill, 'mean');
});

test('a session file brings recordings, labels and offsets together', async () => {
  const session = {
    version: 1,
    name: 'both',
    recordings: [{ file: 'day/one.csv', offset: 100 }],
    labels: [{ start: 101.4, length: 0.2, label: 'impulse' }],
  };
  await bench.write('both.session.json', JSON.stringify(session));
  const { status, stderr } = await explain(
    '-i',
    'both.session.json',
    '-o',
    'both',
    '--formats',
    'csv',
    '--target',
    'impulse',
  );
  assert.equal(status, 0, stderr);
  const scores = await readFile(bench.path('both', 'both.session.json.scores.csv'), 'utf8');
  assert.match(scores, /^0,100,100\.48,nothing/m);
});

test('WAV goes in as it is; a sound of the wrong number of channels is named', async () => {
  await bench.write(
    'four.wav',
    wavFile(
      Array.from({ length: 4 }, (_, c) =>
        Float32Array.from({ length: 200 }, (_, k) => (c === 2 && k === 90 ? 0.9 : 0)),
      ),
      100,
      '16',
    ),
  );
  await bench.write(
    'three.wav',
    wavFile(
      Array.from({ length: 3 }, () => new Float32Array(200)),
      100,
      '16',
    ),
  );
  const { status, stdout } = await explain('-i', 'four.wav', 'three.wav', '-o', 'wav', '--formats', 'csv');
  assert.equal(status, 1);
  assert.match(stdout, /three\.wav {2}failed \(recording-unreadable\): three\.wav has 3 channels .* the model takes 4/);
  assert.match(stdout, /four\.wav {2}#0 nothing/);
});

test('what does not fit recordings, or pictures, ends with 2 and says so', async () => {
  const ends = async (pattern: RegExp, outcome: Promise<{ status: number | null; stderr: string }>) => {
    const { status, stderr } = await outcome;
    assert.equal(status, 2, stderr);
    assert.match(stderr, pattern);
  };
  await ends(/Sessions are drawn for embedded:motion.*not for impulse\.onnx/, explain('--scene', '1', '-o', 'x'));
  await bench.write('empty/readme.md', 'nothing');
  await ends(/holds no recording/, explain('-i', 'empty', '-o', 'x'));
  await bench.picture('red.png', []);
  await ends(
    /--parts is for models of recordings/,
    bench.explain('classifier', ['-i', 'red.png', '-o', 'x', '--parts', 'time']),
  );
  await ends(
    /--formats csv is for models of recordings/,
    bench.explain('classifier', ['-i', 'red.png', '-o', 'x', '--formats', 'csv']),
  );
});

test('embedded models of series draw their own session', async () => {
  const { status, stdout, stderr } = await bench.run([
    'explain',
    'embedded:motion',
    '--scene',
    '3',
    '-o',
    'drawn',
    '--backend',
    'wasm',
    '--target',
    'shake',
    '--formats',
    'csv',
  ]);
  assert.equal(status, 0, stderr);
  const share = Number(/(\d+) % of the weight lies within its labels/.exec(stdout)?.[1]);
  assert.ok(share >= 80, stdout);
});
