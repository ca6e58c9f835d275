import { XaiError } from '../core/errors.ts';
import type { ModelDescription } from '../onnx/describe-model.ts';
import { parseLabels } from './labels.ts';
import { parseRecipe, type Recipe, type RecipeFile } from './recipe.ts';
import type { Finding } from './recognition/finding.ts';
import { readHuggingFace } from './recognition/hugging-face.ts';
import { guessBySignature } from './recognition/signature.ts';
import { readUltralytics } from './recognition/ultralytics.ts';

/** Where a recipe came from, in the order in which they are tried. */
export type RecipeSource = 'explicit' | 'sidecar' | 'metadata' | 'hugging-face' | 'signature';

export interface Recognised {
  readonly recipe: Recipe;
  readonly source: RecipeSource;
  /** Plain sentences: what was seen and what was concluded. */
  readonly reasons: readonly string[];
  /** Whether anything in the recipe is assumed rather than written down somewhere; show it as a guess then. */
  readonly isGuess: boolean;
}

export interface RecogniseInput {
  /** File name of the model, with or without folders. */
  readonly name: string;
  readonly description: ModelDescription;
  /** A recipe given by the user: tried first. */
  readonly recipe?: unknown;
  /** Text of files beside the model by name: sidecar, label files, `config.json`, `preprocessor_config.json`. */
  readonly beside?: Readonly<Record<string, string>>;
  /** One label per class, over those of the recipe. */
  readonly labels?: readonly string[];
}

/** Names of the sidecar recipe of a model file: `a/b.onnx` has `b.recipe.json`. */
export function sidecarName(modelName: string): string {
  const file = modelName.split(/[\\/]/).at(-1) ?? modelName;
  return `${file.replace(/\.onnx$/i, '')}.recipe.json`;
}

/** Files beside a model that help to recognise it, label files of recipes aside. */
export function besideNames(modelName: string): string[] {
  return [sidecarName(modelName), 'config.json', 'preprocessor_config.json'];
}

/** The label file that a recipe asks for, as written there; null when it lists its labels or has none. */
export function labelFileOf(recipe: unknown): string | null {
  const labels = (recipe as RecipeFile | null | undefined)?.labels;
  return labels && !Array.isArray(labels) && typeof labels.file === 'string' ? labels.file : null;
}

/**
 * Finds the recipe of a model: given by the user, beside it, in its metadata, in files of the Hugging Face layout, or
 * guessed from its signature.
 * @throws XaiError `recipe-missing` when nothing fits, `recipe-invalid` when a written recipe is wrong or does not fit
 *   the model, `labels-invalid` when its label file is not among `beside`, `model-dynamic-axis` for an open size
 */
export function recognise(given: RecogniseInput): Recognised {
  const { recipe, source, reasons, isGuess } = find(given);
  checkFit(recipe, given.description);
  const labels = given.labels ? [...given.labels] : readLabels(recipe, given.beside ?? {});
  return { recipe: labels ? { ...recipe, labels } : recipe, source, reasons, isGuess };
}

function find({ name, description, recipe, beside = {} }: RecogniseInput): Recognised {
  if (recipe !== undefined && recipe !== null) {
    return { recipe: parseRecipe(recipe), source: 'explicit', reasons: ['The recipe was given.'], isGuess: false };
  }
  const sidecar = sidecarName(name);
  if (beside[sidecar] !== undefined) {
    const parsed = parseRecipe(parseJson(beside[sidecar], sidecar), sidecar);
    return { recipe: parsed, source: 'sidecar', reasons: [`${sidecar} lies beside the model.`], isGuess: false };
  }
  const ways: [RecipeSource, () => Finding | null][] = [
    ['metadata', () => readUltralytics(description)],
    ['hugging-face', () => readHuggingFace(description, beside)],
    ['signature', () => guessBySignature(description)],
  ];
  for (const [source, look] of ways) {
    const finding = look();
    if (finding) return { ...finding, recipe: parseRecipe(finding.recipe), source };
  }
  throw recipeMissing(name, description);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new XaiError(
      'recipe-invalid',
      `${file} is not JSON (${reason}). Correct it, or take it away to have the model guessed.`,
      {
        file,
        cause,
      },
    );
  }
}

