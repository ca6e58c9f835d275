import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';

/** A picture to explain. */
export interface InputFile {
  /** Where to read it. */
  readonly path: string;
  /** Name in reports and of its outputs: relative to the folder that was given, with forward slashes. */
  readonly name: string;
}

const PICTURE = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp)$/i;

/**
 * The pictures that `--input` names: a file as it is, a folder walked to its depths in order of name. In a folder files that
 * are no pictures by their ending are passed over, and so is what lies in the output folder: a second run must not explain
 * the pictures of the first. A file named outright is always tried.
 * @throws XaiError `input-missing`
 */
export async function collectInputs(inputs: readonly string[], output: string): Promise<InputFile[]> {
  const own = path.resolve(output) + path.sep;
  const found: InputFile[] = [];
  for (const input of inputs) {
    const info = await stat(input).catch(() => null);
    if (!info)
      throw new XaiError('input-missing', `There is no file or folder at ${input}; check --input.`, { file: input });
    if (!info.isDirectory()) {
      found.push({ path: input, name: path.basename(input) });
      continue;
    }
    const names = await readdir(input, { recursive: true, withFileTypes: true });
    const files = names
      .filter((entry) => entry.isFile() && PICTURE.test(entry.name))
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .filter((file) => !path.resolve(file).startsWith(own))
      .sort();
    if (files.length === 0) {
      throw new XaiError(
        'input-missing',
        `The folder ${input} holds no picture (PNG, JPEG, WebP, ...); check --input.`,
        {
          file: input,
        },
      );
    }
    for (const file of files) found.push({ path: file, name: path.relative(input, file).split(path.sep).join('/') });
  }
  return withoutCollisions(found);
}

/** Two inputs of one name (from two folders, say) get a number each, so that no output overwrites another. */
function withoutCollisions(files: readonly InputFile[]): InputFile[] {
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
