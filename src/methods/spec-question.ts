import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import type { Picture } from '../core/picture.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { Tensor } from '../core/tensor.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { ScoreKind } from '../tasks/masked-graph.ts';
import { type Model, toPicture } from '../tasks/model.ts';
import { pickSpecs } from '../tasks/pick-specs.ts';
import { type ScoreSpec, scoreSpec } from '../tasks/spec-scores.ts';
import { specTarget } from '../tasks/spec-target.ts';
import type { AnswerReader } from './cpu-passes.ts';
import type { Question } from './question.ts';

export interface SpecQuestionOptions {
  /** What to explain: the first of what is worth it, all of that, or these targets. Default `top`. */
  readonly targets?: 'top' | 'all' | readonly TargetSpec[];
  /** Which of a class's or answer's numbers: before or after the activation. */
  readonly score: ScoreKind;
}

/**
 * Places of a semantic segmenter, answers of heads, similarities of an embedding.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`
 */
export async function askSpecs(
  model: Model,
  source: PictureSource | Picture,
  { targets = 'top', score }: SpecQuestionOptions,
): Promise<Question> {
  const picture = await toPicture(source);
  const box = typeof targets === 'string' ? undefined : commonBox(targets);
  const prediction = await model.predict(picture, { box });
  const specs = typeof targets === 'string' ? pickSpecs(prediction, targets) : targets;
  if (specs.length === 0) throw new XaiError('target-missing', 'The list of targets is empty; give at least one.');
  const prepared = model.prepare(picture, box);
  const graph = await model.maskedGraph(prepared, score);
  const outputs = Object.fromEntries(model.description.outputs.map((output) => [output.name, output]));
  const { segmentation } = prediction;
  const readers = specs.map((spec) => scoreSpec(spec, { recipe: model.recipe, outputs, segmentation }, score));
  return {
    model,
    picture,
    prepared,
    score,
    graph,
    targets: specs.map((spec, index) => specTarget(spec, index, prediction)),
    answer: null,
    makeReader: () => new SpecReader(readers),
  };
}

/**
 * The part of the picture that all targets are about: one stream of passes shows the model one part.
 * @throws XaiError `option-invalid` where they differ
 */
function commonBox(specs: readonly TargetSpec[]): Box | undefined {
  const boxes = specs.flatMap(boxesOf);
  const [box] = boxes;
  const isSame = boxes.every((other) => other === box || String(other) === String(box));
  if (isSame) return box;
  throw new XaiError('option-invalid', 'Targets of one run are about the same part of the picture; run each part.', {
    option: 'targets',
  });
}

function boxesOf(spec: TargetSpec): (Box | undefined)[] {
  if (spec.kind === 'difference') return [...boxesOf(spec.a), ...boxesOf(spec.b)];
  return spec.kind === 'attribute' ? [spec.box] : [];
}

/** The scores of targets, read one by one; nothing is kept for later questions. */
class SpecReader implements AnswerReader {
  readonly targets: number;
  readonly keptWords = 0;
  readonly #readers: readonly ScoreSpec[];

  constructor(readers: readonly ScoreSpec[]) {
    this.targets = readers.length;
    this.#readers = readers;
  }

  read(outputs: Readonly<Record<string, Tensor>>, n: number, scores: Float32Array, at: number): void {
    this.#readers.forEach((read, target) => {
      scores[at + target] = read(outputs, n);
    });
  }
}
