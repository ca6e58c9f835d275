import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildBytes, floats, node, value } from '../onnx/synthetic.ts';
import { TINY_LABELS, TINY_SIDE } from './tiny-detector.ts';

/** Row c: what a colour is above the mean of the other two. */
const CONTRAST = [1, -0.5, -0.5, -0.5, 1, -0.5, -0.5, -0.5, 1];

const images = value('images', ['batch', 3, TINY_SIDE, TINY_SIDE]);
const input = { width: TINY_SIDE, height: TINY_SIDE, interpolation: 'area' } as const;

/** Cells per side of the tiny segmenter's output: one for each 4 x 4 pixels of its input. */
export const TINY_CELLS = TINY_SIDE / 4;

/**
 * A segmenter of colours: the raw score of the background is 0, that of a colour 16 (v_c - the mean of the other two) - 8 for
 * the mean colour v of a cell of 4 x 4 pixels. So a full colour has 8, grey -8. Output [batch, 4, 8, 8] or channels last.
 */
export function tinySegmenter(layout: 'NCHW' | 'NHWC' = 'NCHW'): Uint8Array {
  const dims = layout === 'NCHW' ? [4, TINY_CELLS, TINY_CELLS] : [TINY_CELLS, TINY_CELLS, 4];
  return buildBytes({
    inputs: [images],
    outputs: [value('maps', ['batch', ...dims])],
    initializers: [
      floats('contrast', [4, 3, 1, 1], [0, 0, 0, ...CONTRAST.map((weight) => 16 * weight)]),
      floats('bias', [4], [0, -8, -8, -8]),
    ],
    nodes: [
      node('AveragePool', ['images'], ['cells'], { kernel_shape: [4, 4], strides: [4, 4] }),
      node('Conv', ['cells', 'contrast', 'bias'], [layout === 'NCHW' ? 'maps' : 'scores']),
      ...(layout === 'NCHW' ? [] : [node('Transpose', ['scores'], ['maps'], { perm: [0, 2, 3, 1] })]),
    ],
  });
}

export const tinySegmenterRecipe = {
  version: 1,
  name: 'tiny segmenter',
  task: 'semantic-segmentation',
  input: { ...input, resize: 'letterbox-centre', padValue: 0 },
  output: { format: 'class-maps' },
  labels: ['background', ...TINY_LABELS],
} as const satisfies RecipeFile;

/**
 * Two questions about a picture: its colour (logits 8 times the mean contrast) and its tone (dark below a mean of a half;
 * logits 4 - 8 mean and its opposite).
 */
export function tinyAttributes(): Uint8Array {
  return buildBytes({
    inputs: [images],
    outputs: [value('colour', ['batch', 3]), value('tone', ['batch', 2])],
    initializers: [
      floats(
        'contrast',
        [3, 3, 1, 1],
        CONTRAST.map((weight) => 8 * weight),
      ),
      floats('light', [2, 3, 1, 1], [-8 / 3, -8 / 3, -8 / 3, 8 / 3, 8 / 3, 8 / 3]),
      floats('middle', [2], [4, -4]),
    ],
    nodes: [
      node('GlobalAveragePool', ['images'], ['mean']),
      node('Conv', ['mean', 'contrast'], ['colours']),
      node('Flatten', ['colours'], ['colour']),
      node('Conv', ['mean', 'light', 'middle'], ['tones']),
      node('Flatten', ['tones'], ['tone']),
    ],
  });
}

export const tinyAttributesRecipe = {
  version: 1,
  name: 'tiny attributes',
  task: 'attributes',
  input: { ...input, resize: 'stretch' },
  output: {
    format: 'heads',
    heads: [
      { name: 'colour', output: 'colour', labels: [...TINY_LABELS], activation: 'softmax' },
      { name: 'tone', output: 'tone', labels: ['dark', 'bright'], activation: 'softmax' },
    ],
  },
} as const satisfies RecipeFile;

/** The mean colour of a picture as a vector [batch, 3, 1, 1]. */
export function tinyEmbedder(): Uint8Array {
  return buildBytes({
    inputs: [images],
    outputs: [value('vector', ['batch', 3, 1, 1])],
    nodes: [node('GlobalAveragePool', ['images'], ['vector'])],
  });
}

export const tinyEmbedderRecipe = {
  version: 1,
  name: 'tiny embedder',
  task: 'embedding',
  input: { ...input, resize: 'stretch' },
  output: { format: 'vector' },
} as const satisfies RecipeFile;
