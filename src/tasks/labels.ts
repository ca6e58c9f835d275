import { XaiError } from '../core/errors.ts';
import type { Recipe } from './recipe.ts';

/**
 * One label per line; empty lines at the end do not count.
 * @throws XaiError `labels-invalid` for a text without labels
 */
export function parseLabels(text: string, file: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) {
    throw new XaiError(
      'labels-invalid',
      `The label file "${file}" is empty: write one label per line, in class order.`,
      {
        file,
      },
    );
  }
  return lines.map((line) => line.trim());
}

/** Where a recipe's score columns keep the background; class lists may name it or leave it out. */
function backgroundOf(recipe: Recipe): 'none' | 'first' | 'last' {
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
      `The label file "${labels.file}" has not been read. Give its text to recognise(), or write the labels into the recipe as a list.`,
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
