import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { XaiError } from '../core/errors.ts';
import { isCalled } from '../core/loose-name.ts';
import { methodAliases, methodNames, noSuchMethod, presetNames } from '../methods/registry.ts';
import type { Backend } from '../runtime/backends.ts';
import { parseLabels } from '../tasks/labels.ts';
import { labelFileOf } from '../tasks/recognise.ts';

/** Flags of every command that opens a model. */
export interface ModelFlags {
  backend: Backend;
  recipe?: string;
  labels?: string;
}

export function withModelFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--backend <name>', 'where to run').choices(['auto', 'webgpu', 'wasm', 'node']).default('auto'),
    )
    .option('--recipe <file>', 'JSON file that says how to feed and read the model')
    .option('--labels <file>', 'text file with one label per line, in class order');
}

/** A method's name as it is written here; others write it otherwise. */
function parseMethod(name: string): string {
  const known = [...methodNames(), ...methodAliases()].find((one) => isCalled({ name: one }, name));
  if (known === undefined) throw new InvalidArgumentError(noSuchMethod(name));
  return known;
}

/** Flags of every command that explains: the method and its options. */
export function withMethodFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--method <name>', 'how to explain; by default what suits the task')
        .choices([...methodNames(), ...methodAliases()])
        .argParser(parseMethod),
    )
    .option(
      '--layer <name>',
      "tensor of the model that the method looks at or changes (default: the recipe's, or the last with places)",
    )
    .option(
      '--score-threshold <score>',
      'answers below are left out, 0 to 1; of classes the best one stays',
      parseShare,
    )
    .option(
      '--masks <n>',
      "masked passes (default: until the maps are steady, at most 5000, or the preset's)",
      parseCount,
    )
    .option('--grid <g>', 'cells per side of the masks (default: 16 for detectors, 8 for classifiers)', parseCount)
    .option('--keep <p>', 'share of cells that stay visible, 0 to 1 (default: 0.5)', parseShare)
    .addOption(
      new Option(
        '--estimate <how>',
        'how masks become a map (default: regression; sum for presets, other forms, grids above 16 and fewer than 32 masks)',
      ).choices(['sum', 'regression']),
    )
    .option(
      '--reliability <r>',
      'stop as soon as every map repeats this well, 0 to 1 (default: 0.8 without --masks)',
      parseShare,
    )
    .addOption(new Option('--preset <name>', 'reproduce another implementation').choices(presetNames()))
    .addOption(new Option('--fill <how>', 'what hides a pixel').choices(['black', 'mean', 'blur', 'noise', 'zero']))
    .option('--seed <s>', 'the same seed gives the same masks everywhere (default: 0)', parseCount);
}

/** The recipe file with its label file read, since both are named relative to where the person stands. */
export async function readRecipe(
  flags: ModelFlags,
): Promise<{ recipe?: unknown; labels?: string[]; beside: Record<string, string> }> {
  const beside: Record<string, string> = {};
  const labels =
    flags.labels === undefined ? undefined : parseLabels(await readText(flags.labels, '--labels'), flags.labels);
  if (flags.recipe === undefined) return { labels, beside };
  const text = await readText(flags.recipe, '--recipe');
  let recipe: unknown;
  try {
    recipe = JSON.parse(text);
  } catch (cause) {
    throw new XaiError('recipe-invalid', `${flags.recipe} is not JSON (${(cause as Error).message}); correct it.`, {
      file: flags.recipe,
      cause,
    });
  }
  const file = labelFileOf(recipe);
  if (file !== null) beside[file] = await readText(path.resolve(path.dirname(flags.recipe), file), 'labels.file');
  return { recipe, labels, beside };
}

export async function readText(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new XaiError('input-missing', `${file} can't be read; check ${option}.`, { file, option, cause });
  }
}

/** `Number` takes nothing for 0, which a variable of a script that is not set would then mean. */
function parseNumber(text: string): number {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty; give a number, or leave the option out.');
  return Number(text);
}

export function parseCount(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('Give a whole number.');
  return value;
}

export function collectCounts(text: string, before: readonly number[]): number[] {
  return [...before, parseCount(text)];
}

export function parseShare(text: string): number {
  const value = parseNumber(text);
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

export function parseRate(text: string): number {
  const value = parseNumber(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError('Give a number above 0.');
  return value;
}
