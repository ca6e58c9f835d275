// Bundles a benchmark (shaders as text, packages left outside) and runs it: `npm run bench` (options.ts), or that of the
// masks, `npm run bench:masks` (masks/run.ts), or that of other ways, `npm run bench:peers` (peers/run.ts).
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const folder = path.join('.build', `bench-${process.pid}`);
try {
  await build({
    entryPoints: ['bench/run.ts', 'bench/measure.ts', 'bench/masks/run.ts', 'bench/peers/run.ts'],
    outbase: 'bench',
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
  const [first, ...rest] = process.argv.slice(2);
  const named = first === 'masks' || first === 'peers';
  const [file, ...parameters] = named ? [`${first}/run.js`, ...rest] : ['run.js', first, ...rest];
  const given = parameters.filter((one) => one !== undefined);
  const outcome = spawnSync(process.execPath, [path.join(folder, file), ...given], {
    stdio: 'inherit',
  });
  process.exitCode = outcome.status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
