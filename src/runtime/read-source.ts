import { platform } from '#platform';
import { XaiError } from '../core/errors.ts';
import { sha256Hex } from '../core/hash.ts';
import { isEmbedded, locateEmbedded } from './embedded.ts';
import type { CachedBytes } from './platform.ts';

/**
 * Where a model may come from: an address, `embedded:NAME` for one that this package brings, in Node a path, a File or
 * Blob, a file handle, or its bytes.
 */
export type ModelSource = string | URL | Blob | ArrayBuffer | Uint8Array | FileSystemFileHandle;

export interface ReadOptions {
  /** Expected SHA-256 in hexadecimal; another one is refused with `model-integrity`. */
  readonly sha256?: string;
  /** Expected size in bytes, checked before the hash. */
  readonly bytes?: number;
  readonly signal?: AbortSignal;
  /** Called while bytes arrive; `total` is null when the server does not say. */
  readonly onProgress?: (loaded: number, total: number | null) => void;
  /** Keep what an address answers for the next time. Default true. */
  readonly cache?: boolean;
}

export interface SourceBytes {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  /** File name, or the last part of the address. */
  readonly name: string;
  /** Address or path that files beside the model are looked for at; null for bytes and blobs. */
  readonly location: string | null;
}

export async function readSource(source: ModelSource, options: ReadOptions = {}): Promise<SourceBytes> {
  options.signal?.throwIfAborted();
  const read = await readBytes(source, options);
  if (options.bytes !== undefined && read.bytes.length !== options.bytes) {
    throw new XaiError(
      'model-integrity',
      `${read.name} has ${read.bytes.length} bytes where ${options.bytes} were expected; the download may be incomplete or the file replaced.`,
      { file: read.name },
    );
  }
  const sha256 = await sha256Hex(read.bytes);
  if (options.sha256 !== undefined && sha256 !== options.sha256.toLowerCase()) {
    throw new XaiError(
      'model-integrity',
      `${read.name} has the SHA-256 ${sha256} where ${options.sha256} was expected; it is not the file that was meant.`,
      { file: read.name },
    );
  }
  return { ...read, sha256 };
}

async function readBytes(source: ModelSource, options: ReadOptions): Promise<Omit<SourceBytes, 'sha256'>> {
  if (source instanceof Uint8Array) return { bytes: source, name: 'model.onnx', location: null };
  if (source instanceof ArrayBuffer) return { bytes: new Uint8Array(source), name: 'model.onnx', location: null };
  if (source instanceof Blob) return readBlob(source);
  if (typeof source === 'object' && 'getFile' in source) return readBlob(await source.getFile());
  const asked = String(source);
  const address = isEmbedded(asked) ? locateEmbedded(asked) : asked;
  const name = fileNameOf(address);
  const isPath = typeof source === 'string' && !/^[a-z][a-z0-9+.-]+:/i.test(address);
  if (platform.readPath !== null && (isPath || address.startsWith('file:'))) {
    const path = address.startsWith('file:') ? decodeURIComponent(new URL(address).pathname) : address;
    try {
      return { bytes: await platform.readPath(path), name, location: path };
    } catch (cause) {
      throw new XaiError('input-missing', `There is no readable file at ${path}; check the path.`, {
        file: path,
        cause,
      });
    }
  }
  // What the package brings lies beside its code: whoever keeps one for offline use keeps the other.
  const cache = options.cache !== false && !isEmbedded(asked);
  return { bytes: await fetchBytes(address, name, { ...options, cache }), name, location: address };
}

/** The last part of a path or address; of an address without query and fragment, and decoded. */
export function fileNameOf(pathOrAddress: string): string {
  // Where there are no paths, what looks like one is an address relative to the page.
  const isAddress = platform.readPath === null || /^[a-z][a-z0-9+.-]+:/i.test(pathOrAddress);
  const whole = isAddress ? pathOrAddress.split(/[?#]/)[0] : pathOrAddress;
  const last = whole.split(/[\\/]/).pop() || pathOrAddress;
  if (!isAddress) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

async function readBlob(blob: Blob): Promise<Omit<SourceBytes, 'sha256'>> {
  const name = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'model.onnx';
  try {
    return { bytes: new Uint8Array(await blob.arrayBuffer()), name, location: null };
  } catch (cause) {
    throw new XaiError(
      'model-unreadable',
      `${name} could not be read; it may have been moved or changed. Choose it again.`,
      {
        file: name,
        cause,
      },
    );
  }
}

async function fetchBytes(address: string, name: string, options: ReadOptions): Promise<Uint8Array> {
  if (options.cache) {
    const kept = await platform.cache.read(absolute(address));
    if (kept && (await stillCurrent(address, kept, options))) {
      options.onProgress?.(kept.bytes.length, kept.bytes.length);
      return kept.bytes;
    }
  }
  let response: Response;
  try {
    response = await fetch(address, { signal: options.signal });
  } catch (cause) {
    options.signal?.throwIfAborted();
    // Only a page needs to be allowed by another site.
    const also = platform.readPath === null ? '; another site must allow this page by CORS' : '';
    throw new XaiError('model-fetch', `Nothing answered at ${address}. Check the address and the connection${also}.`, {
      file: name,
      cause,
    });
  }
  if (!response.ok || !response.body) {
    throw new XaiError(
      'model-fetch',
      `${address} answered ${response.status} ${response.statusText}; check the address.`,
      {
        file: name,
      },
    );
  }
  const stated = Number(response.headers.get('content-length'));
  // With a content encoding the stated length is that of the packed bytes.
  const total = stated > 0 && !response.headers.get('content-encoding') ? stated : null;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.length;
      options.onProgress?.(loaded, total);
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    throw new XaiError('model-fetch', `The connection to ${address} broke after ${loaded} bytes; try again.`, {
      file: name,
      cause,
    });
  }
  const bytes = new Uint8Array(loaded);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (options.cache) await platform.cache.write(absolute(address), { bytes, version: versionOf(response.headers) });
  return bytes;
}

/**
 * A copy with the asked-for hash is current whatever the server says; otherwise the server is asked for its version
 * (a few bytes), and a server out of reach leaves us the copy, so that a model used before works offline.
 */
async function stillCurrent(address: string, kept: CachedBytes, options: ReadOptions): Promise<boolean> {
  if (options.sha256 !== undefined) return (await sha256Hex(kept.bytes)) === options.sha256.toLowerCase();
  try {
    const head = await fetch(address, { method: 'HEAD', signal: options.signal });
    return head.ok && kept.version !== '' && versionOf(head.headers) === kept.version;
  } catch {
    options.signal?.throwIfAborted();
    return true;
  }
}

/** Empty when the server gives nothing to tell versions apart by. */
function versionOf(headers: Headers): string {
  const marks = [headers.get('etag'), headers.get('last-modified')].filter(Boolean);
  return marks.length ? [...marks, headers.get('content-length')].join(' ') : '';
}

function absolute(address: string): string {
  const base = (globalThis as { location?: { href: string } }).location?.href;
  return base ? new URL(address, base).href : address;
}
