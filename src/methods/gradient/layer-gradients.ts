import { XaiError } from '../../core/errors.ts';
import type { FeatureGrid } from '../../core/feature-grid.ts';
import type { LinearTarget } from '../../core/targets.ts';
import { type Tensor, tensorToFloat32 } from '../../core/tensor.ts';
import { activatedName } from '../../onnx/append-activations.ts';
import type { GradientStyle } from '../../onnx/autodiff/node-gradient.ts';
import { readModel } from '../../onnx/read-model.ts';
import { noSuchTensor } from '../../onnx/rewrite.ts';
import { areFinite } from '../../tasks/check-outputs.ts';
import { defaultLayers } from '../../tasks/default-layer.ts';
import { type GradientGraph, type GradientWish, openGradientGraph, runGradient } from '../../tasks/gradient-graph.ts';
import type { Model } from '../../tasks/model.ts';
import { isDetection } from '../../tasks/recipe.ts';
import { recipeLayers } from '../../tasks/recipe-layers.ts';
import { layerGrid, refuseOtherShape } from '../layer-grid.ts';
import type { LayerGradient } from './layer-maps.ts';
import { feedsOf, type GradientQuestion, type TargetScore } from './question.ts';
import { activatedSeed } from './score-sides.ts';

/** Which layers a map is made at. */
export interface LayerChoice {
  /**
   * Name of a tensor. Default: the recipe's, or else the model's last layer before its places vanish; of a detector the level
   * that the target comes from.
   */
  readonly layer?: string;
  /** Several layers, made one map by `fuse`. */
  readonly layers?: readonly string[];
}

/** A session that gives activations and gradients at chosen layers. */
export interface LayerGradients {
  readonly graph: GradientGraph;
  /** Candidates, in the order in which the model computes them. */
  readonly layers: readonly NamedGrid[];
  /** What was taken for granted, as sentences. */
  readonly notes: readonly string[];
}

export interface NamedGrid {
  readonly name: string;
  readonly grid: FeatureGrid;
}

/**
 * Opens the session for a question and its layers; the same question about another class finds it open.
 * @throws XaiError `option-invalid` for a layer that is not there or has no places; `method-unsupported` naming the node
 *   that no gradient passes, or when no layer lies between picture and answer
 */
export async function openLayerGradients(question: GradientQuestion, choice: LayerChoice): Promise<LayerGradients> {
  const { model } = question;
  const named = namedLayers(model, choice);
  // Gradients to the model's input can be had, but it is no layer that could be read out.
  const stranger = named?.find((name) => !question.order.has(name));
  if (stranger !== undefined) throw noSuchTensor(readModel(question.graph.bytes), stranger);
  const wrt = named ?? (await defaultLayers(model));
  const { graph, style } = await openThroughRounding(question, wrt);
  const layers: NamedGrid[] = [];
  for (const name of wrt) {
    const port = graph.gradients.get(name);
    if (port) layers.push({ name, grid: await layerGrid(model, name, port.dims) });
  }
  const through = 'Rounding of the quantised model was taken for the identity on the way back.';
  return { graph, layers, notes: style === 'straight-through' ? [through] : [] };
}

/**
 * The layers that a map has to be made at, all of them: those that a person names, or else the recipe; null where each
 * target chooses among the default layers. A detector's recipe names levels to choose from.
 */
export function namedLayers({ recipe }: Model, { layer, layers }: LayerChoice): readonly string[] | null {
  if (layers) return layers;
  if (layer !== undefined) return [layer];
  const own = isDetection(recipe) ? [] : recipeLayers(recipe);
  return own.length > 0 ? own : null;
}

