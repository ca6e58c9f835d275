import { createRequire } from 'node:module';
import path from 'node:path';

export default {
  // The package's own models; a folder of yours holds yours.
  publicDir: path.join(path.dirname(createRequire(import.meta.url).resolve('xai-viewer')), 'models'),
  // The picture lies beside this folder.
  server: { fs: { allow: ['..'] } },
  esbuild: { jsx: 'automatic' },
  // Its worker and its wasm are found beside its own files, which the optimiser would move.
  optimizeDeps: { exclude: ['xai-viewer'] },
};
