import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { parseOptions } from '../../bench/options.ts';
import { formatSpeed, isWithin, type SpeedRow } from '../../bench/report.ts';
import { joinSections } from '../../bench/sections.ts';
import { interleave, median, ratio } from '../../bench/timing.ts';
import { missing } from '../support/fixtures.ts';
import { bench, readTable } from './run-bench.ts';

test('the quick benchmark fills every column, and writes what it prints', {
  skip: missing('models/fastestdet/model.onnx'),
}, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xai-bench-'));
  try {
    const out = path.join(folder, 'benchmarks.md');
    const report = bench(
      '--quick',
      '--models',
      'fastestdet,no-such-model',
      '--providers',
      'wasm',
      '--only',
      'masking,scenes',
      '--out',
      out,
    );
    assert.equal(readFileSync(out, 'utf8'), report);
    assert.match(report, /Measured on \d{4}-\d\d-\d\d; \d+ cores/);
    const [speed, ...others] = readTable(report, 'pipeline');
    assert.equal(others.length, 0);
    assert.equal(speed.model, 'fastestdet');
    assert.equal(speed.provider, 'wasm');
    assert.equal(speed.objects, '3');
    for (const column of ['forward', 'batch', 'pipeline', 'ratio', 'naive', 'naive ratio']) {
      assert.ok(Number(speed[column]) > 0, `${column}: ${speed[column]}`);
    }
    assert.match(speed.cost, /^-?\d+\.\d\d ms/);
    assert.match(speed.once, /^\d+ ms$/);
    assert.match(speed.others, /^\d+ %$/);
    const [batches] = readTable(report, '2');
    assert.ok(Number(batches['1']) > 0 && Number(batches['2']) > 0);
    const memory = readTable(report, 'resident');
    assert.deepEqual(
      memory.map(({ masks }) => masks),
      ['0', '2', '20'],
    );
    for (const [k, row] of memory.entries()) {
      assert.ok(Number(row.resident) > 10 && Number(row['array buffers']) > 0);
      // Peaks can only rise.
      if (k > 0) assert.ok(Number(row.resident) >= Number(memory[k - 1].resident));
    }
    assert.match(report, /no-such-model: .* is not on this machine/);
    assert.match(report, /on 2 held-out scenes, .* D-RISE with 20 masks on .* 95 %\); .* times the box's share/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without a model that is here the benchmark says so and ends well', () => {
  const report = bench('--quick', '--models', 'no-such-model', '--only', 'masking,scenes');
  assert.match(report, /no-such-model: .* is not on this machine/);
  assert.doesNotMatch(report, /^\|/m);
});

test('sections that are not measured stay as they were, in the order of the report', () => {
  const first = joinSections('', ['## Methods\n\nm1', '## Speed\n\ns1', '## Left out\n\n- x'], ['masking', 'methods']);
  assert.deepEqual(first.match(/^## .*/gm), ['## Speed', '## Methods', '## Left out']);
  const second = joinSections(first, ['## Speed\n\ns2'], ['masking']);
  assert.match(second, /^# Benchmarks\n/);
  assert.match(second, /s2\n\n## Methods\n\nm1\n$/);
  assert.doesNotMatch(second, /s1|Left out/);
});

test('turns alternate, and ratios are taken within a turn', async () => {
  const order: string[] = [];
  const kind = (name: string, times: number[]) => async () => {
    order.push(name);
    return times[order.filter((other) => other === name).length - 1];
  };
  const { times, otherWork } = await interleave(3, 0, { a: kind('a', [1, 2, 40]), b: kind('b', [2, 4, 80]) });
  assert.deepEqual(order, ['a', 'b', 'a', 'b', 'a', 'b']);
  assert.ok(otherWork >= 0 && otherWork <= 1);
  assert.equal(ratio(times.b, times.a), 2);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});

test('a cost is allowed up to a tenth or a millisecond on a CPU, and a twentieth on a GPU', () => {
  const row = (provider: SpeedRow['provider'], forward: number, maskedRatio: number): SpeedRow => ({
    model: 'm',
    provider,
    adapter: provider === 'webgpu' ? 'card' : null,
    speed: {
      ...{ targets: 1, batches: { 1: forward }, bestBatch: 1, forward, masked: forward * maskedRatio },
      ...{ onceARun: 5, naive: 4 * forward, maskedRatio, naiveRatio: 4, otherWork: 0 },
    },
  });
  assert.ok(isWithin(row('wasm', 50, 1.099)) && !isWithin(row('wasm', 50, 1.101)));
  assert.ok(isWithin(row('node', 2, 1.49)) && !isWithin(row('node', 2, 1.51)));
  assert.ok(isWithin(row('webgpu', 2, 1.049)) && !isWithin(row('webgpu', 2, 1.051)));
  const speeds = [row('webgpu', 2, 1.5)];
  const results = { date: '2000-01-01', cores: 2, speeds, memories: [], skipped: [] };
  const [report] = formatSpeed(results, parseOptions([]));
  assert.match(report, /\| webgpu \(card\) \| 1 \| 500 \| 1 \| 333 \| 1\.500 \| 1\.00 ms \(too much\) \|/);
});

test('recordings are measured by windows, and whole sessions by their memory', () => {
  const report = bench('--quick', '--providers', 'wasm', '--only', 'series');
  const [row, ...others] = readTable(report, 'bare windows/s');
  assert.equal(others.length, 0);
  assert.deepEqual([row.model, row.method, row.provider], ['embedded:motion', 'grad-cam', 'wasm']);
  assert.ok(Number(row['bare windows/s']) > Number(row['explained windows/s']));
  assert.match(row['an hour'], /^[\d.]+ (s|min)$/);
  const sessions = readTable(report, 'session');
  assert.deepEqual(
    sessions.map(({ session }) => session),
    ['5.0 s', '10.0 s'],
  );
  assert.ok(Number(sessions[1].windows) > Number(sessions[0].windows));
  for (const { resident } of sessions) assert.ok(Number(resident) > 10);
});
