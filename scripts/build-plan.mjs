// What is built from what: the entries of every bundle and the settings that they share. `esbuild.mjs` writes these
// bundles; the architecture and size tests look into the same ones.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { localIcons } from './local-icons.mjs';
import { shrinkShaders } from './shrink-shaders.mjs';
import { shrinkStyleSheets } from './shrink-styles.mjs';
import { shrinkMarkupTemplates } from './shrink-templates.mjs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The files that a conditional import can resolve to, which consumers must find in the package. */
function conditionalFiles() {
  return Object.values(manifest.imports).flatMap(({ 'xai-source': source }) => [source.node, source.default]);
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
  plugins: [shrinkShaders, shrinkStyleSheets, shrinkMarkupTemplates],
};

const keepImports = {
  name: 'keep-imports',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ kind, path: file }) =>
      kind === 'entry-point' ? undefined : { path: file.replace(/\.ts$/, '.js'), external: true },
    );
  },
};

const libraryShared = {
  ...shared,
  platform: 'neutral',
  packages: 'external',
  external: Object.keys(manifest.imports),
};

/** Words of the elements in other languages, which a page imports beside them. */
const languages = readdirSync('src/elements/languages').map((name) => `./src/elements/languages/${name}`);

/** All source files that the library consists of. */
export const libraryGraph = {
  ...libraryShared,
  entryPoints: ['./src/index.ts', ...languages, ...conditionalFiles()],
  outdir: 'dist',
  write: false,
};

/**
 * The library: a file for each source file, so that a consumer's bundler drops what is not used; shaders lie in the
 * wrappers that use them. Packages and conditional imports are the consumer's to resolve.
 */
export const library = {
  ...libraryShared,
  outbase: 'src',
  outdir: 'dist',
  plugins: [keepImports],
};

/** The command, in one file, which starts faster than many. */
export const command = {
  ...shared,
  entryPoints: { cli: 'src/cli/entry.ts' },
  outdir: 'dist',
  platform: 'node',
  packages: 'external',
  conditions: ['xai-source'],
};

/** What a viewer loads when it is wanted lies beside it: source files by the names of the files that they become. */
const laterFiles = {
  contours: 'xai-contours',
  tools: 'xai-viewer-tools',
  segments: 'xai-viewer-segments',
};

const loadLater = (folder) => ({
  name: 'load-later',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/\w+\.ts$/ }, ({ kind, path: file }) => {
      const name = laterFiles[path.basename(file, '.ts')];
      return kind === 'dynamic-import' && name ? { path: `${folder}/${name}.js`, external: true } : undefined;
    });
  },
});

const VIEWER = path.resolve('src/elements/xai-viewer');

