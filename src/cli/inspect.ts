import { XaiError } from '../core/errors.ts';
import { describeModel, type ModelDescription } from '../onnx/describe-model.ts';
import { readModel } from '../onnx/read-model.ts';
import { EMBEDDED, EMBEDDED_MODELS } from '../runtime/embedded.ts';
import { readSource } from '../runtime/read-source.ts';
import { gatherBeside } from '../tasks/beside.ts';
import { type Recognised, recognise } from '../tasks/recognise.ts';
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

/** Prints what a model is, without running it. */
export async function runInspect(file: string, options: InspectCommand): Promise<number> {
  const { bytes, sha256, name, location } = await readSource(file);
  const description = describeModel(readModel(bytes));
  let recognised: Recognised | null = null;
  let problem: XaiError | null = null;
  try {
    const { recipe, labels } = options.recipe;
    const beside = await gatherBeside(location, description, options.recipe.beside, recipe);
    recognised = recognise({ name, description, recipe, labels, beside });
  } catch (cause) {
    if (!(cause instanceof XaiError)) throw cause;
    problem = cause;
  }
  if (options.json) {
    const trouble = problem && { code: problem.code, message: problem.message };
    const report = { file: name, bytes: bytes.length, sha256, ...description, recognised, problem: trouble };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    process.stdout.write(`${describe(name, bytes.length, sha256, description, recognised, problem).join('\n')}\n`);
  }
  // A model without a recipe is still a model: what it is has been said.
  return EXIT.done;
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
    );
  } else if (problem) {
    lines.push(`No recipe (${problem.code})`, `  ${problem.message}`);
  }
  return lines;
}

function describeInput(recipe: Recognised['recipe']): string {
  if (recipe.task === 'series') return `[${recipe.input.dims.join(', ')}]`;
  const { width, height, channels, layout, resize, scale, mean, std } = recipe.input;
  return `${width}x${height} ${channels} ${layout}, ${resize}, (pixel x ${Number(scale.toPrecision(4))} - [${mean}]) / [${std}]`;
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
