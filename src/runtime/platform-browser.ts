import { XaiError } from '../core/errors.ts';
import type { ByteCache, Ort, Platform, Provider } from './platform.ts';
import { runtimeSettings } from './settings.ts';
import { prepareThreads } from './threads.ts';

let loading: Promise<Ort> | undefined;

async function loadOnce(): Promise<Ort> {
  const ort = (await import('onnxruntime-web/webgpu')) as unknown as Ort;
  const { wasmPaths, threads } = runtimeSettings;
  if (wasmPaths !== null) ort.env.wasm.wasmPaths = wasmPaths;
  const wanted = threads ?? prepareThreads();
  if (wanted !== null) ort.env.wasm.numThreads = wanted;
  ort.env.logLevel = 'error';
  return ort;
}

const CACHE_NAME = 'xai-viewer-models-1';
const VERSION_HEADER = 'x-xai-version';

const cache: ByteCache = {
  async read(address) {
    // `caches` is absent on insecure origins.
    if (!('caches' in globalThis)) return null;
    const hit = await (await caches.open(CACHE_NAME)).match(address).catch(() => undefined);
    if (!hit) return null;
    return { bytes: new Uint8Array(await hit.arrayBuffer()), version: hit.headers.get(VERSION_HEADER) ?? '' };
  },
  async write(address, { bytes, version }) {
    if (!('caches' in globalThis)) return;
    try {
      await (await caches.open(CACHE_NAME)).put(
        address,
        new Response(bytes as Uint8Array<ArrayBuffer>, { headers: { [VERSION_HEADER]: version } }),
      );
    } catch {
      // Storage is full or forbidden: the model is in memory all the same.
    }
  },
};

export const platform: Platform = {
  async loadOrt(provider: Provider): Promise<Ort> {
    if (provider === 'node') {
      throw new XaiError(
        'backend-unavailable',
        'The backend "node" is onnxruntime-node, which a browser cannot load; use "webgpu", "wasm" or "auto".',
        { option: 'backend' },
      );
    }
    loading ??= loadOnce();
    return loading;
  },
  candidates: () => ('gpu' in navigator ? ['webgpu', 'wasm'] : ['wasm']),
  readPath: null,
  // Beside the worker, which is the module that this code is bundled into.
  locateOwnFile: (name) => new URL(name, import.meta.url).href,
  cache,
};
