import type { LinearTarget } from '../core/targets.ts';
import { elementCount, type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { type Activation, appendActivations } from '../onnx/append-activations.ts';
import { type GradientPort, gradientModel } from '../onnx/autodiff/gradient.ts';
import type { GradientStyle } from '../onnx/autodiff/node-gradient.ts';
import { plainOperators } from '../onnx/plain-operators.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner, type RunnerOptions } from '../runtime/graph-runner.ts';
import { fixGraph } from './fixed-graph.ts';

/** What a session with gradients is asked for. */
export interface GradientWish {
  /** Tensors that hold the scores, whose weighted sum is differentiated. */
  readonly targets: readonly string[];
  /** Activations of outputs that the file leaves to its reader; their tensors may be among the targets. Default: none. */
  readonly activations?: readonly Activation[];
  /** Layers, or the model's input, that the gradient is wanted for. */
  readonly wrt: readonly string[];
  /** Further tensors to be read out. */
  readonly expose?: readonly string[];
  /** Default `plain`. */
  readonly style?: GradientStyle;
}

/** A model with its backward pass, as one session: a run gives scores, activations and gradients. */
export interface GradientGraph {
  readonly runner: GraphRunner;
  readonly seeds: ReadonlyMap<string, GradientPort>;
  /** Tensor to the output that holds its gradient; tensors that no target depends on are missing. */
  readonly gradients: ReadonlyMap<string, GradientPort>;
  /** Nodes that the backward pass added. */
  readonly nodes: number;
}

/** What one run gave. */
export interface Gradients {
  /** Of each target and inner `wrt` tensor that was asked for, by name. */
  readonly values: Readonly<Record<string, Tensor>>;
  /** Of each tensor that a target depends on, by name; as long as the tensor. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/**
 * @param graph the model, and the session that runs it
 * @param feeds of one picture: their shapes fix the model's open axes
 * @throws XaiError `method-unsupported` naming the node that no gradient passes
 */
export async function openGradientGraph(
  graph: { readonly bytes: Uint8Array; readonly runner: GraphRunner },
  feeds: Readonly<Record<string, Tensor>>,
  wish: GradientWish,
  options: Omit<RunnerOptions, 'backend'>,
): Promise<GradientGraph> {
  const fixed = await fixGraph(graph, feeds);
  const activated = appendActivations(fixed.model, fixed.shapes, wish.activations ?? []);
  const { model, shapes } = plainOperators(activated.model, activated.shapes);
  const { model: whole, seeds, gradients, nodes } = gradientModel(model, { ...wish, shapes });
  const runner = await GraphRunner.open(writeModel(whole), { ...options, backend: graph.runner.provider });
  return { runner, seeds, gradients, nodes };
}

/**
 * The gradient of a weighted sum of scores at one picture.
 * @param target positions and weights within the tensors that the graph was opened with
 * @param read which targets and inner `wrt` tensors are read out as well: large ones take their time. Default: all.
 */
export async function runGradient(
  graph: GradientGraph,
  feeds: Readonly<Record<string, Tensor>>,
  target: LinearTarget,
  read?: readonly string[],
): Promise<Gradients> {
  const given: Record<string, Tensor> = {};
  for (const { name, type } of graph.runner.inputs) {
    const feed = feeds[name];
    // A model in half precision is differentiated in full.
    if (feed) given[name] = type === 'float32' ? { type, dims: feed.dims, data: tensorToFloat32(feed) } : feed;
  }
  for (const [name, port] of graph.seeds) given[port.name] = seedTensor(port, name, target);
  const wanted = read && [...new Set([...read, ...[...graph.gradients.values()].map((port) => port.name)])];
  const outputs = await graph.runner.run(given, wanted);
  const gradients = new Map<string, Float32Array>();
  for (const [name, port] of graph.gradients) {
    gradients.set(name, tensorToFloat32(outputs[port.name]));
    delete outputs[port.name];
  }
  return { values: outputs, gradients };
}

function seedTensor({ dims, type }: GradientPort, name: string, target: LinearTarget): Tensor {
  const seed = new Float32Array(elementCount(dims));
  for (const { output, indices, weights } of target) {
    if (output !== name) continue;
    indices.forEach((index, k) => {
      seed[index] += weights[k];
    });
  }
  return type === 'float64' ? { type, dims, data: Float64Array.from(seed) } : { type, dims, data: seed };
}
