import { readFile } from 'node:fs/promises';
import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import { unpackSpec } from '../core/packed-spec.ts';
import type { Picture } from '../core/picture.ts';
import { findAgain, isDrawn, judgeRepeat, optionsAgain, type Repeated, repeatWords, runsOf } from '../core/repeat.ts';
import type { Saliency } from '../core/saliency.ts';
import { checkSavedExplanation, type SavedExplanation, type SavedMap } from '../core/saved-explanation.ts';
import type { BoxTarget } from '../methods/box-question.ts';
import { type ExplainOptions, explain } from '../methods/explain.ts';
import { findMethod } from '../methods/registry.ts';
import type { Model } from '../tasks/model.ts';
import { EXIT } from './exit-codes.ts';
import { collectInputs } from './inputs.ts';
import { createProgress, type Progress } from './progress.ts';

export interface RepeatCommand {
  /** The saved explanation. */
  readonly repeat: string;
  /** Its picture: one file, or one seed of a scene. */
  readonly input: readonly string[];
  readonly scene: readonly number[];
  readonly json: boolean;
  readonly progress: boolean;
}

/** What may be given beside `--repeat`; the rest is in the file. */
const BESIDE = new Set(['repeat', 'input', 'scene', 'json', 'progress', 'backend', 'recipe', 'labels']);

/** @throws XaiError `option-invalid` for an option that the file has already settled */
export function refuseBesideRepeat(given: readonly string[]): void {
  const option = given.find((name) => !BESIDE.has(name));
  if (!option) return;
  throw new XaiError('option-invalid', `--repeat takes method and options from its file; leave out "${option}".`, {
    option,
  });
}

/** One map that was made again. */
interface Line extends Repeated {
  readonly label: string;
  readonly method: string;
}

/**
 * Makes every map of a saved explanation again, with its method, options and seed, and says of each whether it came out the
 * same.
 * @returns exit status: 0 when all did, bit for bit or but for rounding, else 1
 * @throws XaiError `explanation-invalid`, `model-integrity` for another model, `option-invalid` for another picture,
 * `target-missing` when the model no longer finds what was explained
 */
export async function runRepeat(model: Model, command: RepeatCommand, signal: AbortSignal): Promise<number> {
  const saved = await readSaved(command.repeat);
  const picture = await openPicture(command);
  checkSame(saved, model, picture);
  const progress = createProgress(command.progress);
  const lines: Line[] = [];
  for (const run of runsOf(saved)) {
    const maps = await makeAgain(model, picture, saved, run, progress, signal);
    for (const [at, map] of maps.entries()) {
      const { label } = saved.findings[run[at].finding];
      lines.push({ label, method: map.provenance.method, ...(await judgeRepeat(run[at], map)) });
    }
  }
  if (command.json) process.stdout.write(`${JSON.stringify({ repeated: lines })}\n`);
  else for (const line of lines) process.stdout.write(`${line.label}, ${line.method}: ${repeatWords(line)}\n`);
  return lines.some(({ verdict }) => verdict === 'other') ? EXIT.someFailed : EXIT.done;
}

async function readSaved(file: string): Promise<SavedExplanation> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new XaiError('input-missing', `There is no readable file at ${file}; check --repeat.`, { file, cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  return checkSavedExplanation(value, file);
}

async function openPicture({ input, scene }: RepeatCommand): Promise<Picture> {
  const inputs = await collectInputs(input, scene, null);
  if (inputs.length === 1) return inputs[0].open();
  throw new XaiError('option-invalid', `--repeat needs its one picture, not ${inputs.length}; name it with --input.`, {
    option: 'input',
  });
}

function checkSame({ maps }: SavedExplanation, model: Model, picture: Picture): void {
  const [first] = maps;
  if (!first) throw new XaiError('explanation-invalid', 'The file holds no map, so there is nothing to repeat.');
  const { modelSha256, pictureSha256 } = first.provenance;
  if (modelSha256 !== model.sha256) {
    throw new XaiError(
      'model-integrity',
      `${model.name} is another model than the one that was explained: its SHA-256 is ${model.sha256}, not ${modelSha256}.`,
      { file: model.name },
    );
  }
  if (pictureSha256 === picture.sha256) return;
  throw new XaiError(
    'option-invalid',
    `${picture.name ?? 'The picture'} is another file than the one that was explained: its SHA-256 is ` +
      `${picture.sha256}, not ${pictureSha256}. Give the original; the picture inside of the file may be a smaller copy.`,
    { option: 'input' },
  );
}

async function makeAgain(
  model: Model,
  picture: Picture,
  saved: SavedExplanation,
  run: readonly SavedMap[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Saliency[]> {
  const method = findMethod(run[0].provenance.method, model, 'a method that this version has');
  const options = optionsAgain(run[0], method.options ?? null);
  const targets = await targetsAgain(model, picture, saved, run);
  const again = explain(model, picture, { ...options, method: method.name, targets, partialEvery: null, signal });
  let begun = false;
  try {
    for await (const { done, total, remaining } of again) {
      if (!begun) progress.begin(`${picture.name} ${method.name}`, total);
      begun = true;
      progress.update(done, total, remaining);
    }
    return await again.result();
  } finally {
    progress.end();
  }
}

function drawnAgain({ box, label, classIndex }: SavedExplanation['findings'][number]): BoxTarget {
  return { box: box as Box, label, ...(classIndex >= 0 && { classIndex }) };
}

/** What was asked for where the file says it, else what the model finds again; what a person drew is asked for as it was. */
async function targetsAgain(
  model: Model,
  picture: Picture,
  saved: SavedExplanation,
  run: readonly SavedMap[],
): Promise<ExplainOptions['targets']> {
  const specs = run.flatMap(({ asked: packed }) => (packed ? unpackSpec(packed) : []));
  if (specs.length === run.length) return specs;
  const asked = run.map(({ finding }) => saved.findings[finding]);
  const lowest = Math.min(...asked.map(({ score }) => score ?? 1));
  // A little below the lowest, since thresholds may have been lower than the recipe's.
  const { boxes, classes, segmentation } = await model.predict(picture, { scoreThreshold: Math.max(0, lowest - 1e-3) });
  const again = <Found extends { readonly classIndex: number; readonly box?: Box | null }>(
    one: (typeof asked)[number],
    found: readonly Found[],
  ) => {
    const same = findAgain(one, found);
    if (same) return same;
    throw new XaiError(
      'target-missing',
      `The model no longer finds ${one.label} there, so its map can't be repeated.`,
      {
        option: 'repeat',
      },
    );
  };
  if (boxes) return asked.map((one) => (isDrawn(one) ? drawnAgain(one) : again(one, boxes)));
  if (classes) return asked.map((one) => again(one, classes).classIndex);
  if (segmentation) {
    const { segments } = segmentation;
    return asked.map((one) => ({ kind: 'region', class: again(one, segments).classIndex }) as const);
  }
  throw new XaiError(
    'option-invalid',
    `The file does not say what its maps of a model for ${model.recipe.task} explain; save them again.`,
    { option: 'repeat' },
  );
}
