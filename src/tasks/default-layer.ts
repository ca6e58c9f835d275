import { XaiError } from '../core/errors.ts';
import { GraphView } from '../onnx/graph-view.ts';
import type { Layer } from '../onnx/layers/layer.ts';
import type { OnnxModel, OnnxNode } from '../onnx/model.ts';
import type { Model } from './model.ts';
import { isDetection } from './recipe.ts';
import { recipeLayers } from './recipe-layers.ts';

/** Coarser levels, such as an SSD's last ones of 2 x 2 and 1 x 1 places, hardly say where something is. */
const FEWEST_PLACES = 9;

/**
 * The layers to look at when a person names none: those of the recipe, or else the best guess of {@link Model.layers}, of a
 * detector the levels of its pyramid.
 * @throws XaiError `method-unsupported` when the model has none
 */
export async function defaultLayers(model: Model): Promise<readonly string[]> {
  const named = recipeLayers(model.recipe);
  if (named.length > 0) return named;
  const known = await model.layers();
  if (known.length === 0) throw noLayer(model, 'no tensor between picture and answer is a grid of places');
  // What further layers a detector has are branches of its head, which see a part of the answer only.
  const isLevel = ({ level, width, height }: Layer) => level && width * height >= FEWEST_PLACES;
  const levels = isDetection(model.recipe) ? known.filter(isLevel) : [];
  return (levels.length > 0 ? levels : known.slice(0, 1)).map(({ name }) => name);
}

/**
 * The same for methods of one layer: the first of them.
 * @throws XaiError as {@link defaultLayers} does
 */
export async function defaultLayer(model: Model): Promise<string> {
  return (await defaultLayers(model))[0];
}

/**
 * Where tokens are changed when no layer is named: at the recipe's tokens, or else at what the last attention reads after
 * its norm, so that what goes past it on the skip connection can be changed as well.
 * @throws XaiError `method-unsupported` when the model has no attention over patches
 */
export async function defaultTokenLayer(model: Model): Promise<string> {
  const tokens = (await model.layers()).filter(({ kind }) => kind === 'tokens');
  const named = recipeLayers(model.recipe).find((layer) => tokens.some(({ name }) => name === layer));
  if (named !== undefined) return named;
  const { model: graph } = await model.fed();
  const last = lastBeforeAttention(graph, new Set(tokens.map(({ name }) => name)));
  if (last !== null) return last;
  throw noLayer(model, 'no attention over patch tokens was found');
}

const ATTENTION: ReadonlySet<string> = new Set(['Attention', 'MultiHeadAttention']);

/**
 * From the last of the layers that an attention depends on, the last tensor that a product with weights reads and an
 * attention depends on: what its queries, keys and values are made of.
 */
function lastBeforeAttention(onnx: OnnxModel, layers: ReadonlySet<string>): string | null {
  const view = new GraphView(onnx);
  const order = view.ordered();
  const multiplied = (name: string) => view.consumers(name).some(({ opType }) => opType === 'MatMul');
  // Shares that values are weighted with, not the probabilities of a head.
  const isAttention = (node: OnnxNode) =>
    ATTENTION.has(node.opType) ||
    (node.opType === 'Softmax' &&
      (multiplied(node.outputs[0]) ||
        view.consumers(node.outputs[0]).some(({ opType, outputs }) => PASSING.has(opType) && multiplied(outputs[0]))));
  const attends = (name: string) => [...view.downstream([name])].some(isAttention);
  const base = order.flatMap(({ outputs }) => outputs.filter((name) => layers.has(name))).findLast(attends);
  if (base === undefined) return null;
  const after = view.downstream([base]);
  const moved = new Set([base, ...[...after].flatMap(({ outputs }) => outputs)]);
  const isProjected = (name: string) =>
    view
      .consumers(name)
      .some(({ opType, inputs }) => opType === 'MatMul' && inputs[0] === name && !moved.has(inputs[1]));
  const made = order.filter((node) => after.has(node)).flatMap(({ outputs }) => outputs);
  return [base, ...made].findLast((name) => isProjected(name) && attends(name)) ?? null;
}

const PASSING: ReadonlySet<string> = new Set(['Dropout', 'Identity', 'Cast']);

function noLayer(model: Model, reason: string): XaiError {
  return new XaiError(
    'method-unsupported',
    `No layer of ${model.name} suits this method: ${reason}. Name one as layer, or use RISE or occlusion.`,
    { option: 'layer' },
  );
}
