import vue from '@vitejs/plugin-vue';

export default {
  publicDir: '../node_modules/xai-viewer/dist/models',
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('xai-') } } })],
  // Its worker and its wasm are found beside its own files, which the optimiser would move.
  optimizeDeps: { exclude: ['xai-viewer'] },
};
