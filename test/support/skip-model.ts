import type { Dim, OnnxModel } from '../../src/onnx/model.ts';
import type { RecipeFile } from '../../src/tasks/recipe.ts';
import { buildModel, floats, ints, node, value } from '../onnx/synthetic.ts';

/**
 * A classifier of four classes whose layer `inner` has a skip connection round it (`stem`), a second output that comes from
 * the stem (`aside`), a Reshape that measures the picture itself, and a Softmax at its end. Layers are [batch, 4, 4, 4].
 */
export function skipModel(batch: Dim = 1): OnnxModel {
  return buildModel({
    inputs: [value('image', [batch, 3, 8, 8])],
    outputs: [value('scores', [batch, 4]), value('aside', [batch, 4, 1, 1])],
    initializers: [
      floats('stem/weight', [4, 3, 2, 2]),
      floats('inner/weight', [4, 4, 3, 3]),
      floats('head/weight', [64, 4]),
      ints('first', [0]),
      ints('rest', [64]),
    ],
    nodes: [
      node('Conv', ['image', 'stem/weight'], ['stem/sum'], { strides: [2, 2] }),
      node('Relu', ['stem/sum'], ['stem']),
      node('Conv', ['stem', 'inner/weight'], ['inner/sum'], { pads: [1, 1, 1, 1] }),
      node('Relu', ['inner/sum'], ['inner']),
      node('Add', ['stem', 'inner'], ['joined']),
      node('Shape', ['image'], ['shape']),
      node('Gather', ['shape', 'first'], ['count']),
      node('Concat', ['count', 'rest'], ['rows'], { axis: 0 }),
      node('Reshape', ['joined', 'rows'], ['flat']),
      node('MatMul', ['flat', 'head/weight'], ['logits']),
      node('Softmax', ['logits'], ['scores'], { axis: 1 }),
      node('GlobalAveragePool', ['stem'], ['aside']),
    ],
  });
}

export const skipModelRecipe = {
  version: 1,
  name: 'skip model',
  task: 'classification',
  input: { width: 8, height: 8, resize: 'stretch', interpolation: 'area' },
  output: { format: 'scores', output: 'scores', activation: 'none' },
} as const satisfies RecipeFile;
