import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Bench } from './command.ts';

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  await bench.picture('two.png', [{ label: 'red', column: 2, row: 2 }]);
  await bench.picture('three.png', [{ label: 'blue', column: 6, row: 3 }]);
});
after(() => bench.remove());

const EXPLAIN = ['explain', 'detector.onnx', '--backend', 'wasm'];

for (const [signal, ending] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`${signal} keeps what was finished, with its report, status ${ending}`, async () => {
    const args = [...EXPLAIN, '-i', 'two.png', 'three.png', '-o', signal, '--progress', '--masks', '6000'];
    const { status, stdout } = await bench.runAlone(args, (child, stderr) => {
      // A second one would end the command at once.
      if (!child.killed && /^2\/2 three\.png/m.test(stderr)) child.kill(signal);
    });
    assert.equal(status, ending);
    const { explanations, failed } = JSON.parse(await readFile(bench.path(signal, 'explanations.json'), 'utf8'));
    assert.deepEqual([...new Set(explanations.map(({ input }: { input: string }) => input))], ['two.png']);
    assert.deepEqual(failed, []);
    assert.match(stdout, /1 of 2 explained, interrupted; what was finished is kept/);
    assert.ok((await bench.files(signal)).every((name) => !/three|part-/.test(name)));
  });
}

test('scenes end with the status of the signal', async () => {
  const args = ['scenes', '--kind', 'motion', '--count', '20000', '-o', 'motion', '--progress'];
  const { status, stderr } = await bench.runAlone(args, (child) => {
    if (!child.killed) child.kill('SIGTERM');
  });
  assert.equal(status, 143, stderr);
});

test('a second signal, of the other kind too, ends the command at once', {
  skip: process.platform === 'win32' && 'there are no named pipes',
}, async () => {
  // Reading a pipe that nobody writes to is what no interrupt can stop.
  execFileSync('mkfifo', [bench.path('pipe.png')]);
  const child = spawn(process.execPath, [bench.script, ...EXPLAIN, '-i', 'pipe.png', '-o', 'piped'], {
    cwd: bench.folder,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const pipe = await open(bench.path('pipe.png'), 'w');
  try {
    child.kill('SIGINT');
    await setTimeout(500);
    assert.equal(child.exitCode, null);
    child.kill('SIGTERM');
    assert.deepEqual(await Promise.race([ended, setTimeout(5000, 'it goes on')]), [null, 'SIGTERM']);
  } finally {
    await pipe.close();
  }
});
