// Makes one folder that runs the benchmark on any machine with a graphics driver, Node and no network, and runs it here.
// Usage: npm run bench:gpu -- [--pack-only] [--platforms linux-x64,...] [--out FOLDER] [--quick]
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: {
    'pack-only': { type: 'boolean', default: false },
    platforms: { type: 'string', default: `${process.platform}-${process.arch}` },
    out: { type: 'string', default: path.join('.build', 'gpu-bench') },
    quick: { type: 'boolean', default: false },
  },
});
const MODELS = ['detector', 'classifier-fair'];
/** What onnxruntime's entry for WebGPU loads. */
const RUNTIME = [
  'ort.webgpu.bundle.min.mjs',
  'ort-wasm-simd-threaded.asyncify.mjs',
  'ort-wasm-simd-threaded.asyncify.wasm',
];
const folder = path.resolve(values.out);

rmSync(folder, { recursive: true, force: true });
mkdirSync(path.join(folder, 'models'), { recursive: true });
for (const name of MODELS)
  for (const end of ['onnx', 'recipe.json'])
    cpSync(`www/models/${name}.${end}`, path.join(folder, 'models', `${name}.${end}`));

const common = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['xai-source'],
  loader: { '.wgsl': 'text' },
  logLevel: 'error',
};
await build({
  ...common,
  entryPoints: ['bench/gpu/run.ts'],
  outfile: path.join(folder, 'run.mjs'),
  // What the runtime and Dawn need lies beside; everything else is in the file.
  external: ['onnxruntime-web', 'onnxruntime-web/*', 'onnxruntime-node', 'webgpu', 'sharp', '@napi-rs/canvas'],
});
copyRuntime();
copyDawn(values.platforms.split(','));
await drawPictures();
writeFileSync(
  path.join(folder, 'README.txt'),
  "Measures xai-viewer on this machine's graphics card. Needs Node 20 or newer and a driver (on Linux: Vulkan), no network.\n\n" +
    '    node run.mjs              a few minutes; prints the report, writes gpu.md and gpu.json beside it\n' +
    '    node run.mjs --quick      to see that it works\n\n' +
    'VK_ICD_FILENAMES names a driver by hand.\n',
);
const bytes = sizeOf(folder);
process.stderr.write(`${path.relative('.', folder)}: ${(bytes / 2 ** 20).toFixed(1)} MiB\n`);
if (!values['pack-only']) {
  const parameters = ['--out', folder, ...(values.quick ? ['--quick'] : [])];
  process.exitCode =
    spawnSync(process.execPath, [path.join(folder, 'run.mjs'), ...parameters], { stdio: 'inherit' }).status ?? 1;
}

/** Pictures and the maps of a CPU, made here with the packages of this project. */
async function drawPictures() {
  const outfile = path.join('.build', `gpu-prepare-${process.pid}.mjs`);
  try {
    await build({ ...common, entryPoints: ['bench/gpu/prepare.ts'], outfile, packages: 'external' });
    const { status } = spawnSync(process.execPath, [outfile, folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    if (status !== 0) throw new Error(`Drawing the pictures ended with status ${status}.`);
  } finally {
    rmSync(outfile, { force: true });
  }
}

/** The folder of a package, in this project or beside what NODE_PATH names. */
function folderOf(name) {
  const places = [path.resolve('node_modules'), ...(process.env.NODE_PATH?.split(path.delimiter) ?? [])];
  const found = places.map((place) => path.join(place, name)).find((place) => existsSync(place));
  if (!found) throw new Error(`The folder needs the package ${name}; install it with "npm install --no-save ${name}".`);
  return found;
}

function copyRuntime() {
  const from = folderOf('onnxruntime-web');
  const to = path.join(folder, 'node_modules', 'onnxruntime-web');
  for (const file of ['package.json', ...RUNTIME.map((name) => path.join('dist', name))])
    cpSync(path.join(from, file), path.join(to, file));
}

function copyDawn(platforms) {
  const from = folderOf('webgpu');
  const to = path.join(folder, 'node_modules', 'webgpu');
  for (const file of ['package.json', 'index.js', 'LICENSE.md']) cpSync(path.join(from, file), path.join(to, file));
  for (const platform of platforms)
    cpSync(path.join(from, 'dist', platform), path.join(to, 'dist', platform), { recursive: true });
}

function sizeOf(place) {
  return readdirSync(place, { recursive: true })
    .map((name) => statSync(path.join(place, name)))
    .reduce((sum, one) => sum + (one.isFile() ? one.size : 0), 0);
}
