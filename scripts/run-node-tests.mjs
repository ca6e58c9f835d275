// Bundles test files with esbuild (shaders as text, packages left outside) and hands them to `node --test`.
// Usage: node scripts/run-node-tests.mjs [--full] [test/part ...]
import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const files = readdirSync('test', { recursive: true })
  .map((name) => path.join('test', name))
  .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.browser.test.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.startsWith(path.normalize(part))));
const out = `.build/test-${process.pid}`;
await build({
  entryPoints: files,
  outdir: out,
  outbase: '.',
  bundle: true,
  splitting: false,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  conditions: ['xai-source'],
  loader: { '.wgsl': 'text' },
  sourcemap: 'inline',
  logLevel: 'warning',
});
const runner = spawn(
  process.execPath,
  [
    '--enable-source-maps',
    '--test',
    '--test-concurrency=1',
    ...files.map((file) => path.join(out, file.replace(/\.ts$/, '.js'))),
  ],
  { stdio: 'inherit' },
);
runner.on('exit', (code) => {
  rmSync(out, { recursive: true, force: true });
  process.exit(code ?? 1);
});
