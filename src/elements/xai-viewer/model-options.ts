import type { ModelOptions, ModelSource } from '../../engine/protocol.ts';
import { readRecipe } from './read-recipe.ts';
import type { ViewerHost } from './viewer-host.ts';

/**
 * What the engine is to load a model with. Whoever says the same of the same source shares one model with a viewer.
 * @throws XaiError `recipe-invalid` or `labels-invalid`
 */
export async function modelOptions(
  source: ModelSource,
  { backend, recipe, labels, beside }: Pick<ViewerHost, 'backend' | 'recipe' | 'labels' | 'beside'>,
  signal: AbortSignal,
): Promise<ModelOptions> {
  return {
    backend,
    recipe: await readRecipe(recipe, signal),
    labels: labels ?? undefined,
    beside: beside ?? undefined,
    name: source instanceof File ? source.name : undefined,
  };
}
