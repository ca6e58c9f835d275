import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { lockFolder } from '../../src/cli/folder-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'xai-lock-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = path.join(folder, 'audit.lock');
const leave = (holder: object) => writeFileSync(file, JSON.stringify({ token: 'x', ...holder }));
const isRefused = (says: RegExp) => assert.rejects(lockFolder(folder), { code: 'output-unwritable', message: says });

test('a folder has one holder at a time', async () => {
  const lock = await lockFolder(folder);
  await isRefused(new RegExp(`written by process ${process.pid} on`));
  await lock.release();
  assert.deepEqual(readdirSync(folder), []);
  await (await lockFolder(folder)).release();
});

test('what a dead process has left is taken over, what a living one holds is not', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  leave({ host: hostname(), pid });
  await (await lockFolder(folder)).release();
  // A container that was started again: the number of the dead process is this one's.
  leave({ host: hostname(), pid: process.pid });
  await (await lockFolder(folder)).release();
  leave({ host: hostname(), pid: process.ppid });
  await isRefused(/wait until it ends/);
  rmSync(file);
});

test('a holder on another machine is believed while it gives signs of life', async () => {
  leave({ host: 'elsewhere', pid: 1 });
  await isRefused(/process 1 on elsewhere/);
  const past = new Date(Date.now() - 120_000);
  utimesSync(file, past, past);
  const lock = await lockFolder(folder);
  assert.ok(existsSync(file));
  await lock.release();
  assert.deepEqual(readdirSync(folder), []);
});

test('of several that find a stale lock one takes it', async () => {
  leave({ host: hostname(), pid: spawnSync(process.execPath, ['--version']).pid });
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => lockFolder(folder)));
  const taken = outcomes.filter((one) => one.status === 'fulfilled');
  assert.equal(taken.length, 1);
  await taken[0].value.release();
});
