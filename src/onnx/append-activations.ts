import type { OnnxAttribute, OnnxModel, OnnxNode } from './model.ts';
import { editGraph } from './rewrite.ts';
import type { TensorShapes } from './shapes.ts';

/** What the reader of a model does to one of its outputs, since the file ends before it. */
export interface Activation {
  readonly output: string;
  readonly kind: 'softmax' | 'sigmoid';
  /** Of a softmax: the axis whose values sum to 1. */
  readonly axis: number;
}

/** The tensor that {@link appendActivations} makes, of the output's own shape. */
export function activatedName({ output, kind }: Activation): string {
  return `${output}/${kind}`;
}

/**
 * The same model with the activations of its outputs as nodes, so that a gradient can be taken of probabilities.
 * @param shapes of all tensors
 * @returns the model, and the shapes with those of the new tensors
 */
export function appendActivations(
  model: OnnxModel,
  shapes: TensorShapes,
  activations: readonly Activation[],
): { model: OnnxModel; shapes: TensorShapes } {
  if (activations.length === 0) return { model, shapes };
  const known = new Map(shapes);
  const nodes = activations.flatMap((activation) => nodesOf(activation, known));
  return { model: editGraph(model, { nodes: [...model.graph.nodes, ...nodes] }), shapes: known };
}

function nodesOf(activation: Activation, shapes: Map<string, readonly (number | null)[]>): OnnxNode[] {
  const { output, kind, axis } = activation;
  const name = activatedName(activation);
  const dims = shapes.get(output) ?? [];
  shapes.set(name, dims);
  if (kind === 'sigmoid') return [makeNode('Sigmoid', output, name)];
  const last = dims.length - 1;
  const softmax = (from: string, to: string) => makeNode('Softmax', from, to, ['axis', { kind: 'int', value: last }]);
  if (axis === last) return [softmax(output, name)];
  // Before operator set 13 a softmax takes all axes from the stated one on together, so that it has to be the last.
  const perm = dims.map((_, at) => (at === axis ? last : at === last ? axis : at));
  const turned = perm.map((at) => dims[at]);
  const [before, after] = [`${name}/before`, `${name}/after`];
  shapes.set(before, turned);
  shapes.set(after, turned);
  const turn = (from: string, to: string) => makeNode('Transpose', from, to, ['perm', { kind: 'ints', value: perm }]);
  return [turn(output, before), softmax(before, after), turn(after, name)];
}

function makeNode(opType: string, from: string, to: string, ...attributes: [string, OnnxAttribute][]): OnnxNode {
  return {
    name: to,
    opType,
    domain: '',
    inputs: [from],
    outputs: [to],
    attributes: new Map(attributes),
    encoded: null,
  };
}
