/** Settings that must stand before the first session; later changes have no effect. */
export interface RuntimeSettings {
  /** Folder (ending in `/`) or files of onnxruntime's wasm; null lets the bundler's own address stand. */
  wasmPaths: string | { wasm?: string; mjs?: string } | null;
  /** Threads of the wasm provider; null leaves the choice to the runtime (Node: `XAI_THREADS`, else the number of cores, at most 4). */
  threads: number | null;
}

export const runtimeSettings: RuntimeSettings = { wasmPaths: null, threads: null };
