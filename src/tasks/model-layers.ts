import { fixInputDims } from '../onnx/input-dims.ts';
import { findForm, findLayers, type LayerOptions } from '../onnx/layers/find-layers.ts';
import type { Layer, LayerForm } from '../onnx/layers/layer.ts';
import { type OnnxModel, trueInputs } from '../onnx/model.ts';
import { type ShapeProbe, type TensorShapes, tensorShapes } from '../onnx/shapes.ts';
import { inputDims } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { recipeLayers } from './recipe-layers.ts';
import type { SeriesInput } from './series/series-input.ts';
import { seriesLayout } from './series/series-layout.ts';

/** A model as its recipe feeds it with one picture or recording. */
export interface FedModel {
  /** With the axes fixed that the recipe fixes. */
  readonly model: OnnxModel;
  readonly shapes: TensorShapes;
  readonly options: LayerOptions;
}

/** @throws what `probe` throws */
export async function feedModel(model: OnnxModel, recipe: Recipe, probe: ShapeProbe): Promise<FedModel> {
  const inputs = trueInputs(model.graph);
  const input = recipe.input.name ?? inputs[0]?.name;
  const fed = fedDims(recipe, input);
  const sizes = inputs.flatMap(({ name, dims }) => {
    // Axes that the file fixes stay: a recipe that contradicts them is refused where the model is fed.
    const wanted = fed.get(name)?.map((size, axis) => (typeof dims?.[axis] === 'number' ? null : size));
    return wanted ? [[name, wanted] as const] : [];
  });
  const fixed = fixInputDims(model, Object.fromEntries(sizes));
  return { model: fixed, shapes: await tensorShapes(fixed, probe), options: { input, ...placesOf(recipe) } };
}

/**
 * The layers of a model: those that the recipe names, then best guess first; none where the length of a recording is open and
 * the recipe cuts no windows.
 * @throws XaiError `model-unreadable` when the graph runs in a circle
 */
export function listLayers({ model, shapes, options }: FedModel, recipe: Recipe): readonly Layer[] {
  return findLayers(model, shapes, { ...options, named: recipeLayers(recipe) });
}

/** The same for one tensor, whether it is offered or not; null when it has no places of what the model is fed with. */
export function formOf({ model, shapes, options }: FedModel, name: string): LayerForm | null {
  return findForm(model, shapes, name, options);
}

/** Which axes of the input are rows and columns of a map. */
function placesOf(recipe: Recipe): Pick<LayerOptions, 'layout' | 'places'> {
  if (recipe.task !== 'series') return { layout: recipe.input.layout };
  const { axes, bands } = seriesLayout(recipe.input);
  const [rows, columns] = [axes.indexOf(bands > 1 ? 'band' : 'channel'), axes.indexOf('time')];
  // A recording's channels are places only where the model keeps them apart, beside channels of its own.
  const hasRows = rows >= 0 && (bands > 1 || axes.length > 3);
  return columns < 0 ? {} : { places: { rows: hasRows ? rows : null, columns } };
}

/** Axes of every input for one picture or recording; null where its length is open. */
function fedDims(recipe: Recipe, input: string): ReadonlyMap<string, readonly (number | null)[]> {
  const one = (dim: number | string) => (typeof dim === 'number' ? dim : dim === 'batch' ? 1 : null);
  const dims = recipe.task === 'series' ? seriesDims(recipe.input, one) : inputDims(recipe.input);
  return new Map([[input, dims], ...recipe.extraInputs.map((extra) => [extra.name, extra.dims.map(one)] as const)]);
}

/** An open length is as long as the windows that the recipe cuts. */
function seriesDims(input: SeriesInput, one: (dim: number | string) => number | null): (number | null)[] {
  const { axes, columns, window, processors } = seriesLayout(input);
  const steps = columns ?? (processors.length === 0 ? window : null);
  return input.dims.map((dim, axis) => one(dim) ?? (axes[axis] === 'time' ? steps : null));
}
