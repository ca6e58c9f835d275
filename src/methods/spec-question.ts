import { XaiError } from '../core/errors.ts';
import type { Tensor } from '../core/tensor.ts';
import { readModel } from '../onnx/read-model.ts';
import { cutModel } from '../onnx/rewrite.ts';
import { writeModel } from '../onnx/write-model.ts';
import { GraphRunner } from '../runtime/graph-runner.ts';
import { type ActivatedScore, activatedScore } from '../tasks/activated-scores.ts';
import { type MaskedGraph, openBatchedGraph } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { ClassReader } from './answer-readers.ts';
import type { AnswerReader } from './cpu-passes.ts';
import { askGradient, type GradientOptions, type TargetScore } from './gradient/question.ts';
import type { ScoreSide } from './gradient/score-sides.ts';
import { JoinedReader, LinearReader, SimilarityReader, SummedReader } from './linear-readers.ts';
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
  const sides = targets.flatMap((target, of) => target.sides.map((side) => ({ of, sign: side.sign, target, side })));
  const sideReader = () => new JoinedReader(sides.map(({ target, side }) => readerOf(model, whole, target, side)));
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
    sides: { of: sides.map(({ of }) => of), makeReader: sideReader },
    makeReader: () => new SummedReader(sideReader(), sides, targets.length),
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

function readerOf(model: Model, graph: MaskedGraph, target: TargetScore, side: ScoreSide): AnswerReader {
  const { spec, score, seed } = side;
  const { segmentation, classes } = target.prediction;
  if (spec.kind === 'similarity') return new SimilarityReader(seed[0].output, spec.vector);
  if (score === 'logit') return new LinearReader(seed);
  if (spec.kind === 'class' && graph.scores && classes) {
    const { output, activation } = graph.scores;
    return new ClassReader({ name: output, classes: classes.length }, activation, [spec.index]);
  }
  const outputs = Object.fromEntries(model.description.outputs.map((output) => [output.name, output]));
  const read = activatedScore(spec, { recipe: model.recipe, outputs, segmentation });
  return read ? new ActivatedReader(read) : new LinearReader(seed);
}

/** A target's score after the activation. */
class ActivatedReader implements AnswerReader {
  readonly targets = 1;
  readonly keptWords = 0;
  readonly #read: ActivatedScore;

  constructor(read: ActivatedScore) {
    this.#read = read;
  }

  read(outputs: Readonly<Record<string, Tensor>>, n: number, scores: Float32Array, at: number): void {
    scores[at] = this.#read(outputs, n);
  }
}
