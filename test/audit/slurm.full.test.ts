import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, copyFile, readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Bench } from '../cli/command.ts';
import { HELD_OUT_CROPS } from '../embedded/open-embedded.ts';
import { noCanvas } from '../scenes/support.ts';
import { linesOf, noSlurm, SlurmCluster } from './slurm-cluster.ts';

const skip = noSlurm || noCanvas;
const PARTS = 4;

let bench: Bench;
let cluster: SlurmCluster;

before(async () => {
  if (skip) return;
  bench = await Bench.make();
  await copyFile('www/models/classifier-biased.onnx', bench.path('model.onnx'));
  await copyFile('www/models/classifier-biased.recipe.json', bench.path('model.recipe.json'));
  for (const name of ['slurm-array.sh', 'slurm-whole.sh', 'policy.json']) {
    await copyFile(`docs/audits/${name}`, bench.path(name));
  }
  // What the scripts call by name, as an installed package would be.
  await bench.write('bin/xai-viewer', `#!/bin/sh\nexec "${process.execPath}" "${bench.script}" "$@"\n`);
  await chmod(bench.path('bin', 'xai-viewer'), 0o755);
  process.env.PATH = `${bench.path('bin')}:${process.env.PATH}`;
  const args = ['scenes', '--count', '24', '--crops', '128', '--plant', 'caption:boat=1.0', '-o', 'data'];
  const drawn = await bench.run([...args, '--seed', String(HELD_OUT_CROPS)]);
  assert.equal(drawn.status, 0, drawn.stderr);
  cluster = await SlurmCluster.start();
});

after(async () => {
  await cluster?.stop();
  await bench?.remove();
});

/** The process of one part of the audit. */
function processOf(part: number): number {
  const found = spawnSync('pgrep', ['-f', `${bench.script} audit .* --output parts/${part}$`]).stdout.toString();
  return Number(found.trim().split('\n')[0]);
}

const withoutTimes = async (file: string) =>
  (await readFile(bench.path(file), 'utf8')).replaceAll(/"milliseconds": ?\d+|"(started|finished)At": ?"[^"]*"/g, '');

test('an array of the documented scripts, one of its workers killed half-way: the whole is what one run gives', {
  skip,
}, async () => {
  await bench.write('parts/.here', '');
  const parts = await cluster.submit(bench.folder, `--array=0-${PARTS - 1}`, 'slurm-array.sh');
  const killed = `${parts}_1`;
  while ((await linesOf(bench.path('parts/1/journal.jsonl'))) < 3) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const pid = processOf(1);
  assert.ok(pid > 0, 'the worker was found while it worked');
  process.kill(pid, 'SIGKILL');
  await cluster.reach(killed, 'FAILED');
  const before = await linesOf(bench.path('parts/1/journal.jsonl'));
  assert.ok(before >= 3);
  await cluster.queueAgain(killed);
  for (let part = 0; part < PARTS; part++) await cluster.reach(`${parts}_${part}`, 'COMPLETED');
  // Not by a dependency: the array remembers that a task of it failed once.
  const whole = await cluster.submit(bench.folder, 'slurm-whole.sh');
  // A model that looks at captions breaks the policy, which is the status of the last job.
  await cluster.reach(whole, 'FAILED');

  const args = ['audit', 'model.onnx', '--data', 'data', '--rule', 'annotated', '--seed', '1'];
  const alone = await bench.run([...args, '--output', 'alone', '--policy', 'policy.json']);
  assert.equal(alone.status, 4, alone.stderr);
  for (const file of ['audit.json', 'audit.csv']) {
    assert.equal(await withoutTimes(`audit/${file}`), await withoutTimes(`alone/${file}`), file);
  }
});
