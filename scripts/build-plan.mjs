// What is built from what: the entries of every bundle and the settings that they share. `esbuild.mjs` writes these
// bundles; the architecture and size tests look into the same ones.
import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The files that a conditional import can resolve to become entries of the library, so that consumers find them. */
function conditionalEntries() {
  const entries = {};
  for (const { 'xai-source': source, ...packed } of Object.values(manifest.imports)) {
    for (const condition of ['node', 'default']) {
      entries[packed[condition].replace(/^\.\/dist\/(.*)\.js$/, '$1')] = source[condition];
    }
  }
  return entries;
}

const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  loader: { '.wgsl': 'text' },
  sourcemap: 'linked',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
};

/** Bundles for the browser hold everything they need but onnxruntime's wasm, which lies beside them. */
const browser = {
  ...shared,
  platform: 'browser',
  conditions: ['xai-source', 'onnxruntime-web-use-extern-wasm'],
  minify: true,
};

/** The library and the command: packages and the conditional imports are left for the consumer to resolve. */
export const library = {
  ...shared,
  entryPoints: { index: 'src/index.ts', cli: 'src/cli/main.ts', ...conditionalEntries() },
  outdir: 'dist',
  platform: 'neutral',
  packages: 'external',
  external: Object.keys(manifest.imports),
  splitting: true,
  chunkNames: 'chunk-[hash]',
};

export const elements = { ...browser, entryPoints: { 'xai-viewer': 'src/xai-viewer.ts' }, outdir: 'dist' };

/** One file, since a consumer's bundler may copy it without following its imports. */
export const worker = { ...browser, entryPoints: { worker: 'src/engine/worker.ts' }, outdir: 'dist' };

export const app = { ...browser, entryPoints: { app: 'www/app.ts' }, outdir: 'dist/app' };

/** What onnxruntime loads at run time from the folder of the worker. */
export const runtimeFiles = ['ort-wasm-simd-threaded.asyncify.mjs', 'ort-wasm-simd-threaded.asyncify.wasm'];
