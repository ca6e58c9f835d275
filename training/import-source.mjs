import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Bundles a TypeScript module of this project and imports it. @param entry from the project's root */
export async function importSource(entry) {
  const folder = path.resolve('.build', `training-${process.pid}`);
  const file = path.join(folder, `${entry.replaceAll('/', '-')}.mjs`);
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      conditions: ['xai-source'],
      logLevel: 'warning',
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
