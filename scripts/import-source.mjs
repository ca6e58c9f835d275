import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

let count = 0;

/**
 * Bundles TypeScript of this project and imports it.
 * @param text a module in the project's root: `export { Model } from './src/tasks/model.ts';`
 */
export async function importSource(text) {
  const file = path.resolve('.build', `source-${process.pid}-${count++}.mjs`);
  mkdirSync('.build', { recursive: true });
  try {
    await build({
      stdin: { contents: text, resolveDir: '.' },
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      packages: 'external',
      conditions: ['xai-source'],
      loader: { '.wgsl': 'text' },
      // The package says that no module has side effects; that methods enter the registry is one.
      ignoreAnnotations: true,
      logLevel: 'warning',
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(file, { force: true });
  }
}
