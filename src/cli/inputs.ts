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
 * are no pictures by their ending are passed over; a file named outright is always tried.
 * @throws XaiError `input-missing`
 */
export async function collectInputs(inputs: readonly string[]): Promise<InputFile[]> {
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
  const seen = new Map<string, number>();
  return files.map((file) => {
    const count = (seen.get(file.name) ?? 0) + 1;
    seen.set(file.name, count);
    return count === 1 ? file : { ...file, name: `${count}/${file.name}` };
  });
}
