import { cosineSimilarity } from '../core/cosine.ts';
import { XaiError } from '../core/errors.ts';
import type { TargetSpec } from '../core/targets.ts';
import { type Tensor, tensorToFloat32 } from '../core/tensor.ts';
import { readVector } from './embedding.ts';
import { readHeads } from './heads.ts';
import { type Answered, linearTarget } from './linear-target.ts';
import type { ScoreKind } from './masked-graph.ts';
import { ClassGrid } from './segmentation/class-grid.ts';

type Outputs = Readonly<Record<string, Tensor>>;

/** The score of a target in picture `n` of a batch. */
export type ScoreSpec = (outputs: Outputs, n: number) => number;

/**
 * How a target's score is read from the outputs for a changed picture. Places are those of the unchanged one: a class's own
 * pixels stay the same however the answer changes.
 * @param answered what the model said of the unchanged picture
 * @param score of classes and answers: before or after the recipe's activation
 * @throws XaiError `target-missing`, `method-unsupported` for a target that the model's task does not have
 */
export function scoreSpec(spec: TargetSpec, answered: Answered, score: ScoreKind): ScoreSpec {
  const { recipe, segmentation } = answered;
  if (spec.kind === 'difference') {
    const [a, b] = [spec.a, spec.b].map((part) => scoreSpec(part, answered, score));
    return (outputs, n) => a(outputs, n) - b(outputs, n);
  }
  if (spec.kind === 'similarity' && recipe.task === 'embedding') {
    return (outputs, n) => cosineSimilarity(readVector(outputs, recipe, n), spec.vector);
  }
  if (score === 'probability' && spec.kind === 'region' && segmentation && recipe.task === 'semantic-segmentation') {
    const { cells, weights } = segmentation.weigh(spec.class, spec);
    return (outputs, n) => {
      const grid = new ClassGrid(outputs, recipe, n);
      return cells.reduce((sum, cell, k) => sum + weights[k] * grid.score(spec.class, cell), 0);
    };
  }
  const parts = linearTarget(spec, answered);
  if (score === 'probability' && spec.kind === 'attribute' && recipe.task === 'attributes') {
    const head = recipe.output.heads.findIndex(({ name }) => name === spec.head);
    return (outputs, n) => {
      const { answers } = readHeads(outputs, recipe, n)[head];
      return answers.find(({ classIndex }) => classIndex === spec.answer)?.score ?? 0;
    };
  }
  return (outputs, n) =>
    parts.reduce((sum, { output, indices, weights }) => {
      const { dims } = outputs[output];
      const values = tensorToFloat32(outputs[output]);
      const start = n * (values.length / dims[0]);
      return indices.reduce((all, index, k) => all + weights[k] * finite(values[start + index], output), sum);
    }, 0);
}

function finite(value: number | undefined, output: string): number {
  if (Number.isFinite(value)) return value as number;
  if (value === undefined) {
    throw new XaiError('target-missing', `The output "${output}" is shorter than the target's indices; correct them.`, {
      option: 'targets',
    });
  }
  throw new XaiError(
    'model-output',
    `The model gave ${value} in output "${output}"; check the recipe, or try another backend.`,
  );
}
