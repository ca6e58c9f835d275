import { createRequire } from 'node:module';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';

export default {
  // The package's own models; a folder of yours holds yours.
  publicDir: path.join(path.dirname(createRequire(import.meta.url).resolve('xai-viewer')), 'models'),
  // The picture lies beside this folder.
  server: { fs: { allow: ['..'] } },
  plugins: [svelte()],
  // Its worker and its wasm are found beside its own files, which the optimiser would move.
  optimizeDeps: { exclude: ['xai-viewer'] },
};
