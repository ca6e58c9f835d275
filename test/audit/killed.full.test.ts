import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Dice } from '../../src/scenes/dice.ts';
import { Bench } from '../cli/command.ts';

const KILLS = 20;
const PICTURES = 32;

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
  const pace = (whole - opened) / PICTURES;
  const dice = new Dice(11);
  const seen: number[] = [];
  for (let turn = 0; turn < KILLS; turn++) {
    const known = linesOf('disturbed');
    // Some while files are opened, most somewhere in the picture after the next one.
    const kill = dice.chance(0.25)
      ? { lines: 0, after: dice.range(0, opened / 2) }
      : { lines: known + 1, after: dice.range(0, pace) };
    const { signal } = await runFor(args('disturbed'), kill);
    assert.equal(signal, 'SIGKILL', `turn ${turn} ended by itself, after ${seen}`);
    seen.push(linesOf('disturbed'));
    assert.ok(seen[turn] >= known, `nothing whole is lost: ${seen}`);
  }
  assert.ok(new Set(seen).size > KILLS / 2, `it went on between: ${seen}`);
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

/** Runs the command by itself. @param kill so many milliseconds after the journal has so many lines; null: never */
async function runFor(
  command: readonly string[],
  kill: { readonly lines: number; readonly after: number } | null,
): Promise<Ended> {
  const begun = performance.now();
  const child = spawn(process.execPath, [bench.script, ...command], { cwd: bench.folder, stdio: 'ignore' });
  let opened: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const watch = setInterval(() => {
    const lines = linesOf(command[command.indexOf('-o') + 1]);
    if (opened === null && lines > 1) opened = performance.now() - begun;
    if (kill && lines >= kill.lines) timer ??= setTimeout(() => child.kill('SIGKILL'), kill.after);
  }, 5);
  const [status, signal] = await once(child, 'exit');
  clearInterval(watch);
  if (timer) clearTimeout(timer);
  const whole = performance.now() - begun;
  return { status, signal, opened: opened ?? whole, whole };
}
