import { XaiError } from '../core/errors.ts';
import type { SideSpec } from '../core/target-sides.ts';
import type { LinearTarget, WeightsSpec } from '../core/targets.ts';
import { givesClasses, type Recipe } from './recipe.ts';
import type { Segmentation } from './segmentation/segmentation.ts';

/** What a model answered, as far as a target needs to know it. */
export interface Answered {
  readonly recipe: Recipe;
  /** The outputs by name; of axes that are not numbers the length is not checked. */
  readonly outputs: Readonly<Record<string, { readonly dims: readonly (number | string | null)[] | null }>>;
  /** Semantic segmenters: what was read of those outputs. */
  readonly segmentation?: Segmentation;
}

/**
 * Elements of the outputs whose weighted sum is the target's raw score, before the recipe's activation: what a gradient is
 * taken of. An area of a semantic segmenter is the mean over its pixels, brought to the cells of the output.
 * @throws XaiError `target-missing` for what the model does not have, `method-unsupported` for a target that is no linear
 *   function of the outputs (a similarity) or is chosen among proposals (a box)
 */
export function linearTarget(spec: SideSpec, answered: Answered): LinearTarget {
  const { recipe, outputs, segmentation } = answered;
  switch (spec.kind) {
    case 'class': {
      if (!givesClasses(recipe)) break;
      const output = outputNamed(recipe.output.output, outputs);
      return [element(output, within(spec.index, countOf(outputs[output].dims), 'class'))];
    }
    case 'region': {
      if (!segmentation) break;
      const { grid } = segmentation;
      const { cells, weights } = segmentation.weigh(spec.class, spec);
      const indices = cells.map((cell) => grid.element(spec.class, cell));
      return [{ output: grid.output, indices, weights }];
    }
    case 'attribute': {
      if (recipe.task !== 'attributes') break;
      const head = recipe.output.heads.find(({ name }) => name === spec.head);
      if (!head) {
        const names = recipe.output.heads.map(({ name }) => name).join(', ');
        throw missing(`There is no head "${spec.head}"; the model has ${names}.`);
      }
      return [element(head.output, within(spec.answer, head.labels.length, `answer of "${head.name}"`))];
    }
    case 'weights':
      return [ownWeights(spec, outputs)];
  }
  throw new XaiError(
    'method-unsupported',
    `A target of the kind "${spec.kind}" is no weighted sum of the outputs of a model for ${recipe.task}; choose another target.`,
    { option: 'targets' },
  );
}

function outputNamed(name: string | undefined, outputs: Answered['outputs']): string {
  const output = name ?? Object.keys(outputs)[0];
  if (outputs[output]) return output;
  throw missing(`There is no output "${output}"; the model has ${Object.keys(outputs).join(', ')}.`);
}

/** Elements of one picture; infinitely many while an axis is open. */
function countOf(dims: readonly (number | string | null)[] | null): number {
  return (dims ?? [null, null])
    .slice(1)
    .reduce<number>((product, dim) => product * (typeof dim === 'number' ? dim : Number.POSITIVE_INFINITY), 1);
}

function element(output: string, index: number): LinearTarget[number] {
  return { output, indices: Uint32Array.of(index), weights: Float32Array.of(1) };
}

function within(index: number, count: number, what: string): number {
  if (Number.isInteger(index) && index >= 0 && index < count) return index;
  throw missing(`There is no ${what} ${index}; they go from 0 to ${count - 1}.`);
}

function missing(message: string): XaiError {
  return new XaiError('target-missing', message, { option: 'targets' });
}

function ownWeights(spec: WeightsSpec, outputs: Answered['outputs']): LinearTarget[number] {
  const output = outputNamed(spec.output, outputs);
  const { indices, weights } = spec;
  if (indices.length === 0 || indices.length !== weights.length || !weights.every(Number.isFinite)) {
    throw new XaiError(
      'option-invalid',
      `A target needs one finite weight for each index; there are ${indices.length} indices and ${weights.length} weights.`,
      { option: 'targets' },
    );
  }
  const count = countOf(outputs[output].dims);
  for (const index of indices) within(index, count, `element of "${output}"`);
  return { output, indices: Uint32Array.from(indices), weights: Float32Array.from(weights) };
}
