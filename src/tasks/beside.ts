import { platform } from '#platform';
import type { ModelDescription } from '../onnx/describe-model.ts';
import { fileNameOf } from '../runtime/read-source.ts';
import { besideNames, labelFileOf } from './recognise.ts';

/**
 * Text of the files that lie beside a model and help to read it: its recipe, files of the Hugging Face layout, and the
 * label file that a recipe names. A file that isn't there is left out.
 * @param location path or address of the model; null for bytes, which have no neighbours
 * @param given texts that the caller has already, by name
 * @param recipe a recipe given outright: then only its label file is looked for
 */
export async function gatherBeside(
  location: string | null,
  description: ModelDescription,
  given: Readonly<Record<string, string>>,
  recipe: unknown,
): Promise<Record<string, string>> {
  const texts: Record<string, string> = { ...given };
  const look = async (name: string): Promise<string | undefined> => {
    if (texts[name] === undefined && location !== null) {
      const text = await readText(location, name);
      if (text !== null) texts[name] = text;
    }
    return texts[name];
  };
  let known = recipe;
  if (known === undefined || known === null) {
    const [sidecar, ...others] = besideNames(fileNameOf(location ?? ''));
    const text = location === null ? undefined : await look(sidecar);
    if (text !== undefined) known = parseQuietly(text);
    // A model that says enough about itself is not asked after further.
    else if (!('names' in description.metadata)) for (const name of others) await look(name);
  }
  const labels = labelFileOf(known);
  if (labels !== null) await look(labels);
  return texts;
}

async function readText(location: string, name: string): Promise<string | null> {
  try {
    const isAddress = /^[a-z][a-z0-9+.-]+:/i.test(location);
    if (platform.readPath !== null && !isAddress) {
      const folder = location.slice(0, Math.max(location.lastIndexOf('/'), location.lastIndexOf('\\')) + 1);
      return new TextDecoder().decode(await platform.readPath(folder + name));
    }
    const base = (globalThis as { location?: { href: string } }).location?.href;
    const encoded = name.split('/').map(encodeURIComponent).join('/');
    const response = await fetch(new URL(encoded, new URL(location, base)));
    // Servers of single-page apps answer every address with a page.
    const isPage = response.headers.get('content-type')?.includes('text/html') ?? false;
    return response.ok && !isPage ? await response.text() : null;
  } catch {
    return null;
  }
}

/** A broken recipe is reported where it is parsed for good, with its name. */
function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
