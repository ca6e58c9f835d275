// Writes the app into a folder: page, worker, runtime, embedded models, and the service worker that knows every file of it
// by its hash.
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildHelp } from './build-help.mjs';
import { app, auditWorker, microphone, runtimeFiles, serviceWorker, worker } from './build-plan.mjs';

/** What no visitor needs: for people who look into the code, and what training has measured. */
const NOT_KEPT = /\.(map|LEGAL\.txt|metrics\.json)$/;

/** What is bundled. */
const SOURCE = /\.(ts|css)$/;

export function copyRuntime(folder) {
  for (const name of runtimeFiles) {
    copyFileSync(path.join('node_modules/onnxruntime-web/dist', name), path.join(folder, name));
  }
}

/** The files of a folder as the service worker keeps them: address, version, hash. */
function listFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => !NOT_KEPT.test(name) && statSync(path.join(folder, name)).isFile())
    .sort()
    .map((url) => {
      const hash = createHash('sha256').update(readFileSync(path.join(folder, url)));
      const digest = hash.digest();
      return { url, revision: digest.toString('hex').slice(0, 16), integrity: `sha256-${digest.toString('base64')}` };
    });
}

/** For readers, who build them by themselves. */
const EXAMPLES = path.join('www', 'examples');

/** Whether a file, or anything in a folder, is for the browser as it is. */
function isServed(file) {
  if (path.normalize(file) === EXAMPLES) return false;
  if (!statSync(file).isDirectory()) return !SOURCE.test(file);
  return readdirSync(file, { recursive: true }).some((name) => name.includes('.') && !SOURCE.test(name));
}

export async function buildApp(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({ ...app, outdir: folder });
  await build({ ...worker, outdir: folder });
  await build({ ...auditWorker, outdir: folder });
  await build({ ...microphone, outdir: folder });
  copyRuntime(folder);
  cpSync('www', folder, { recursive: true, filter: isServed });
  buildHelp(folder);
  const define = { ...serviceWorker.define, APP_FILES: JSON.stringify(listFiles(folder)) };
  await build({ ...serviceWorker, outdir: folder, define });
}
