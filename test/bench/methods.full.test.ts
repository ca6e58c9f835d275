import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { bench, readTable } from './run-bench.ts';

test('all methods are timed on a model, and the section takes the place of the older one', {
  skip: existsSync('node_modules/@napi-rs/canvas') ? false : '@napi-rs/canvas is not installed',
}, () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'xai-bench-'));
  try {
    const out = path.join(folder, 'benchmarks.md');
    writeFileSync(out, '# Benchmarks\n\n## Speed\n\nFirst.\n\n## Methods\n\nOld.\n\n## Left out\n\n- nothing\n');
    const models = 'embedded:classifier-fair,no-such-model';
    bench('--quick', '--only', 'methods', '--method-models', models, '--providers', 'wasm', '--out', out);
    const report = readFileSync(out, 'utf8');
    assert.ok(report.includes('\n\n## Speed\n\nFirst.\n\n## Methods\n\nWritten by'));
    assert.ok(report.endsWith('\n\n## Left out\n\n- nothing\n'));
    assert.doesNotMatch(report, /Old\./);
    const column = 'embedded:classifier-fair wasm';
    const rows = new Map(readTable(report, column).map((row) => [row[''], row[column]]));
    assert.match(rows.get('forward pass') ?? '', /^[\d.]+ ms$/);
    for (const method of ['rise', 'grad-cam', 'cam', 'integrated-gradients', 'ablation-cam', 'occlusion']) {
      assert.match(rows.get(method) ?? '', /^~?[\d.]+/, method);
    }
    const [opening] = readTable(report, 'shapes');
    assert.match(opening['to picture'], /^\d+ \(\d+ \+ \d+\)$/);
    assert.ok(Number(opening.picture) >= Number(opening.opened));
    assert.match(report, /classifier-fair, vit-recipro-cam: No layer/);
    assert.match(report, /no-such-model: .* is not on this machine/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
