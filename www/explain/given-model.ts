import type { KeptModel, ModelKnowledge } from '../storage/model-store.ts';
import type { Intake } from './intake.ts';

/** A model to explain with, and what was said about it. */
export interface GivenModel extends ModelKnowledge {
  /** A file, or the name of an embedded model. */
  readonly source: File | string;
  readonly name: string;
  /** Where it was fetched from; null for a file that was given. */
  readonly origin: string | null;
}

export function embeddedModel(name: string): GivenModel {
  return { source: name, name, origin: null };
}

export function keptModel({ name, origin, recipe, labels, beside }: KeptModel, file: File): GivenModel {
  return { source: file, name, origin, recipe, labels, beside };
}

/** What files say about a model, over what was known of it. */
export interface Learned {
  readonly knowledge: ModelKnowledge;
  /** Name of a recipe that is not JSON, or ''. */
  readonly brokenRecipe: string;
}

/** The model among files, or the one that is there, with what they say about it; null without either. */
export function giveModel(open: GivenModel | null, intake: Intake): { given: GivenModel | null; brokenRecipe: string } {
  const { model } = intake;
  const before = model ? { source: model, name: model.name, origin: null } : open;
  const { knowledge, brokenRecipe } = learn(before ?? {}, intake);
  return { given: before && { ...before, ...knowledge }, brokenRecipe };
}

/** Recipes and label lists, given with the model or later. */
export function learn(
  before: ModelKnowledge,
  { recipe, labels, beside }: Pick<Intake, 'recipe' | 'labels' | 'beside'>,
): Learned {
  let knowledge: ModelKnowledge = before;
  if (Object.keys(beside).length > 0) knowledge = { ...knowledge, beside: { ...knowledge.beside, ...beside } };
  if (labels) knowledge = { ...knowledge, labels: labels.lines };
  if (!recipe) return { knowledge, brokenRecipe: '' };
  try {
    return { knowledge: withRecipe(knowledge, JSON.parse(recipe.text)), brokenRecipe: '' };
  } catch {
    return { knowledge, brokenRecipe: recipe.name };
  }
}

/** A label list that was dropped stands in for the file that a recipe names; a list in the recipe counts for itself. */
export function withRecipe(knowledge: ModelKnowledge, recipe: { readonly labels?: unknown }): ModelKnowledge {
  const { labels } = knowledge;
  const namesFile = typeof recipe.labels === 'object' && recipe.labels !== null && 'file' in recipe.labels;
  if (!recipe.labels) return { ...knowledge, recipe };
  return { ...knowledge, recipe: namesFile && labels ? { ...recipe, labels } : recipe, labels: undefined };
}
