import path from 'node:path';
import { build } from 'esbuild';
import { isolation, startServer, strictPolicy } from '../../scripts/serve.mjs';

const ORT_FOLDER = path.resolve('node_modules/onnxruntime-web/dist');

export interface PageOptions {
  /** The page's module, from the project's root: `test/elements/viewer-page.ts`. */
  entry: string;
  /** Markup of the page's body; empty by default. */
  body?: string;
  /** More bundles beside the page's, by file name: `{'worker.js': 'src/engine/worker.ts'}`. */
  bundles?: Record<string, string>;
  /** More folders to serve, by prefix: `{'/models/': sharedPath('models')}`. */
  mounts?: Record<string, string>;
  /** More answers, by path. */
  pages?: Record<string, string | Uint8Array>;
  /** COOP and COEP, so that wasm may use threads; true by default. */
  isolated?: boolean;
  /** The strict Content-Security-Policy; true by default. */
  strict?: boolean;
  /** Headers on top of these. */
  headers?: Record<string, string>;
}

export interface Page {
  /** Address of the page, with a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

async function bundle(entry: string): Promise<Uint8Array> {
  const result = await build({
    entryPoints: [entry],
    outfile: 'page.js',
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    conditions: ['xai-source', 'onnxruntime-web-use-extern-wasm'],
    loader: { '.wgsl': 'text' },
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return result.outputFiles[0].contents;
}

/**
 * Bundles a module for the browser and serves a page that loads it as `/page.js`. onnxruntime's wasm and script files
 * lie beside it, where a bundle made with the condition `onnxruntime-web-use-extern-wasm` looks for them.
 */
export async function servePage(options: PageOptions): Promise<Page> {
  const pages: Record<string, string | Uint8Array> = {
    '/': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">
<body>${options.body ?? ''}<script type="module" src="/page.js"></script></body></html>`,
    '/page.js': await bundle(options.entry),
    ...options.pages,
  };
  for (const [name, entry] of Object.entries(options.bundles ?? {})) pages[`/${name}`] = await bundle(entry);
  return startServer({
    root: ORT_FOLDER,
    mounts: options.mounts,
    pages,
    headers: {
      ...(options.isolated === false ? {} : isolation),
      ...(options.strict === false ? {} : strictPolicy),
      ...options.headers,
    },
  });
}
