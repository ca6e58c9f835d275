import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { XaiError } from '../core/errors.ts';
import { makeFolder } from './make-folder.ts';

/**
 * Writes beside and renames, so that an interrupted command leaves no half-written file.
 * @throws XaiError `output-unwritable`
 */
export async function writeWhole(file: string, contents: string | Uint8Array): Promise<void> {
  const beside = `${file}.part-${process.pid}`;
  try {
    await makeFolder(path.dirname(file));
    await writeFile(beside, contents);
    await rename(beside, file);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {});
    throw new XaiError(
      'output-unwritable',
      `${file} could not be written (${cause instanceof Error ? cause.message : String(cause)}); check --output and the free space.`,
      { file, cause },
    );
  }
}
