import { XaiError } from '../core/errors.ts';
import { type FeatureGrid, findGrid } from '../core/feature-grid.ts';
import { GraphView, readNames } from '../onnx/graph-view.ts';
import { fixInputDims } from '../onnx/input-dims.ts';
import type { OnnxModel, OnnxNode } from '../onnx/model.ts';
import { readModel } from '../onnx/read-model.ts';
import { cutModel } from '../onnx/rewrite.ts';
import { type TensorShapes, tensorShapes } from '../onnx/shapes.ts';
import { extraFeeds, pictureInput } from './feeds.ts';
import { type MaskedGraph, readOutputs, type ScoreKind } from './masked-graph.ts';
import type { Model } from './model.ts';
import { inputDims, type PreparedInput } from './prepare.ts';

interface Candidate {
  readonly name: string;
  readonly grid: FeatureGrid;
}

/**
 * The layer to explain when none is named: the last tensor that still has places of the picture.
 * @throws XaiError `method-unsupported` when the model has none
 */
export async function defaultLayer(model: Model, sample: PreparedInput, score: ScoreKind): Promise<string> {
  const graph = await model.maskedGraph(sample, score);
  const { candidates } = await findCandidates(model, graph);
  const last = candidates.at(-1);
  if (last) return last.name;
  throw noLayer(model, 'no tensor between picture and answer is a grid of places');
}

/**
 * Where tokens are changed when no layer is named: what the last attention reads after its norm, so that what goes past
 * it on the skip connection can be changed as well.
 * @throws XaiError `method-unsupported` when the model has no attention over patches
 */
export async function defaultTokenLayer(model: Model, sample: PreparedInput, score: ScoreKind): Promise<string> {
  const graph = await model.maskedGraph(sample, score);
  const { view, candidates } = await findCandidates(model, graph);
  const tokens = candidates.filter(({ grid }) => grid.placeStep === grid.channels);
  const names = new Set(tokens.map(({ name }) => name));
  const isProjection = (node: OnnxNode) => node.opType === 'MatMul' && names.has(node.inputs[0]);
  const last = tokens.findLast(({ name }) => {
    const readers = view.consumers(name);
    return readers.some(isProjection) && [...view.downstream([name])].some(({ opType }) => opType === 'Softmax');
  });
  if (last) return last.name;
  throw noLayer(model, 'no attention over a grid of patch tokens was found');
}

function noLayer(model: Model, reason: string): XaiError {
  return new XaiError(
    'method-unsupported',
    `No layer of ${model.name} suits this method: ${reason}. Name one as layer, or use RISE or occlusion.`,
    { option: 'layer' },
  );
}

/** Float tensors between picture and answer that are grids, in the order in which they are made. */
async function findCandidates(
  model: Model,
  graph: MaskedGraph,
): Promise<{ view: GraphView; candidates: readonly Candidate[] }> {
  const { input } = model.pictureRecipe();
  const outputs = readOutputs(graph);
  const onnx = cutModel(readModel(graph.bytes), { outputs });
  const view = new GraphView(onnx);
  const shapes = await shapesOf(model, graph, onnx);
  const pictured = new Set([pictureInput(model.pictureRecipe(), graph.runner.inputs).name]);
  const candidates: Candidate[] = [];
  for (const node of view.ordered()) {
    if (node.opType === 'Shape' || node.opType === 'Size') continue;
    if (!readNames(node).some((name) => pictured.has(name))) continue;
    for (const name of node.outputs.filter(Boolean)) {
      pictured.add(name);
      const dims = shapes.get(name);
      const grid = dims && !outputs.includes(name) ? findGrid(dims, input) : null;
      if (grid) candidates.push({ name, grid });
    }
  }
  return { view, candidates };
}

/** Shapes for one picture of the recipe's size. */
function shapesOf(model: Model, graph: MaskedGraph, onnx: OnnxModel): Promise<TensorShapes> {
  const recipe = model.pictureRecipe();
  const dims = Object.fromEntries(Object.entries(extraFeeds(recipe, 1)).map(([name, feed]) => [name, feed.dims]));
  dims[pictureInput(recipe, graph.runner.inputs).name] = inputDims(recipe.input);
  return tensorShapes(fixInputDims(onnx, dims), (probe) => graph.runner.probeShapes(probe));
}