function readLabels(recipe: Recipe, beside: Readonly<Record<string, string>>): string[] | null {
  const file = labelFileOf(recipe);
  if (file === null) return null;
  const text = beside[file];
  if (text === undefined) {
    throw new XaiError(
      'labels-invalid',
      `The label file "${file}" that the recipe names was not given. Give it with the recipe, or write the labels into the recipe as a list.`,
      { file },
    );
  }
  return parseLabels(text, file);
}

/** @throws XaiError `recipe-invalid` when input name or size are not the model's */
function checkFit(recipe: Recipe, { inputs }: ModelDescription): void {
  const wanted = recipe.input.name;
  const port = wanted === undefined ? inputs[0] : inputs.find(({ name }) => name === wanted);
  if (!port) {
    throw new XaiError(
      'recipe-invalid',
      `The recipe feeds the input "${wanted}", but the model has ${inputs.map(({ name }) => `"${name}"`).join(', ')}. Correct input.name.`,
      { option: 'input.name' },
    );
  }
  const known = new Set([port.name, ...recipe.extraInputs.map(({ name }) => name)]);
  const unfed = inputs.find(({ name }) => !known.has(name));
  if (unfed) {
    throw new XaiError(
      'recipe-invalid',
      `The model also wants the input "${unfed.name}" ${shape(unfed.dims)}, which the recipe does not feed. Add it under "extraInputs".`,
      { option: 'extraInputs' },
    );
  }
  if (!port.dims) return;
  if (recipe.task === 'series') {
    const { dims } = recipe.input;
    const isSame = (dim: number | string, own: number | string | null) =>
      typeof dim !== 'number' || typeof own !== 'number' || own <= 0 || dim === own;
    if (dims.length === port.dims.length && dims.every((dim, axis) => isSame(dim, port.dims?.[axis] ?? null))) return;
    throw new XaiError(
      'recipe-invalid',
      `The recipe feeds recordings as ${shape(dims)}, but the input "${port.name}" of the model is ${shape(port.dims)}. Correct input.dims.`,
      { option: 'input.dims' },
    );
  }
  const { layout, width, height, channels } = recipe.input;
  const count = channels === 'grey' ? 1 : 3;
  const fed = layout === 'NCHW' ? [null, count, height, width] : [null, height, width, count];
  const fits =
    port.dims.length === 4 &&
    port.dims.every((dim, axis) => typeof dim !== 'number' || fed[axis] === null || dim <= 0 || dim === fed[axis]);
  if (!fits) {
    throw new XaiError(
      'recipe-invalid',
      `The recipe feeds pictures as ${layout} ${shape(['batch', ...fed.slice(1)])}, but the input "${port.name}" of the model is ${shape(port.dims)}. Correct input.layout, width, height or channels.`,
      { option: 'input' },
    );
  }
}

function shape(dims: readonly (number | string | null)[] | null): string {
  return dims ? `[${dims.map((dim) => dim ?? '?').join(', ')}]` : '[?]';
}

/** In the size of the model's own input, where it states one. */
function exampleFor({ inputs }: ModelDescription): string {
  const dims = inputs[0]?.dims ?? [];
  const isNhwc = dims.length === 4 && (dims[3] === 3 || dims[3] === 1);
  const [height, width] = isNhwc ? dims.slice(1, 3) : dims.slice(2, 4);
  const side = (dim: unknown) => (typeof dim === 'number' && dim > 0 ? dim : 640);
  return JSON.stringify({
    version: 1,
    task: 'detection',
    input: { width: side(width), height: side(height), scale: 0.00392157, resize: 'letterbox-centre' },
    output: { format: 'yolov8' },
    labels: ['cat', 'dog'],
  });
}

function recipeMissing(name: string, description: ModelDescription): XaiError {
  const { inputs, outputs } = description;
  const list = (ports: ModelDescription['inputs']) =>
    ports.map((port) => `"${port.name}" ${port.type ?? 'of unknown type'} ${shape(port.dims)}`).join(', ') || 'none';
  return new XaiError(
    'recipe-missing',
    `Nothing says how to feed or read ${name}. Seen: inputs ${list(inputs)}; outputs ${list(outputs)}. ` +
      'Missing: the task, the normalisation of the input, and the format of the output. ' +
      `Write them to ${sidecarName(name)} beside the model (or pass them as the recipe), for instance ${exampleFor(description)}; ` +
      'schemas/recipe.schema.json describes every field.',
    { file: name },
  );
}
