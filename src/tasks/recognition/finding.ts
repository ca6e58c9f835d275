import type { RecipeFile } from '../recipe.ts';

/** A recipe that one way of recognising came up with. */
export interface Finding {
  readonly recipe: RecipeFile;
  /** Plain sentences: what was seen and what was concluded. */
  readonly reasons: readonly string[];
  /** Whether anything in it is assumed rather than written down somewhere. */
  readonly isGuess: boolean;
}
