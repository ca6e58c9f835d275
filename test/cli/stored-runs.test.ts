import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Bench } from './command.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  await bench.picture('two.png', [{ label: 'red', column: 2, row: 2 }]);
});
after(() => bench.remove());

const EXPLAIN = ['explain', 'detector.onnx', '--backend', 'wasm', '-i', 'two.png', '--target', 'top'];
const bytesOf = (...path: string[]) => readFile(bench.path(...path));

test('masks that a command has left are gone on with by another, to what one command gives', async () => {
  const first = await bench.run([...EXPLAIN, '--masks', '60', '--formats', 'run', '-o', 'first']);
  assert.equal(first.status, 0, first.stderr);
  const { explanations } = JSON.parse((await bytesOf('first', 'explanations.json')).toString());
  assert.equal(explanations[0].files.run, 'two.png.run.npz');
  const wish = [...EXPLAIN, '--masks', '150', '--formats', 'npy,run'];
  const resumed = await bench.run([...wish, '--resume', 'first', '-o', 'resumed']);
  assert.equal(resumed.status, 0, resumed.stderr);
  assert.match(resumed.stdout, /\(150 masks/);
  await bench.run([...wish, '-o', 'whole']);
  for (const file of ['two.png.0.npy', 'two.png.run.npz'])
    assert.deepEqual(await bytesOf('resumed', file), await bytesOf('whole', file), file);
});

test('an interrupted picture leaves its masks, and the next command begins with them', async () => {
  const wish = [...EXPLAIN, '--masks', '4000', '--formats', 'run', '--progress'];
  const stopped = await bench.runAlone([...wish, '-o', 'stopped'], (child, stderr) => {
    if (!child.killed && stderr.includes('400/4000')) child.kill('SIGINT');
  });
  assert.equal(stopped.status, 130, stopped.stderr);
  assert.ok((await bench.files('stopped')).includes('two.png.run.npz'));
  const gone = await bench.run([...EXPLAIN, '--masks', '10', '--formats', 'json', '--resume', 'stopped', '-o', 'gone']);
  assert.equal(gone.status, 0, gone.stderr);
  const [, masks] = gone.stdout.match(/\((\d+) masks/) ?? [];
  assert.ok(Number(masks) > 10, gone.stdout);
});

test('what is no run, of another kind, or of a method without masks ends with 2 and says so', async () => {
  await bench.write('bad/two.png.run.npz', new Uint8Array(300).fill(3));
  await bench.run([...EXPLAIN, '--masks', '40', '--formats', 'run', '-o', 'kind']);
  for (const [more, message] of [
    [['--resume', 'bad'], /two\.png\.run\.npz is no stored run, or it is damaged/],
    [['--resume', 'kind', '--seed', '9', '--masks', '50'], /stored run is of another kind \(masks/],
    [['--method', 'eigen-cam', '--formats', 'run'], /keeps the masks of d-rise and rise/],
  ] as const) {
    const { status, stderr } = await bench.run([...EXPLAIN, ...more, '-o', 'none']);
    assert.equal(status, 2, stderr);
    assert.match(stderr, message);
  }
});
