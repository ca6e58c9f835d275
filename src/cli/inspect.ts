import { XaiError } from '../core/errors.ts';
import { describeModel, type ModelDescription } from '../onnx/describe-model.ts';
import type { Layer } from '../onnx/layers/layer.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { readModel } from '../onnx/read-model.ts';
import { chooseBackend } from '../runtime/backends.ts';
import { EMBEDDED, EMBEDDED_MODELS } from '../runtime/embedded.ts';
import { probeShapes } from '../runtime/probe-shapes.ts';
import { readSource } from '../runtime/read-source.ts';
import { gatherBeside } from '../tasks/beside.ts';
import { gatherExternalData } from '../tasks/external-data.ts';
import { feedModel, listLayers } from '../tasks/model-layers.ts';
import type { SeriesRecipe } from '../tasks/recipe.ts';
import { checkRecipeLayers, recipeLayers } from '../tasks/recipe-layers.ts';
import { type Recognised, recognise } from '../tasks/recognise.ts';
import { seriesLayout } from '../tasks/series/series-layout.ts';
import { EXIT } from './exit-codes.ts';

export interface InspectCommand {
  readonly recipe: { recipe?: unknown; labels?: string[]; beside: Record<string, string> };
  readonly json: boolean;
}

/** Prints the models that this package brings. */
export function listEmbedded(json: boolean): void {
  const models = EMBEDDED_MODELS.map(({ name, about }) => ({ name: EMBEDDED + name, about }));
  if (json) {
    process.stdout.write(`${JSON.stringify(models, null, 2)}\n`);
    return;
  }
  const width = Math.max(...models.map(({ name }) => name.length));
  for (const { name, about } of models) process.stdout.write(`${name.padEnd(width)}  ${about}\n`);
}

/** Layers that are printed without `--json`. */
const FIRST_LAYERS = 5;

/** Layers, or why there are none to be seen. */
type FoundLayers = { readonly layers: readonly Layer[] } | { readonly trouble: XaiError };

/** Prints what a model is, without running it. */
export async function runInspect(file: string, options: InspectCommand): Promise<number> {
  const { bytes, sha256, name, location } = await readSource(file);
  const model = readModel(bytes);
  const description = describeModel(model);
  let recognised: Recognised | null = null;
  let problem: XaiError | null = null;
  try {
    const { recipe, labels } = options.recipe;
    const beside = await gatherBeside(location, description, options.recipe.beside, recipe);
    const found = recognise({ name, description, recipe, labels, beside });
    checkRecipeLayers(found.recipe, model);
    recognised = found;
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    problem = cause;
  }
  const found = recognised ? await findLayers(name, model, description, recognised, location) : null;
  if (options.json) {
    const layers = found && 'layers' in found ? found.layers : [];
    const report = {
      file: name,
      bytes: bytes.length,
      sha256,
      ...description,
      recognised,
      problem: brief(problem),
      layers,
    };
    const trouble = found && 'trouble' in found ? brief(found.trouble) : null;
    process.stdout.write(`${JSON.stringify({ ...report, layersProblem: trouble }, null, 2)}\n`);
  } else {
    const lines = describe(name, bytes.length, sha256, description, recognised, problem);
    process.stdout.write(`${[...lines, ...(found ? describeLayers(found) : [])].join('\n')}\n`);
  }
  // A model without a recipe is still a model: what it is has been said.
  return EXIT.done;
}

function brief(problem: XaiError | null): { code: string; message: string } | null {
  return problem && { code: problem.code, message: problem.message };
}

async function findLayers(
  name: string,
  model: OnnxModel,
  description: ModelDescription,
  { recipe }: Recognised,
  location: string | null,
): Promise<FoundLayers> {
  try {
    const externalData = await gatherExternalData(name, description.externalFiles, [], location, {});
    const { ort } = await chooseBackend('wasm');
    const fed = await feedModel(model, recipe, (bytes) => probeShapes(ort, bytes, externalData));
    return { layers: listLayers(fed, recipe) };
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    return { trouble: cause };
  }
}

function describeLayers(found: FoundLayers): string[] {
  if ('trouble' in found) return [`Layers not listed (${found.trouble.code})`, `  ${found.trouble.message}`];
  const { layers } = found;
  if (layers.length === 0) return ['Layers: none keeps the places of a picture'];
  const shown = layers.slice(0, FIRST_LAYERS);
  const more = layers.length > shown.length ? `, the first ${shown.length} of ${layers.length}; --json lists all` : '';
  return [
    `Layers, best guess first${more}`,
    ...shown.map(({ name, dims, layout, reason }) => `  ${name}  [${dims.join(', ')}] ${layout}: ${reason}`),
  ];
}

