// `npm run bench`: bundles the benchmark (shaders as text, packages left outside) and runs it; see options.ts.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const folder = path.join('.build', `bench-${process.pid}`);
try {
  await build({
    entryPoints: ['bench/run.ts', 'bench/measure.ts'],
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    conditions: ['xai-source'],
    loader: { '.wgsl': 'text' },
    sourcemap: 'inline',
    logLevel: 'error',
  });
  const outcome = spawnSync(process.execPath, [path.join(folder, 'run.js'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exitCode = outcome.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
