// Writes `dist/` (`npm run build`): the library with its types, the elements, the worker and the app. `--app` writes the app alone.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildApp, copyRuntime } from './scripts/build-app.mjs';
import {
  auditElement,
  auditWorker,
  command,
  contours,
  elements,
  elementsInNode,
  library,
  libraryGraph,
  saved,
  viewerParts,
  worker,
} from './scripts/build-plan.mjs';

const appOnly = process.argv.includes('--app');

/** Older compilers refuse `.ts` in an import of a declaration file; `.js` finds the declaration in all of them. */
function renameImports(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(folder, name);
    const text = readFileSync(file, 'utf8');
    const renamed = text.replaceAll(/((?:from|import|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');
    if (renamed !== text) writeFileSync(file, renamed);
  }
}

function writeTypes() {
  const compiler = 'node_modules/typescript/bin/tsc';
  const outcome = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (outcome.status !== 0) throw new Error('The declaration files could not be written.');
  renameImports('dist/types');
}

async function buildPackage() {
  for (const name of existsSync('dist') ? readdirSync('dist') : []) {
    if (name !== 'app') rmSync(path.join('dist', name), { recursive: true });
  }
  const { metafile } = await build(libraryGraph);
  await build({ ...library, entryPoints: Object.keys(metafile.inputs).filter((file) => file.endsWith('.ts')) });
  await build(command);
  if (!readFileSync('dist/cli.js', 'utf8').startsWith('#!')) throw new Error('src/cli/entry.ts must begin with #!.');
  chmodSync('dist/cli.js', 0o755);
  await build(elements);
  await build(auditElement);
  await build(saved);
  await build(contours);
  await build(viewerParts);
  await build(elementsInNode);
  await build(worker);
  await build(auditWorker);
  copyRuntime('dist');
  cpSync('www/models', 'dist/models', { recursive: true });
  writeTypes();
}

try {
  if (!appOnly) await buildPackage();
  await buildApp('dist/app');
} catch (error) {
  // esbuild has printed its own messages, with the lines in question.
  console.error(error.errors ? `The build failed with ${error.errors.length} errors.` : error.message);
  process.exitCode = 1;
}
