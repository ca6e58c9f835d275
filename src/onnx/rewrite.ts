import { XaiError } from '../core/errors.ts';
import { nearestNames } from '../core/nearest-names.ts';
import { GraphView, readNames } from './graph-view.ts';
import { type OnnxGraph, type OnnxModel, type OnnxTensor, trueInputs, type ValueInfo } from './model.ts';

/** The same model with some lists of its graph replaced. */
export function editGraph(model: OnnxModel, changes: Partial<OnnxGraph>): OnnxModel {
  return { ...model, graph: { ...model.graph, ...changes } };
}

/** A tensor of which only the name is said: the runtime infers its type and shape. */
export function namedOnly(name: string): ValueInfo {
  return { name, type: null, dims: null, encoded: null };
}

/**
 * Makes inner tensors readable: they become outputs, after those that are there already.
 *
 * @throws XaiError `option-invalid` when no node, input or constant has that name.
 */
export function exposeTensors(model: OnnxModel, names: Iterable<string>): OnnxModel {
  const listed = new Set(model.graph.outputs.map((output) => output.name));
  const added = [...new Set(names)].filter((name) => !listed.has(name));
  assertTensors(model, added);
  return editGraph(model, { outputs: [...model.graph.outputs, ...added.map(namedOnly)] });
}

export interface Cut {
  /** The tensors to end at, by name or with type and shape; a name alone keeps what the model says of that output. */
  readonly outputs: readonly (string | ValueInfo)[];
  /** Inner tensors to start from: they become inputs and must say type and shape. Default: the model's own inputs. */
  readonly inputs?: readonly ValueInfo[];
}

/**
 * The part of a model between given tensors. Nodes, constants and inputs that it does not need are left out, so an
 * operator that the runtime or a method cannot deal with is no obstacle when it lies outside.
 *
 * @throws XaiError `option-invalid` when a tensor is not in the model.
 */
export function cutModel(model: OnnxModel, cut: Cut): OnnxModel {
  const { graph } = model;
  const outputs = cut.outputs.map((output) =>
    typeof output === 'string' ? (graph.outputs.find((known) => known.name === output) ?? namedOnly(output)) : output,
  );
  const starts = cut.inputs ?? [];
  assertTensors(
    model,
    [...outputs, ...starts].map((value) => value.name),
  );
  const view = new GraphView(model);
  const startNames = new Set(starts.map((start) => start.name));
  const outputNames = outputs.map((output) => output.name);
  const nodes = view.upstream(outputNames, startNames);
  const reached = new Set(outputNames);
  for (const node of nodes) for (const name of readNames(node)) reached.add(name);
  return editGraph(model, {
    nodes: graph.nodes.filter((node) => nodes.has(node)),
    initializers: graph.initializers.filter((tensor) => reached.has(tensor.name) && !startNames.has(tensor.name)),
    inputs: [...trueInputs(graph).filter((input) => reached.has(input.name) && !startNames.has(input.name)), ...starts],
    outputs,
    valueInfos: [],
  });
}

/** Puts constants into a model; one of the same name is replaced. */
export function putInitializers(model: OnnxModel, tensors: readonly OnnxTensor[]): OnnxModel {
  const names = new Set(tensors.map((tensor) => tensor.name));
  const kept = model.graph.initializers.filter((tensor) => !names.has(tensor.name));
  return editGraph(model, { initializers: [...kept, ...tensors] });
}

function assertTensors(model: OnnxModel, names: readonly string[]): void {
  const { graph } = model;
  const known = new Set([...graph.inputs, ...graph.initializers].map((part) => part.name));
  for (const node of graph.nodes) for (const name of node.outputs) known.add(name);
  for (const name of names) if (!known.has(name)) throw noSuchTensor(model, name);
}

/** What to say of a name that no node's output has: that it is an input or a weight, or the nearest names that there are. */
export function noSuchTensor(model: OnnxModel, name: string): XaiError {
  const { graph } = model;
  const inputs = trueInputs(graph).map((input) => input.name);
  const isInput = inputs.includes(name);
  const made = graph.nodes.flatMap((node) => node.outputs.filter(Boolean));
  if (isInput || made.includes(name) || graph.initializers.some((tensor) => tensor.name === name)) {
    return new XaiError(
      'option-invalid',
      `"${name}" is ${isInput ? "the model's own input" : 'a weight of the model'}, not a layer. Choose one that "xai-viewer inspect" or layers() lists, or another node's output.`,
      { option: 'layer' },
    );
  }
  // Some nodes only make weights.
  const layers = [...new GraphView(model).downstream(inputs)].flatMap((node) => node.outputs.filter(Boolean));
  const nearest = nearestNames(name, layers).map((near) => `"${near}"`);
  const instead =
    nearest.length > 0
      ? `The nearest names are ${nearest.join(', ')}.`
      : '"xai-viewer inspect" and layers() of a loaded model list the layers; take one of their names.';
  return new XaiError('option-invalid', `The model has no tensor "${name}" before its scores. ${instead}`, {
    option: 'layer',
  });
}
