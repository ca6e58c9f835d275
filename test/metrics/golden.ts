import { readFileSync } from 'node:fs';
import type { Box } from '../../src/core/boxes.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { Model } from '../../src/tasks/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';

// A second thread waits by spinning: it gains a third on an idle machine and costs twice the work on a busy one.
runtimeSettings.threads = 1;

interface Kept {
  readonly drop: number;
  readonly increase: number;
  readonly gain: number;
}

type KeptFill = 'black' | 'green' | 'mean';

interface Adcc {
  readonly coherency: number;
  readonly complexity: number;
  readonly drop: number;
  readonly value: number;
}

/** What `training/golden_metrics.py` worked out. */
interface GoldenMetrics {
  readonly side: number;
  readonly mean: number[];
  readonly std: number[];
  readonly box: Box;
  readonly pixels: string;
  readonly map: string;
  readonly other: string;
  readonly whole: number;
  readonly curves: Readonly<Record<string, { readonly auc: number; readonly value: number; readonly last: number }>>;
  readonly energy: Readonly<Record<'positive' | 'min-max' | 'absolute', number>>;
  readonly rank: number;
  readonly sparsity: number;
  readonly entropy: number;
  readonly kept: Readonly<Record<KeptFill, Kept>>;
  readonly keptOfNegative: Readonly<Record<KeptFill, Kept>>;
  readonly adcc: Adcc;
  readonly adccOverGreen: Adcc;
  readonly road: number;
  readonly infidelity: number;
  readonly maxSensitivity: number;
  readonly averageStability: number;
  readonly randomisation: { readonly correlations: number[]; readonly value: number };
  readonly agreement: Readonly<Record<'pearson' | 'spearman' | 'ssim' | 'overlap', number>>;
}

export const GOLDEN = JSON.parse(readFileSync('test/fixtures/golden-metrics.json', 'utf8')) as GoldenMetrics;

const recipe = {
  version: 1,
  name: 'golden metrics',
  task: 'classification',
  input: {
    width: GOLDEN.side,
    height: GOLDEN.side,
    resize: 'stretch',
    interpolation: 'area',
    mean: GOLDEN.mean,
    std: GOLDEN.std,
  },
  output: { format: 'scores', activation: 'softmax' },
  labels: ['red', 'green', 'blue'],
} as const satisfies RecipeFile;

const images = value('images', ['batch', 3, GOLDEN.side, GOLDEN.side]);

/** Logits: 8 times the mean over the picture of max(0, a colour less the mean of the other two). */
export function openColours(): Promise<Model> {
  const bytes = buildBytes({
    inputs: [images],
    outputs: [value('logits', ['batch', 3])],
    initializers: [
      floats('contrast', [3, 3, 1, 1], [1, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5, 1]),
      floats('gain', [1], [8]),
    ],
    nodes: [
      node('Conv', ['images', 'contrast'], ['coloured']),
      node('Relu', ['coloured'], ['positive']),
      node('GlobalAveragePool', ['positive'], ['means']),
      node('Mul', ['means', 'gain'], ['strong']),
      node('Flatten', ['strong'], ['logits']),
    ],
  });
  return Model.load(bytes, { backend: 'wasm', recipe, name: 'colours.onnx' });
}

/** Two layers with weights and biases of a fixed pattern. */
export function openTwoLayers(): Promise<Model> {
  const bytes = buildBytes({
    inputs: [images],
    outputs: [value('logits', ['batch', 3])],
    initializers: [
      floats('conv/weight', [4, 3, 1, 1]),
      floats('conv/bias', [4]),
      floats('linear/weight', [3, 4]),
      floats('linear/bias', [3]),
    ],
    nodes: [
      node('Conv', ['images', 'conv/weight', 'conv/bias'], ['sums']),
      node('Relu', ['sums'], ['positive']),
      node('GlobalAveragePool', ['positive'], ['means']),
      node('Flatten', ['means'], ['flat']),
      node('Gemm', ['flat', 'linear/weight', 'linear/bias'], ['logits'], { transB: 1 }),
    ],
  });
  return Model.load(bytes, { backend: 'wasm', recipe, name: 'two-layers.onnx' });
}

export function goldenPicture(): Promise<Picture> {
  const rgb = Buffer.from(GOLDEN.pixels, 'base64');
  const pixels = Uint8Array.from({ length: (rgb.length / 3) * 4 }, (_, k) =>
    k % 4 === 3 ? 255 : rgb[Math.floor(k / 4) * 3 + (k % 4)],
  );
  return pictureFromPixels(GOLDEN.side, GOLDEN.side, pixels, { name: 'golden' });
}

/** A map of some values; nothing in it says how it was made. */
export function mapOf(data: Float32Array, width = GOLDEN.side): Saliency {
  return {
    width,
    height: data.length / width,
    data,
    target: { index: 0, label: 'red', classIndex: 0, score: null, box: null },
    masks: null,
    reliability: null,
    provenance: {
      method: 'given',
      options: {},
      seed: null,
      modelSha256: '',
      pictureSha256: '',
      provider: 'none',
      adapter: null,
      versions: {},
      milliseconds: 0,
      notes: [],
    },
  };
}

export function goldenMap(which: 'map' | 'other' = 'map'): Saliency {
  return mapOf(new Float32Array(new Uint8Array(Buffer.from(GOLDEN[which], 'base64')).buffer));
}

/** How red each pixel is: an explainer without a model. */
export async function redness({ width, height, data }: Picture): Promise<Saliency> {
  const values = Float32Array.from({ length: width * height }, (_, k) => {
    const [red, green, blue] = data.subarray(4 * k, 4 * k + 3);
    return (red - (green + blue) / 2) / 255;
  });
  return mapOf(values, width);
}
