import { placePicture } from '../../../src/core/placement.ts';
import type { Tensor } from '../../../src/core/tensor.ts';
import { parseRecipe, type SegmentationRecipe } from '../../../src/tasks/recipe.ts';
import { ClassGrid } from '../../../src/tasks/segmentation/class-grid.ts';
import { Segmentation } from '../../../src/tasks/segmentation/segmentation.ts';

export function recipeOf(output: object = {}, labels?: readonly string[]): SegmentationRecipe {
  return parseRecipe({
    version: 1,
    task: 'semantic-segmentation',
    input: { width: 8, height: 8 },
    output: { format: 'class-maps', ...output },
    ...(labels && { labels }),
  }) as SegmentationRecipe;
}

export function maps(dims: readonly number[], values: Iterable<number>): Record<string, Tensor> {
  return { maps: { type: 'float32', dims, data: Float32Array.from(values) } };
}

/** Scores of `planes[class][row][column]`, as the model gave them, read over a picture that is stretched to the input. */
export function stretched(
  planes: readonly (readonly (readonly number[])[])[],
  picture: { readonly width: number; readonly height: number },
  output: object = { activation: 'none' },
): Segmentation {
  const dims = [1, planes.length, planes[0].length, planes[0][0].length];
  return new Segmentation(
    new ClassGrid(maps(dims, planes.flat(2)), recipeOf(output)),
    placePicture(picture, { width: 8, height: 8 }, 'stretch'),
  );
}

/** The class map by rows, for reading. */
export function rowsOf(segmentation: Segmentation, width: number): number[][] {
  const rows: number[][] = [];
  for (let at = 0; at < segmentation.classMap.length; at += width) {
    rows.push([...segmentation.classMap.subarray(at, at + width)]);
  }
  return rows;
}
