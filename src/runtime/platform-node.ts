import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, homedir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { XaiError } from '../core/errors.ts';
import type { ByteCache, Ort, Platform, Provider } from './platform.ts';
import { runtimeSettings } from './settings.ts';

/** An optional peer is looked for beside this package first, then in the folder that the command was started in. */
async function importPeer<T>(name: string): Promise<T> {
  try {
    return (await import(name)) as T;
  } catch (first) {
    try {
      const resolved = createRequire(path.join(process.cwd(), 'package.json')).resolve(name);
      return (await import(pathToFileURL(resolved).href)) as T;
    } catch {
      throw first;
    }
  }
}

function unavailable(backend: Provider, packages: string, cause: unknown): XaiError {
  return new XaiError(
    'backend-unavailable',
    `The backend "${backend}" needs ${packages}; install it with "npm install ${packages}" or use --backend wasm. ` +
      `(${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)})`,
    { option: 'backend', file: packages, cause },
  );
}

/** `XAI_THREADS`, for machines that run several of these processes side by side; 0 unless it is a whole number above 0. */
function threadsOfEnvironment(): number {
  const threads = Number(process.env.XAI_THREADS);
  return Number.isInteger(threads) && threads > 0 ? threads : 0;
}

async function loadWasm(): Promise<Ort> {
  const ort = (await import('onnxruntime-web')) as unknown as Ort;
  ort.env.wasm.numThreads = runtimeSettings.threads ?? (threadsOfEnvironment() || Math.min(4, availableParallelism()));
  ort.env.logLevel = 'error';
  return ort;
}

async function loadNative(): Promise<Ort> {
  try {
    const module = await importPeer<{ default?: Ort } & Ort>('onnxruntime-node');
    const ort = module.default ?? module;
    ort.env.logLevel = 'error';
    return ort;
  } catch (cause) {
    throw unavailable('node', 'onnxruntime-node', cause);
  }
}

/**
 * onnxruntime-web looks for WebGPU on `navigator.gpu`, and Dawn's binding refuses views on shared memory, so both are
 * mended before the runtime is imported.
 */
async function loadDawn(): Promise<Ort> {
  let dawn: { create(options: string[]): GPU; globals: Record<string, unknown> };
  try {
    dawn = await importPeer('webgpu');
  } catch (cause) {
    throw unavailable('webgpu', 'webgpu', cause);
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const known = (globalThis as { navigator?: object }).navigator ?? {};
  Object.defineProperty(globalThis, 'navigator', {
    value: Object.create(known, { gpu: { value: gpu }, userAgent: { value: 'node' } }),
    configurable: true,
  });
  const Queue = (globalThis as unknown as { GPUQueue: { prototype: GPUQueue } }).GPUQueue;
  const write = Queue.prototype.writeBuffer;
  Queue.prototype.writeBuffer = function (buffer, offset, data, dataOffset, size) {
    const view = data as ArrayBufferView;
    if (view.buffer instanceof SharedArrayBuffer) {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      const unit = (view as Uint8Array).BYTES_PER_ELEMENT ?? 1;
      const from = (dataOffset ?? 0) * unit;
      const to = size === undefined ? bytes.length : from + size * unit;
      return write.call(this, buffer, offset, bytes.slice(from, to) as Uint8Array<ArrayBuffer>);
    }
    return write.call(this, buffer, offset, data as GPUAllowSharedBufferSource, dataOffset, size);
  };
  const ort = (await import('onnxruntime-web/webgpu')) as unknown as Ort;
  // In Node this entry starts its threads by a means that fails there.
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = 'error';
  return ort;
}

const loading = new Map<Provider, Promise<Ort>>();

const cacheFolder = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'xai-viewer', 'models');

function cacheFile(address: string): string {
  return path.join(cacheFolder, `${createHash('sha256').update(address).digest('hex')}.onnx`);
}

const cache: ByteCache = {
  async read(address) {
    const file = cacheFile(address);
    try {
      const [bytes, version] = await Promise.all([readFile(file), readFile(`${file}.version`, 'utf8')]);
      return { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), version };
    } catch {
      return null;
    }
  },
  async write(address, { bytes, version }) {
    const file = cacheFile(address);
    try {
      await mkdir(cacheFolder, { recursive: true });
      // Written beside and renamed, so that an interrupted write never looks like a model; the version last, so that it
      // never stands beside older bytes.
      const beside = `${file}.${process.pid}`;
      await writeFile(beside, bytes);
      await rename(beside, file);
      await writeFile(`${file}.version`, version);
    } catch {
      // A read-only home only means that the next run fetches again.
    }
  },
};

export const platform: Platform = {
  loadOrt(provider: Provider): Promise<Ort> {
    let ort = loading.get(provider);
    if (!ort) {
      ort = provider === 'wasm' ? loadWasm() : provider === 'node' ? loadNative() : loadDawn();
      loading.set(provider, ort);
    }
    return ort;
  },
  candidates: () => ['webgpu', 'node', 'wasm'],
  async readPath(file) {
    const bytes = await readFile(file);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  },
  locateOwnFile(name) {
    // By the package's own name, since this code runs from its source, from a bundle and from `dist/`.
    const root = path.dirname(createRequire(import.meta.url).resolve('xai-viewer/package.json'));
    return path.join(root, 'dist', name);
  },
  cache,
};