/** Parts of the viewer take from it what it has anyway, as `lent.ts` lists it, in place of holding it a second time. */
const borrow = {
  name: 'borrow',
  async setup({ onResolve, onLoad, onStart, resolve }) {
    const lines = readFileSync(path.join(VIEWER, 'lent.ts'), 'utf8').matchAll(/^export \{ (.+) \} from '(.+)';$/gm);
    /** Names by the file that they are of. */
    const lent = new Map();
    const find = (from, options) => resolve(from, { ...options, pluginData: borrow });
    onStart(async () => {
      for (const [, names, from] of lines) {
        const { path: file } = await find(from, { resolveDir: VIEWER, kind: 'import-statement' });
        lent.set(file, names);
      }
    });
    onResolve({ filter: /./ }, async ({ path: from, kind, resolveDir, pluginData }) => {
      if (kind === 'entry-point' || pluginData === borrow) return undefined;
      const found = await find(from, { kind, resolveDir });
      return lent.has(found.path) ? { path: found.path, namespace: 'lent' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'lent' }, ({ path: file }) => ({
      contents: `import { borrow } from './lending.ts'; export const { ${lent.get(file)} } = borrow();`,
      resolveDir: VIEWER,
    }));
  },
};

/** Lit's are written for every compiler there is, in ten times the bytes. */
const smallDecorators = { 'lit/decorators.js': './src/elements/small-decorators.ts' };

/** Lit's style sheets likewise, which its own modules import. */
const smallCssTag = {
  name: 'small-css-tag',
  setup({ onResolve }) {
    onResolve({ filter: /\/css-tag\.js$/ }, () => ({ path: path.resolve('src/elements/small-css-tag.ts') }));
  },
};

/** One file for each, so that a page copies what it uses. */
export const elements = {
  ...browser,
  entryPoints: {
    'xai-viewer': 'src/xai-viewer.ts',
    'xai-legend': 'src/xai-legend.ts',
    'xai-compare': 'src/xai-compare.ts',
    'xai-timeline': 'src/xai-timeline.ts',
  },
  outdir: 'dist',
  alias: smallDecorators,
  plugins: [...browser.plugins, smallCssTag, loadLater('.')],
};

/** Lines of equal score, which a viewer loads when it is to draw them. */
export const contours = {
  ...browser,
  entryPoints: { 'xai-contours': 'src/elements/xai-viewer/contours.ts' },
  outdir: 'dist',
};

/** The parts of a viewer that come when they are wanted, each in one file. */
export const viewerParts = {
  ...browser,
  entryPoints: {
    'xai-viewer-tools': 'src/elements/xai-viewer/tools.ts',
    'xai-viewer-segments': 'src/elements/xai-viewer/segments.ts',
  },
  outdir: 'dist',
  plugins: [...browser.plugins, borrow],
};

/** The viewer without an engine, for pages where every kilobyte counts. */
export const saved = {
  ...browser,
  entryPoints: { 'xai-saved': 'src/xai-saved.ts' },
  outdir: 'dist',
  alias: { lit: './src/elements/xai-saved/small-lit.ts', 'lit/directive.js': 'lit-html/directive.js' },
  plugins: elements.plugins,
};

/** The element of audits, which few pages need, in a bundle of its own. */
export const auditElement = { ...browser, entryPoints: { 'xai-audit': 'src/xai-audit.ts' }, outdir: 'dist' };

/** The elements for a server that imports the modules of a page: with the build of lit that needs no DOM. */
export const elementsInNode = {
  ...shared,
  entryPoints: Object.fromEntries(
    Object.entries({ ...elements.entryPoints, ...auditElement.entryPoints, ...saved.entryPoints }).map(
      ([name, file]) => [`node/${name}`, file],
    ),
  ),
  outdir: 'dist',
  platform: 'node',
  packages: 'external',
  plugins: [loadLater('..')],
};

/** One file, since a consumer's bundler may copy it without following its imports. */
export const worker = { ...browser, entryPoints: { worker: 'src/engine/worker.ts' }, outdir: 'dist' };

/** The worker of audits: the engine with data sets, metrics and reports, so that pages without audits do not load those. */
export const auditWorker = {
  ...browser,
  entryPoints: { 'audit-worker': 'src/engine/audit-worker.ts' },
  outdir: 'dist',
};

/** The page of the app with its style sheet, and the worker that draws its examples; the timeline comes when it is wanted. */
export const app = {
  ...browser,
  splitting: true,
  entryPoints: { app: 'www/app.ts', 'drawing-worker': 'www/drawing/drawing-worker.ts', styles: 'www/styles/app.css' },
  outdir: 'dist/app',
  // lit's own breaks the strict policy at its first render.
  alias: { 'lit/directives/style-map.js': './www/shell/safe-style-map.ts' },
  plugins: [...browser.plugins, localIcons],
};

/** Hands the sound of a microphone to the live timeline; audio worklets are files of their own, and one file each. */
export const microphone = {
  ...browser,
  entryPoints: { 'microphone-worklet': 'www/timeline/live/microphone-worklet.ts' },
  outdir: 'dist/app',
};

/** Keeps the app for visits without a network; the build tells it which files there are (`scripts/build-app.mjs`). */
export const serviceWorker = {
  ...browser,
  entryPoints: { 'service-worker': 'www/offline/service-worker.ts' },
  outdir: 'dist/app',
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** What onnxruntime loads at run time from the folder of the worker: a browser takes one of the two builds. */
export const runtimeFiles = ['asyncify', 'jspi'].flatMap((build) =>
  ['mjs', 'wasm'].map((kind) => `ort-wasm-simd-threaded.${build}.${kind}`),
);
