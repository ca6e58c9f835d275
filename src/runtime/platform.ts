import type * as OrtModule from 'onnxruntime-web';

/** The part of onnxruntime's face that its web and Node builds share. */
export type Ort = typeof OrtModule;
export type OrtSession = OrtModule.InferenceSession;
export type OrtTensor = OrtModule.Tensor;

/** Where forward passes run. `node` is onnxruntime-node, the native build for a CPU. */
export type Provider = 'webgpu' | 'wasm' | 'node';

export interface CachedBytes {
  readonly bytes: Uint8Array;
  /** What the server said of the version (ETag, date, length); equal strings mean the same file. */
  readonly version: string;
}

/** Where fetched models are kept between visits. */
export interface ByteCache {
  read(address: string): Promise<CachedBytes | null>;
  /** Never throws: a full or forbidden store only means that the next visit fetches again. */
  write(address: string, entry: CachedBytes): Promise<void>;
}

/** What a browser and Node do differently; the package-private import `#platform` is the one that fits. */
export interface Platform {
  /** Loads the runtime once per kind; rejects with XaiError `backend-unavailable` and what to install or turn on. */
  loadOrt(provider: Provider): Promise<Ort>;
  /** Providers worth trying for `auto`, best first, without loading any. */
  candidates(): readonly Provider[];
  /** Reads a file by its path; null where there are no paths (a browser). */
  readonly readPath: ((path: string) => Promise<Uint8Array>) | null;
  /** Path or address of a file that this package brings, by its name in `dist/`. */
  locateOwnFile(name: string): string;
  readonly cache: ByteCache;
}