/** Plain where that is possible; a quantised model straight through its rounding, over the few layers of a head. */
async function openThroughRounding(
  question: GradientQuestion,
  wrt: readonly string[],
): Promise<{ graph: GradientGraph; style: GradientStyle }> {
  try {
    return { graph: await openGradients(question, { wrt }), style: 'plain' };
  } catch (cause) {
    if (!(cause instanceof XaiError) || !ROUNDING.has(cause.operator ?? '')) throw cause;
    return { graph: await openGradients(question, { wrt, style: 'straight-through' }), style: 'straight-through' };
  }
}

const ROUNDING: ReadonlySet<string> = new Set([
  'ConvInteger',
  'MatMulInteger',
  'DynamicQuantizeLinear',
  'QuantizeLinear',
  'DequantizeLinear',
]);

/** Each holds the model's weights; a person who tries out layers goes back to a few of them. */
const MOST_SESSIONS = 6;

/** The session for a question's scores, kept with the model. */
export function openGradients(
  { model, graph, targets }: GradientQuestion,
  wish: Omit<GradientWish, 'targets' | 'activations'>,
): Promise<GradientGraph> {
  const sides = targets.flatMap((target) => target.sides);
  const tensors = new Set(sides.flatMap((side) => activatedSeed(side).map(({ output }) => output)));
  const activations = new Map(
    sides.flatMap((side) => side.activations.map((one) => [activatedName(one), one] as const)),
  );
  const whole = { ...wish, targets: [...tensors], activations: [...activations.values()] };
  const feeds = feedsOf(model, graph, targets[0].prepared);
  const open = (options: Parameters<typeof openGradientGraph>[3]) => openGradientGraph(graph, feeds, whole, options);
  return model.opened(`gradient ${JSON.stringify(whole)}`, open, MOST_SESSIONS);
}

/** A layer with the gradient of one target. */
export interface NamedLayerGradient extends LayerGradient {
  readonly name: string;
}

/**
 * Runs the session for one target; for a difference once a side, since a layer that feeds one side only would be silent about
 * the other.
 * @returns the layers that every side of the target depends on, in the order of `layers`
 */
export async function gradientsAtLayers(
  question: GradientQuestion,
  opened: LayerGradients,
  { prepared, sides }: TargetScore,
): Promise<NamedLayerGradient[]> {
  const feeds = feedsOf(question.model, question.graph, prepared);
  const found: NamedLayerGradient[][] = [];
  for (const side of sides) found.push(await gradientsOfSide(opened, feeds, activatedSeed(side)));
  if (sides.length === 1) return found[0];
  return found[0].flatMap((layer) => {
    const same = found.flatMap((side) => side.filter(({ name }) => name === layer.name));
    if (same.length < sides.length) return [];
    // The gradient of a sum is the sum of the gradients.
    const gradients = layer.gradients.map((_, at) =>
      same.reduce((sum, side, k) => sum + sides[k].sign * side.gradients[at], 0),
    );
    return isZero(gradients) ? [] : [{ ...layer, gradients }];
  });
}

/** The layers whose gradient is not 0 everywhere. */
async function gradientsOfSide(
  { graph, layers }: LayerGradients,
  feeds: Readonly<Record<string, Tensor>>,
  seed: LinearTarget,
): Promise<NamedLayerGradient[]> {
  const names = layers.map(({ name }) => name);
  const { values, gradients } = await runGradient(graph, feeds, seed, names);
  return layers.flatMap(({ name, grid }) => {
    const found = gradients.get(name) as Float32Array;
    refuseNonFinite(name, found);
    if (isZero(found)) return [];
    const activations = tensorToFloat32(values[name]);
    refuseOtherShape(name, found.length, activations.length);
    return [{ name, grid, activations, gradients: found }];
  });
}

function isZero(gradient: Float32Array): boolean {
  return gradient.every((value) => value === 0);
}

export function refuseNonFinite(name: string, gradient: Float32Array): void {
  if (areFinite(gradient)) return;
  throw new XaiError(
    'model-output',
    `The gradient at "${name}" is not a number, or infinite, somewhere. Check the recipe's scale, mean and standard deviation, or choose another layer.`,
    { node: name },
  );
}
