import { XaiError } from '../core/errors.ts';
import type { Tensor } from '../core/tensor.ts';
import { readModel } from '../onnx/read-model.ts';
import { cutModel } from '../onnx/rewrite.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner } from '../runtime/graph-runner.ts';
import { type MaskedGraph, openBatchedGraph } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { type ScoreSpec, scoreSpec } from '../tasks/spec-scores.ts';
import type { AnswerReader } from './cpu-passes.ts';
import { askGradient, type GradientOptions, type TargetScore } from './gradient/question.ts';
import { JoinedReader, LinearReader, SimilarityReader } from './linear-readers.ts';
import type { Question } from './question.ts';

/**
 * Any target of any model that answers with numbers: an area of a segmenter, an answer of a head, the likeness to another
 * picture, a difference, own weights; before the activation, or after it when `score` is `probability`.
 * @throws XaiError `target-missing`, `option-invalid` for parts of the picture that differ from target to target,
 *   `method-unsupported`
 */
export async function askSpecs(
  model: Model,
  source: SubjectSource,
  options: GradientOptions & Required<Pick<GradientOptions, 'score'>>,
): Promise<Question> {
  const { score } = options;
  const { picture, graph: whole, targets, tensors } = await askGradient(model, source, options);
  const [{ prepared }] = targets;
  if (targets.some((target) => target.prepared !== prepared)) {
    throw new XaiError(
      'option-invalid',
      'One run changes one view of the picture; ask about each box in a run of its own.',
      { option: 'targets' },
    );
  }
  const readers = targets.map((target) => () => readerOf(model, target, score === 'probability'));
  const graph = await endIn(model, whole, tensors);
  return {
    model,
    picture,
    prepared,
    score,
    graph,
    openBatched: () =>
      model.opened(`batched ${tensors.join(' ')}`, (opening) =>
        openBatchedGraph(graph, model.recipe, prepared.tensor, opening),
      ),
    targets: targets.map(({ target }) => target),
    answer: null,
    makeReader: () => new JoinedReader(readers.map((make) => make())),
  };
}

/** The graph up to the given tensors; as it is where all of them are outputs. */
async function endIn(model: Model, graph: MaskedGraph, tensors: readonly string[]): Promise<MaskedGraph> {
  const outputs = new Set(graph.runner.outputs.map(({ name }) => name));
  if (tensors.every((name) => outputs.has(name))) return { ...graph, layout: null, scores: null };
  return model.opened(`up to ${tensors.join(' ')}`, async (options) => {
    const bytes = writeModel(cutModel(readModel(graph.bytes), { outputs: tensors }));
    const runner = await GraphRunner.open(bytes, { ...options, backend: graph.runner.provider });
    return { runner, bytes, layout: null, scores: null };
  });
}

function readerOf(model: Model, { target, seed, prediction }: TargetScore, afterActivation: boolean): AnswerReader {
  const { spec } = target;
  if (spec?.kind === 'similarity') return new SimilarityReader(seed[0].output, spec.vector);
  const hasOwnActivation = model.recipe.task === 'semantic-segmentation' || model.recipe.task === 'attributes';
  if (!afterActivation || !spec || !hasOwnActivation) return new LinearReader(seed);
  const { segmentation } = prediction;
  const outputs = Object.fromEntries(model.description.outputs.map((output) => [output.name, output]));
  return new SpecReader(scoreSpec(spec, { recipe: model.recipe, outputs, segmentation }, 'probability'));
}

/** A target's score after the activation. */
class SpecReader implements AnswerReader {
  readonly targets = 1;
  readonly keptWords = 0;
  readonly #read: ScoreSpec;

  constructor(read: ScoreSpec) {
    this.#read = read;
  }

  read(outputs: Readonly<Record<string, Tensor>>, n: number, scores: Float32Array, at: number): void {
    scores[at] = this.#read(outputs, n);
  }
}
