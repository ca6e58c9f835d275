import { XaiError } from '../core/errors.ts';
import { type ReadOptions, readSource } from '../runtime/read-source.ts';

/** A file that holds weights, by the name that the model gives it. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/**
 * The files that a model keeps its weights in: those given, and the others from beside the model.
 * @param model name of the model, for messages
 * @param wanted names as the model gives them
 * @param location path or address of the model; null for bytes, which have no neighbours
 * @throws XaiError `model-external-data` naming every file that is missing
 */
export async function gatherExternalData(
  model: string,
  wanted: readonly string[],
  given: readonly ExternalFile[],
  location: string | null,
  options: Pick<ReadOptions, 'signal' | 'onProgress' | 'cache'>,
): Promise<readonly ExternalFile[]> {
  const { signal, onProgress, cache } = options;
  const files = [...given];
  const missing: string[] = [];
  for (const name of wanted.filter((file) => !given.some(({ path }) => path === file))) {
    const place = location === null ? null : placeBeside(location, name);
    try {
      if (place === null) missing.push(name);
      else files.push({ path: name, data: (await readSource(place, { signal, onProgress, cache })).bytes });
    } catch {
      signal?.throwIfAborted();
      missing.push(name);
    }
  }
  if (missing.length === 0) return files;
  const them = missing.length === 1 ? 'that file' : 'these files';
  throw new XaiError(
    'model-external-data',
    `The weights of ${model} are in ${missing.join(', ')}, which ${missing.length === 1 ? 'was' : 'were'} not given. Put ${them} beside the model or give ${them} too, or save the model as one file.`,
    { file: missing[0] },
  );
}

/** null for a name that leads out of the model's folder: a model must not choose what is read on this machine. */
function placeBeside(location: string, name: string): string | null {
  if (/^([a-z]+:|[\\/])/i.test(name) || name.split(/[\\/]/).includes('..')) return null;
  if (/^[a-z][a-z0-9+.-]+:/i.test(location)) return new URL(name, location).href;
  return location.slice(0, Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\')) + 1) + name;
}
