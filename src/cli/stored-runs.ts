import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';
import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { DriseRun } from '../methods/d-rise.ts';
import { RiseRun } from '../methods/rise.ts';
import { decodeRun, encodeRun } from '../methods/run-file.ts';
import type { StoredRun } from '../methods/stored-run.ts';
import { writeWhole } from './write-file.ts';

/** Of each input a file with the scores of all masks: `a/cat.png.run.npz`. */
function fileOf(inputName: string): string {
  return `${inputName}.run.npz`;
}

/**
 * Sees that there is a folder to go on from: an input without a run in it begins anew, and nobody would notice a wrong name.
 * @throws XaiError `input-missing`
 */
export async function checkRuns(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  throw new XaiError(
    'input-missing',
    `There is no folder ${folder}; name with --resume one that --formats run wrote.`,
    {
      file: folder,
      option: 'resume',
    },
  );
}

/**
 * The masks of an input that an earlier command has run, to be gone on with; undefined where there are none.
 * @param folder the other command's output
 * @throws XaiError `option-invalid` for a file that is no run, `input-missing` for one that can't be read
 */
export async function readRun(folder: string, inputName: string): Promise<StoredRun | undefined> {
  const file = path.join(folder, fileOf(inputName));
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new XaiError('input-missing', `${file} can't be read; check --resume.`, { file, option: 'resume', cause });
  }
  return decodeRun(bytes, file);
}

/**
 * Writes the masks that a run has run, ended or not.
 * @returns path relative to the output folder
 * @throws XaiError `option-invalid` for a method without random masks, `target-missing` before the first of them
 */
export async function writeRun(output: string, inputName: string, run: Run<Saliency[]>): Promise<string> {
  if (!(run instanceof DriseRun || run instanceof RiseRun)) {
    throw new XaiError('option-invalid', '--formats run keeps the masks of d-rise and rise; name one with --method.', {
      option: 'formats',
    });
  }
  const name = fileOf(inputName);
  await writeWhole(path.join(output, name), encodeRun(run.store()));
  return name;
}
