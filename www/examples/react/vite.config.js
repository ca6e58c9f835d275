export default {
  publicDir: '../node_modules/xai-viewer/dist/models',
  esbuild: { jsx: 'automatic' },
  // Its worker and its wasm are found beside its own files, which the optimiser would move.
  optimizeDeps: { exclude: ['xai-viewer'] },
};
