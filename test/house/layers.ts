import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile } from 'esbuild';

/** What each folder may import besides itself: the layer table of the design. */
const MAY_IMPORT: Record<string, string[]> = {
  core: [],
  onnx: ['core'],
  scenes: ['core'],
  gpu: ['core', 'shaders'],
  runtime: ['core', 'onnx', 'gpu'],
  tasks: ['core', 'onnx', 'scenes', 'gpu', 'runtime'],
  methods: ['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks'],
  metrics: ['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks'],
  audit: ['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks', 'methods', 'metrics'],
  'engine client': ['core'],
  'engine worker': [
    ...['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks', 'methods', 'metrics', 'audit'],
    'engine client',
  ],
  elements: ['core', 'engine client'],
  cli: ['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks', 'methods', 'metrics', 'audit'],
  www: ['core', 'scenes', 'engine client', 'elements', 'element entry'],
  'element entry': ['core', 'engine client', 'elements'],
  library: [
    ...['core', 'onnx', 'scenes', 'gpu', 'runtime', 'tasks', 'methods', 'metrics', 'audit'],
    ...['engine client'],
  ],
};

type Inputs = Metafile['inputs'];

function folderOf(file: string): string {
  if (file.startsWith('shaders/')) return 'shaders';
  if (file.startsWith('www/')) return 'www';
  if (file === 'src/index.ts') return 'library';
  if (/^src\/xai-[^/]*\.ts$/.test(file)) return 'element entry';
  return /^src\/([^/]+)\//.exec(file)?.[1] ?? 'unknown';
}

/** Engine files that a page loads: the client, what elements and the app import, and all that these import. */
function findEngineClient(inputs: Inputs): Set<string> {
  const client = new Set<string>();
  const visit = (file: string) => {
    if (folderOf(file) !== 'engine' || client.has(file)) return;
    client.add(file);
    for (const { path: target } of inputs[file]?.imports ?? []) visit(target);
  };
  visit('src/engine/client.ts');
  for (const [file, { imports }] of Object.entries(inputs)) {
    if (!['elements', 'www', 'element entry'].includes(folderOf(file))) continue;
    for (const { path: target } of imports) visit(target);
  }
  return client;
}

/** Sentences, one for each import that runs against the layer table or reaches onnxruntime from outside of runtime. */
export function findWrongArrows(inputs: Inputs): string[] {
  const client = findEngineClient(inputs);
  const layerOf = (file: string) => {
    const folder = folderOf(file);
    if (folder !== 'engine') return folder;
    return client.has(file) ? 'engine client' : 'engine worker';
  };
  const wrong: string[] = [];
  for (const [file, { imports }] of Object.entries(inputs)) {
    const layer = layerOf(file);
    if (layer === 'shaders') continue;
    if (!MAY_IMPORT[layer]) {
      wrong.push(`${file} lies in no layer`);
      continue;
    }
    for (const { path: target, external } of imports) {
      if (external) {
        if (/^onnxruntime-/.test(target) && layer !== 'runtime') wrong.push(`${file} (${layer}) imports ${target}`);
        continue;
      }
      const targetLayer = layerOf(target);
      if (targetLayer === layer || MAY_IMPORT[layer].includes(targetLayer)) continue;
      wrong.push(`${file} (${layer}) imports ${target} (${targetLayer})`);
    }
  }
  return wrong;
}

/** Every source file below `root` and what it imports, reached from an entry or not, in both sets of conditions. */
export async function readArrows(root: string): Promise<Inputs> {
  const files = ['src', 'www']
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'));
  const inputs: Inputs = {};
  for (const platform of ['browser', 'node'] as const) {
    const { metafile } = await build({
      // One entry that imports them all: as entries of their own each would be written out with all that it imports.
      stdin: { contents: files.map((file) => `import './${file}';`).join('\n'), resolveDir: path.resolve(root) },
      absWorkingDir: path.resolve(root),
      outdir: 'unused',
      bundle: true,
      write: false,
      metafile: true,
      platform,
      format: 'esm',
      conditions: ['xai-source'],
      packages: 'external',
      loader: { '.wgsl': 'text' },
      logLevel: 'silent',
    });
    for (const [file, input] of Object.entries(metafile.inputs)) {
      if (file === '<stdin>') continue;
      inputs[file] = { ...input, imports: [...(inputs[file]?.imports ?? []), ...input.imports] };
    }
  }
  return inputs;
}

/** Files outside of runtime that name onnxruntime in an import, types included (a bundler never sees those). */
export function findRuntimeImports(root: string): string[] {
  return readdirSync(path.join(root, 'src'), { recursive: true })
    .map((name) => `src/${name}`)
    .filter((file) => file.endsWith('.ts') && !file.startsWith('src/runtime/'))
    .filter((file) => /(from|import\()\s*['"]onnxruntime-/.test(readFileSync(path.join(root, file), 'utf8')));
}
