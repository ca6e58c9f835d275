import { gaussianNoise } from '../core/random.ts';
import { mean } from '../core/statistics.ts';
import { floatTensor } from '../core/tensor.ts';
import { type ConstantFloats, constantFloats } from './constant-floats.ts';
import { GraphView } from './graph-view.ts';
import type { OnnxModel, OnnxNode, OnnxTensor } from './model.ts';
import { editGraph } from './rewrite.ts';
import { makeTensor } from './tensor-values.ts';

/** Operators whose weights were learnt. */
const LAYERS: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul']);
/** Stream of the generator that weights are drawn from. */
const STREAM = 0x77656967;

/** A node's inputs that are learnt, with their numbers, by position. */
type Learnt = ReadonlyMap<number, ConstantFloats>;

/** The layers with learnt weights, from the model's output to its input. */
export function weightLayers(model: OnnxModel): readonly OnnxNode[] {
  const view = new GraphView(model);
  return view
    .ordered()
    .filter((node) => learntInputs(view, node).size > 0)
    .toReversed();
}

/**
 * A copy of the model with the weights and biases of some layers drawn anew: normal, with the mean and the standard
 * deviation of the tensor that they replace, so that signals keep their size. The same seed gives the same numbers to the
 * same layer, however many others are drawn.
 * @param layers of {@link weightLayers}
 * @throws XaiError `model-external-data` when the numbers lie in another file
 */
export function randomiseWeights(model: OnnxModel, layers: ReadonlySet<OnnxNode>, seed: number): OnnxModel {
  const view = new GraphView(model);
  const added: OnnxTensor[] = [];
  const nodes = model.graph.nodes.map((node, number) => {
    if (!layers.has(node)) return node;
    const inputs = [...node.inputs];
    for (const [index, { dims, data }] of learntInputs(view, node)) {
      const type = view.constant(inputs[index])?.type === 'float16' ? 'float16' : 'float32';
      inputs[index] = view.freshName(`${inputs[index]}/random`);
      const drawn = drawLike(data, seed, 2 * number + (index === 2 ? 1 : 0));
      added.push(makeTensor(inputs[index], floatTensor(drawn, type, dims)));
    }
    return { ...node, inputs, encoded: null };
  });
  return editGraph(model, { nodes, initializers: [...model.graph.initializers, ...added] });
}

function learntInputs(view: GraphView, node: OnnxNode): Learnt {
  const found = new Map<number, ConstantFloats>();
  if (!LAYERS.has(node.opType) || node.domain) return found;
  node.inputs.forEach((name, index) => {
    const floats = name ? constantFloats(view, name) : null;
    if (floats && floats.data.length > 1) found.set(index, floats);
  });
  return found;
}

function drawLike(data: Float32Array, seed: number, sample: number): Float32Array {
  const middle = mean(data);
  const deviation = Math.sqrt(mean(data.map((value) => (value - middle) ** 2)));
  // Each tensor has a stream of its own; its length does not matter to the others.
  return gaussianNoise(data.length, seed, STREAM + sample).map((value) => middle + deviation * value);
}
