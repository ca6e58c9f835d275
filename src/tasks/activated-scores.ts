import type { SideSpec } from '../core/target-sides.ts';
import type { Tensor } from '../core/tensor.ts';
import { readHeads } from './heads.ts';
import type { Answered } from './linear-target.ts';
import { ClassGrid } from './segmentation/class-grid.ts';

/** The score of a target in picture `n` of a batch. */
export type ActivatedScore = (outputs: Readonly<Record<string, Tensor>>, n: number) => number;

/**
 * How the score after the activation of a segmenter's area or a head's answer is read from the outputs for a changed picture.
 * Places are those of the unchanged one: a class's own pixels stay the same however the answer changes.
 * @param answered what the model said of the unchanged picture
 * @returns null for other targets
 * @throws XaiError `target-missing`
 */
export function activatedScore(spec: SideSpec, { recipe, segmentation }: Answered): ActivatedScore | null {
  if (spec.kind === 'region' && segmentation && recipe.task === 'semantic-segmentation') {
    const { cells, weights } = segmentation.weigh(spec.class, spec);
    return (outputs, n) => {
      const grid = new ClassGrid(outputs, recipe, n);
      return cells.reduce((sum, cell, k) => sum + weights[k] * grid.score(spec.class, cell), 0);
    };
  }
  if (spec.kind === 'attribute' && recipe.task === 'attributes') {
    const head = recipe.output.heads.findIndex(({ name }) => name === spec.head);
    return (outputs, n) => {
      const { answers } = readHeads(outputs, recipe, n)[head];
      return answers.find(({ classIndex }) => classIndex === spec.answer)?.score ?? 0;
    };
  }
  return null;
}