function describe(
  name: string,
  size: number,
  sha256: string,
  description: ModelDescription,
  recognised: Recognised | null,
  problem: XaiError | null,
): string[] {
  const { opsets, irVersion, producer, parameterCount, parameterBytes, operators, metadata } = description;
  const port = ({ name: port, type, dims }: ModelDescription['inputs'][number]) =>
    `  ${port}  ${type ?? 'unknown type'} [${dims?.map((dim) => dim ?? '?').join(', ') ?? 'any shape'}]`;
  const lines = [
    `${name}: ${(size / 1e6).toFixed(2)} MB, SHA-256 ${sha256}`,
    `  made by ${producer || 'an unnamed exporter'}, IR ${irVersion}, opset ${Object.entries(opsets)
      .map(([domain, version]) => `${domain} ${version}`)
      .join(', ')}`,
    `  ${parameterCount.toLocaleString('en')} parameters in ${(parameterBytes / 1e6).toFixed(2)} MB`,
    'Inputs',
    ...description.inputs.map(port),
    'Outputs',
    ...description.outputs.map(port),
    `Operators (${Object.values(operators).reduce((sum, count) => sum + count, 0)})`,
    `  ${Object.entries(operators)
      .map(([operator, count]) => `${operator} ${count}`)
      .join(', ')}`,
  ];
  if (description.customOperators.length) {
    lines.push(`  outside the standard: ${description.customOperators.join(', ')}`);
  }
  if (description.externalFiles.length) lines.push(`Weights in ${description.externalFiles.join(', ')}`);
  const notes = Object.entries(metadata);
  if (notes.length) {
    lines.push(
      'Metadata',
      ...notes.map(([key, value]) => `  ${key}: ${value.length > 100 ? `${value.slice(0, 100)}...` : value}`),
    );
  }
  if (recognised) {
    const { recipe, source, reasons, isGuess } = recognised;
    lines.push(
      `Taken for ${recipe.task}, ${isGuess ? 'a guess' : 'as written'} (${source})`,
      ...reasons.map((reason) => `  ${reason}`),
      `  input ${describeInput(recipe)}; output format ${recipe.output.format}`,
      ...describeAnswers(recipe, description).map((line) => `  ${line}`),
      ...recipeLayers(recipe).map((layer) => `  layer ${layer}, as the recipe names it`),
    );
  } else if (problem) {
    lines.push(`No recipe (${problem.code})`, `  ${problem.message}`);
  }
  return lines;
}

function describeInput(recipe: Recognised['recipe']): string {
  if (recipe.task === 'series') return describeSeries(recipe);
  const { width, height, channels, layout, resize, scale, mean, std } = recipe.input;
  return `${width}x${height} ${channels} ${layout}, ${resize}, (pixel x ${Number(scale.toPrecision(4))} - [${mean}]) / [${std}]`;
}

function describeSeries({ input }: SeriesRecipe): string {
  const { axes, window } = seriesLayout(input);
  const { dims, sampleRate, stride, processors } = input;
  const length = window === null ? 'the whole recording' : `${window} samples`;
  const rate = sampleRate === undefined ? 'as recorded' : `${sampleRate} Hz`;
  const step = stride ?? (window === null ? null : Math.max(1, Math.round(window / 2)));
  const through = processors.length > 0 ? `, through ${processors.map(({ kind }) => kind).join(', ')}` : '';
  return `[${dims.join(', ')}] read as ${axes.join(', ')}; ${length} at a time${step === null ? '' : `, each ${step}`}, ${rate}${through}`;
}

/** What the answers are, where the format alone does not say it. */
function describeAnswers({ output, labels }: Recognised['recipe'], { outputs }: ModelDescription): string[] {
  const dimsOf = (name: string | undefined) =>
    (name === undefined ? outputs[0] : outputs.find((port) => port.name === name))?.dims;
  if (output.format === 'class-maps') {
    const [, second, third, last] = dimsOf(output.output) ?? [];
    const [classes, height, width] = output.layout === 'NCHW' ? [second, third, last] : [last, second, third];
    const names = Array.isArray(labels) ? `: ${labels.join(', ')}` : '';
    return [`${classes ?? '?'} classes at ${width ?? '?'}x${height ?? '?'} places (${output.layout})${names}`];
  }
  if (output.format === 'heads') {
    return output.heads.map(({ name, labels: answers }) => `${name}, one of ${answers.length}: ${answers.join(', ')}`);
  }
  if (output.format !== 'vector') return [];
  const numbers = dimsOf(output.output)
    ?.slice(1)
    .find((dim) => dim !== 1);
  return [`a vector of ${numbers ?? '?'} numbers, to compare pictures by`];
}
