import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Dice } from '../../src/scenes/dice.ts';
import { Bench } from '../cli/command.ts';

const KILLS = 20;
const PICTURES = 16;

let bench: Bench;
before(async () => {
  bench = await Bench.make();
  for (let k = 0; k < PICTURES; k++) {
    const label = k % 2 ? 'red' : 'blue';
    await bench.picture(`data/${label}/${k}.png`, [{ label, column: 1 + (k % 6), row: 1 + (k % 5) }]);
  }
});
after(() => bench.remove());

const args = (output: string) => [
  ...['audit', 'classifier.onnx', '--data', 'data', '-o', output, '--backend', 'wasm'],
  ...['--method', 'rise', '--masks', '400', '--metrics', 'sparsity,insertion'],
];

/** Results without what differs from run to run: times. */
function contentsOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    ['audit.json', 'audit.csv', 'journal.jsonl'].map((file) => [
      file,
      readFileSync(bench.path(folder, file), 'utf8').replaceAll(
        /"milliseconds": ?\d+|"(started|finished)At": ?"[^"]*"/g,
        '',
      ),
    ]),
  );
}

function linesOf(folder: string): number {
  const file = bench.path(folder, 'journal.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}

test('killed at twenty random moments, a finished audit equals an undisturbed one', async () => {
  const undisturbed = await runFor(args('undisturbed'), null);
  assert.equal(undisturbed.status, 0);
  const { whole, opened } = undisturbed;
  const dice = new Dice(11);
  const seen: number[] = [];
  let killed = 0;
  for (let turn = 0; turn < KILLS; turn++) {
    // From the opening of files to an eighth of the pictures, so that most of the kills meet a run that is under way.
    const moment = dice.range(opened / 2, opened + (whole - opened) / 8);
    const { signal } = await runFor(args('disturbed'), moment);
    if (signal === 'SIGKILL') killed++;
    seen.push(linesOf('disturbed'));
    assert.ok(turn === 0 || seen[turn] >= seen[turn - 1], `nothing whole is lost: ${seen}`);
  }
  assert.ok(killed >= KILLS / 2, `${killed} of ${KILLS} were killed while they ran`);
  assert.ok(new Set(seen).size > 3, `it went on between: ${seen}`);
  assert.equal((await runFor(args('disturbed'), null)).status, 0);
  assert.deepEqual(contentsOf('disturbed'), contentsOf('undisturbed'));
});

interface Ended {
  readonly status: number | null;
  readonly signal: string | null;
  /** Milliseconds until the first picture was in the journal, and until all was over. */
  readonly opened: number;
  readonly whole: number;
}

/** Runs the command by itself. @param moment milliseconds after which it is killed; null: never */
async function runFor(command: readonly string[], moment: number | null): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [bench.script, ...command], { cwd: bench.folder, stdio: 'ignore' });
  const timer = moment === null ? undefined : setTimeout(() => child.kill('SIGKILL'), moment);
  let opened: number | null = null;
  const watch = setInterval(() => {
    if (opened === null && linesOf(command[command.indexOf('-o') + 1]) > 1) opened = performance.now() - begun;
  }, 20);
  const [status, signal] = await once(child, 'exit');
  clearTimeout(timer);
  clearInterval(watch);
  const whole = performance.now() - begun;
  return { status, signal, opened: opened ?? whole, whole };
}
