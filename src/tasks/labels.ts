import { XaiError } from '../core/errors.ts';
import type { Recipe } from './recipe.ts';

/** Reads the text of a label file whose path is written in a recipe. */
export type ReadLabelFile = (file: string) => Promise<string>;

/** One label per line; empty lines at the end do not count. */
export function parseLabels(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line) => line.trim());
}

/**
 * The recipe with its labels as a list.
 * @param read is given the path as the recipe writes it; whoever loaded the recipe resolves it against the recipe's
 *   own place (against the model's when the recipe was given as an object)
 * @throws XaiError `labels-invalid` when the file cannot be read or is empty
 */
export async function resolveLabels<R extends Recipe>(recipe: R, read: ReadLabelFile): Promise<R> {
  if (recipe.labels === undefined || Array.isArray(recipe.labels)) return recipe;
  const { file } = recipe.labels;
  let text: string;
  try {
    text = await read(file);
  } catch (cause) {
    throw new XaiError(
      'labels-invalid',
      `The label file "${file}" that the recipe names cannot be read. Put it there, or write the labels into the recipe as a list.`,
      { file, cause },
    );
  }
  const labels = parseLabels(text);
  if (labels.length === 0) {
    throw new XaiError(
      'labels-invalid',
      `The label file "${file}" is empty: write one label per line, in class order.`,
      {
        file,
      },
    );
  }
  return { ...recipe, labels };
}

/** Where a recipe's score columns keep the background; class lists may name it or leave it out. */
export function backgroundOf(recipe: Recipe): 'none' | 'first' | 'last' {
  return 'background' in recipe.output ? recipe.output.background : 'none';
}

/**
 * One label per class, without the background; "class 7" where the recipe has no labels.
 * @param classes number of classes that the outputs have, without background
 * @throws XaiError `labels-invalid` when the list has another length, or has not been read from its file yet
 */
export function classLabels(recipe: Recipe, classes: number): string[] {
  const { labels } = recipe;
  if (labels === undefined) return Array.from({ length: classes }, (_, index) => `class ${index}`);
  if (!Array.isArray(labels)) {
    throw new XaiError(
      'labels-invalid',
      `The label file "${labels.file}" has not been read: call resolveLabels first.`,
      {
        file: labels.file,
      },
    );
  }
  if (labels.length === classes) return labels;
  const background = backgroundOf(recipe);
  if (background !== 'none' && labels.length === classes + 1) {
    return background === 'first' ? labels.slice(1) : labels.slice(0, -1);
  }
  throw new XaiError(
    'labels-invalid',
    `There are ${labels.length} labels, but the model has ${classes} classes. Give one label per class, in class order${
      background === 'none' ? '' : ', with or without the background'
    }.`,
    { option: 'labels' },
  );
}
