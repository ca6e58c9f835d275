import { stat } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';
import { listFiles } from './list-files.ts';

export interface NamedFile {
  /** Path as the file system wants it. */
  readonly file: string;
  /** Name in reports and of its outputs: relative to the folder that was given, with forward slashes. */
  readonly name: string;
}

/**
 * The files that `--input` names: a file as it is, a folder walked to its depths in order of name. In a folder files that are
 * no input by their name are passed over, and so are results in the output folder. A file named outright is always taken.
 * @param output null: nothing is written
 * @param what such files are, for the message
 * @throws XaiError `input-missing`
 */
export async function collectFiles(
  inputs: readonly string[],
  output: string | null,
  isInput: (name: string) => boolean,
  what: string,
): Promise<NamedFile[]> {
  const found: NamedFile[] = [];
  for (const input of inputs) {
    const info = await stat(input).catch(() => null);
    if (!info)
      throw new XaiError('input-missing', `There is no file or folder at ${input}; check --input.`, { file: input });
    if (!info.isDirectory()) {
      found.push({ file: input, name: path.basename(input) });
      continue;
    }
    const files = (await listFiles(input, output))
      // What is lost fails by name when it is opened.
      .filter(({ name, isLostFolder }) => isLostFolder || isInput(name))
      .map(({ name }) => ({ file: path.join(input, name), name }));
    if (files.length === 0) {
      throw new XaiError('input-missing', `The folder ${input} holds no ${what}; check --input.`, { file: input });
    }
    for (const file of files) found.push(file);
  }
  return found;
}

/** Two inputs of one name (from two folders, say) get a number each, so that no output overwrites another. */
export function withoutCollisions<T extends { readonly name: string }>(files: readonly T[]): T[] {
  const taken = new Set(files.map(({ name }) => name));
  const seen = new Set<string>();
  return files.map((file) => {
    if (!seen.has(file.name)) {
      seen.add(file.name);
      return file;
    }
    let number = 2;
    while (taken.has(`${number}/${file.name}`)) number++;
    const name = `${number}/${file.name}`;
    taken.add(name);
    return { ...file, name };
  });
}
