import { XaiError } from '../core/errors.ts';
import type { Tensor } from '../core/tensor.ts';
import { GraphView, nodeTitle, readNames } from './graph-view.ts';
import { type OnnxModel, trueInputs, type ValueInfo } from './model.ts';
import { cutModel, noSuchTensor, putInitializers } from './rewrite.ts';
import { makeTensor } from './tensor-values.ts';

/** Where a model can be cut so that its rest goes on from an inner tensor. */
export interface TailCut {
  /** The tensor to go on from. */
  readonly layer: string;
  /** The wanted outputs that depend on it. */
  readonly outputs: readonly string[];
  /** Tensors that come from the picture past the layer (skip connections, other levels): the tail reads them too. */
  readonly sides: readonly string[];
  /** Tensors that the tail reads and that hang on the picture's size or on other inputs only, not on its pixels. */
  readonly constants: readonly string[];
}

/**
 * Finds what the part of a model between an inner tensor and its outputs needs.
 *
 * @param picture name of the input that takes the picture
 * @param outputs the outputs to end at
 * @throws XaiError `option-invalid` when there is no such tensor, or it does not lie between picture and outputs
 */
export function findTailCut(model: OnnxModel, layer: string, picture: string, outputs: readonly string[]): TailCut {
  const view = new GraphView(model);
  const maker = view.producer(layer);
  if (!maker) throw noSuchTensor(model, layer);
  const pictured = carriesPixels(view, picture);
  if (!pictured.has(layer)) {
    throw notBetween(`"${layer}", made by ${nodeTitle(maker)}, does not depend on the picture`, maker.name);
  }
  if (outputs.includes(layer)) throw notBetween(`"${layer}" is the answer itself`, maker.name);
  const needed = view.upstream(outputs, new Set([layer]));
  const after = [...view.downstream([layer])].filter((node) => needed.has(node));
  const made = new Set(after.flatMap((node) => node.outputs));
  const reached = outputs.filter((name) => made.has(name));
  if (reached.length === 0) {
    throw notBetween(
      `no score of the answer (${outputs.join(', ')}) depends on "${layer}", made by ${nodeTitle(maker)}`,
      maker.name,
    );
  }
  const fed = new Set(trueInputs(model.graph).map((input) => input.name));
  const read = new Set(after.flatMap(readNames).filter((name) => name !== layer && !made.has(name)));
  const sides = [...read].filter((name) => pictured.has(name));
  const constants = [...read].filter((name) => !pictured.has(name) && hangsOnInput(view, name, fed));
  return { layer, outputs: reached, sides, constants };
}

/**
 * The part of a model from a layer on: takes the layer and the cut's sides, and gives the cut's outputs.
 *
 * @param values the layer, the sides and the constants of one picture, by name: their types and shapes become the inputs'
 */
export function makeTail(model: OnnxModel, cut: TailCut, values: Readonly<Record<string, Tensor>>): OnnxModel {
  const input = (name: string): ValueInfo => ({
    name,
    type: values[name].type,
    dims: values[name].dims,
    encoded: null,
  });
  const inputs = [cut.layer, ...cut.sides].map(input);
  const constants = cut.constants.map(input);
  const tail = cutModel(model, { outputs: cut.outputs, inputs: [...inputs, ...constants] });
  const filled = putInitializers(
    tail,
    cut.constants.map((name) => makeTensor(name, values[name])),
  );
  return { ...filled, graph: { ...filled.graph, inputs } };
}

/** Names of all tensors whose numbers hang on the picture's pixels; a shape hangs on its size only. */
function carriesPixels(view: GraphView, picture: string): ReadonlySet<string> {
  const found = new Set([picture]);
  for (const name of found) {
    for (const node of view.consumers(name)) {
      if (node.opType === 'Shape' || node.opType === 'Size') continue;
      for (const output of node.outputs) if (output) found.add(output);
    }
  }
  return found;
}

function hangsOnInput(view: GraphView, name: string, fed: ReadonlySet<string>): boolean {
  if (fed.has(name)) return true;
  return [...view.upstream([name])].some((node) => readNames(node).some((read) => fed.has(read)));
}

function notBetween(reason: string, node: string): XaiError {
  return new XaiError(
    'option-invalid',
    `This layer does not lie between the picture and the answer: ${reason}. Choose another layer.`,
    { option: 'layer', node },
  );
}
