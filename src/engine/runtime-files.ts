import type { RuntimeFiles } from './protocol.ts';

/**
 * onnxruntime's files by the address that a bundler gave them: it knows this form and brings them along, perhaps under
 * other names, which the worker could not guess. Where WebAssembly can wait for a promise by itself (JavaScript Promise
 * Integration) the build for that is taken: it is a third smaller, and compiled in half the time. The other one was rewritten
 * so that each of its functions can be left and entered again in its middle.
 */
export function runtimeBesideBundle(): RuntimeFiles {
  return 'Suspending' in WebAssembly
    ? {
        mjs: new URL('./ort-wasm-simd-threaded.jspi.mjs', import.meta.url).href,
        wasm: new URL('./ort-wasm-simd-threaded.jspi.wasm', import.meta.url).href,
      }
    : {
        mjs: new URL('./ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
        wasm: new URL('./ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
      };
}
