import { XaiError } from '../../core/errors.ts';
import { fetchText } from '../fetch-file.ts';

/**
 * A recipe as the engine wants it. An address is fetched, and a label file that the recipe names is read from beside it.
 * @throws XaiError `recipe-invalid` or `labels-invalid`
 */
export async function readRecipe(recipe: unknown, signal: AbortSignal): Promise<unknown> {
  if (typeof recipe !== 'string') return recipe ?? undefined;
  const url = new URL(recipe, document.baseURI).href;
  const text = await fetchText(url, 'recipe-invalid', 'recipe', signal);
  let value: { labels?: unknown };
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new XaiError('recipe-invalid', `The recipe at ${url} is not JSON. See docs/recipes.md for its fields.`, {
      file: url,
      cause,
    });
  }
  const file = labelFile(value);
  if (file === null) return value;
  const labels = await fetchText(new URL(file, url).href, 'labels-invalid', 'label file', signal);
  return { ...value, labels: labels.trimEnd().split(/\r?\n/) };
}

function labelFile(recipe: { labels?: unknown }): string | null {
  const { labels } = recipe;
  const isReference = typeof labels === 'object' && labels !== null && 'file' in labels;
  return isReference ? String(labels.file) : null;
}
