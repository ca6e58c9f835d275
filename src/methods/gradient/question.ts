import type { Box } from '../../core/boxes.ts';
import { checkTargets } from '../../core/check-targets.ts';
import { XaiError } from '../../core/errors.ts';
import type { Target } from '../../core/saliency.ts';
import type { Subject } from '../../core/subject.ts';
import { sidesOf } from '../../core/target-sides.ts';
import type { BoxSpec, TargetSpec } from '../../core/targets.ts';
import type { Tensor } from '../../core/tensor.ts';
import type { Detection } from '../../tasks/detections.ts';
import { makeFeeds } from '../../tasks/feeds.ts';
import type { MaskedGraph, ScoreKind } from '../../tasks/masked-graph.ts';
import { type Model, type SubjectSource, toSubject } from '../../tasks/model.ts';
import { type Prediction, refuseBox } from '../../tasks/prediction.ts';
import type { PreparedInput } from '../../tasks/prepare.ts';
import { specTarget } from '../../tasks/spec-target.ts';
import { type BoxTarget, describeTarget } from '../box-question.ts';
import { refuseBoxes } from '../refuse-boxes.ts';
import { chooseSpecs } from './choose-specs.ts';
import { structureOf } from './graph-structure.ts';
import { type ScoreSide, scoreSides } from './score-sides.ts';

export interface GradientOptions {
  /**
   * What to explain: the best answer (default), all answers over the threshold, class numbers, boxes, or any target
   * (`TargetSpec`).
   */
  readonly targets?: 'top' | 'all' | readonly (number | BoxTarget | TargetSpec)[];
  /** With `all`: answers below this score are not explained. Default: the recipe's. */
  readonly scoreThreshold?: number;
  /** Which number of a class, tag or answer: before or after the activation. Default `logit`. */
  readonly score?: ScoreKind;
  readonly signal?: AbortSignal;
}

/** One target of a picture, ready to be differentiated. */
export interface TargetScore {
  readonly target: Target;
  /** What the score is made of: one side, of a difference several. */
  readonly sides: readonly ScoreSide[];
  /** The picture, or the part of it that the target is about, as the model is fed. */
  readonly prepared: PreparedInput;
  /** What the model said of that. */
  readonly prediction: Prediction;
}

export interface GradientQuestion {
  readonly model: Model;
  readonly picture: Subject;
  readonly graph: MaskedGraph;
  readonly targets: readonly TargetScore[];
  /** All tensors that the seeds name, before activations. */
  readonly tensors: readonly string[];
  /** Tensor to its position in the file's order of computation. */
  readonly order: ReadonlyMap<string, number>;
}

/** What a model said of a picture, and the outputs that it said it with. */
interface Answer {
  readonly prediction: Prediction;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** Answers to pictures that are still held, so that the next map of the same picture need not ask again. */
const answers = new WeakMap<Subject, WeakMap<Model, Map<string, Promise<Answer>>>>();

function answerOf(
  model: Model,
  picture: Subject,
  graph: MaskedGraph,
  prepared: PreparedInput,
  options: { scoreThreshold?: number; box?: Box },
): Promise<Answer> {
  const byModel = answers.get(picture) ?? new WeakMap<Model, Map<string, Promise<Answer>>>();
  answers.set(picture, byModel);
  const known = byModel.get(model) ?? new Map<string, Promise<Answer>>();
  byModel.set(model, known);
  const key = JSON.stringify([options.scoreThreshold ?? null, options.box ?? null]);
  const asked =
    known.get(key) ??
    (async () => {
      refuseBox(model.recipe, options.box);
      const { prediction, outputs, runner } = await model.answer(prepared, { scoreThreshold: options.scoreThreshold });
      // Where the graph is the model as it is, one run gives both.
      if (runner === graph.runner) return { prediction, outputs };
      return { prediction, outputs: await graph.runner.run(feedsOf(model, graph, prepared)) };
    })();
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/**
 * The part of the picture that the model is shown: the box of an attribute.
 * @throws XaiError `option-invalid` when the sides of a difference are about several
 */
function viewBox(spec: TargetSpec): Box | undefined {
  const boxes = sidesOf(spec).map((side) => (side.spec.kind === 'attribute' ? side.spec.box : undefined));
  if (boxes.every((box) => box?.join() === boxes[0]?.join())) return boxes[0];
  throw new XaiError(
    'option-invalid',
    'Both sides of a difference are asked about one part of the picture; give them the same box, or none.',
    { option: 'targets' },
  );
}

/** A part of the picture, and what the model said of it. */
async function viewOf(model: Model, picture: Subject, graph: MaskedGraph, box: Box | undefined) {
  const prepared = model.prepare(picture, box);
  return { answer: await answerOf(model, picture, graph, prepared, { box }), prepared };
}

/**
 * What a model says of a picture; explanations of the same picture need not ask again while it is held.
 * @param scoreThreshold in [0, 1]; undefined: the recipe's
 * @throws XaiError as `Model.predict`
 */
export async function askPrediction(model: Model, picture: Subject, scoreThreshold?: number): Promise<Prediction> {
  const prepared = model.prepare(picture);
  const graph = await model.maskedGraph(prepared);
  return (await answerOf(model, picture, graph, prepared, { scoreThreshold })).prediction;
}

/** The feeds of one picture for a graph of the model. */
export function feedsOf(model: Model, graph: MaskedGraph, { tensor }: PreparedInput): Record<string, Tensor> {
  return makeFeeds(model.recipe, graph.runner.inputs, tensor, 1);
}

/** What is asked about a picture, and what the model said of it. */
export interface AskedTargets {
  readonly model: Model;
  readonly picture: Subject;
  readonly graph: MaskedGraph;
  readonly targets: readonly AskedTarget[];
}

interface AskedTarget {
  readonly spec: TargetSpec;
  readonly target: Target;
  readonly answer: Answer;
  /** The picture, or the part of it that the target is about, as the model is fed. */
  readonly prepared: PreparedInput;
}

/**
 * Settles what a picture is asked about.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`
 */
export async function askTargets(model: Model, source: SubjectSource, options: GradientOptions): Promise<AskedTargets> {
  const { targets: asked = 'top', scoreThreshold } = options;
  checkTargets(asked);
  const picture = await toSubject(source);
  const prepared = model.prepare(picture);
  const graph = await model.maskedGraph(prepared);
  const whole = await answerOf(model, picture, graph, prepared, { scoreThreshold });
  const wanted =
    typeof asked === 'string'
      ? chooseSpecs(model, picture, whole.prediction, asked, scoreThreshold)
      : asked.map(toSpec);
  if (wanted.length === 0) throw new XaiError('target-missing', 'The list of targets is empty; give at least one.');
  // Targets about one part of the picture share its view and its answer.
  const views = new Map([['', { answer: whole, prepared }]]);
  const targets: AskedTarget[] = [];
  for (const [index, { spec, found }] of wanted.entries()) {
    if (!found || !('inputBox' in found)) refuseBoxes(spec, model, picture);
    const box = viewBox(spec);
    const key = box?.join(' ') ?? '';
    const view = views.get(key) ?? (await viewOf(model, picture, graph, box));
    views.set(key, view);
    const target = found ? describeTarget(model, found, index) : specTarget(spec, index, view.answer.prediction);
    targets.push({ spec, target, ...view });
  }
  return { model, picture, graph, targets };
}

/**
 * What a gradient is taken of: for each target the elements of the model's answer, and their weights.
 * @throws XaiError `target-missing`, `no-detections`, `option-invalid`, `method-unsupported`
 */
export async function askGradient(
  model: Model,
  source: SubjectSource,
  options: GradientOptions,
): Promise<GradientQuestion> {
  const { picture, graph, targets: asked } = await askTargets(model, source, options);
  const targets = asked.map(
    ({ spec, target, answer, prepared }): TargetScore => ({
      target,
      prepared,
      prediction: answer.prediction,
      sides: scoreSides(spec, { model, graph, prepared, ...answer }, options.score ?? 'logit'),
    }),
  );
  const named = targets.flatMap(({ sides }) => sides.flatMap(({ seed }) => seed.map(({ output }) => output)));
  const tensors = [...new Set(named)];
  const { order } = structureOf(graph);
  return { model, picture, graph, targets, tensors, order };
}

/**
 * For methods that explain classes alone, not boxes drawn by hand, differences or a person's own weights.
 * @throws XaiError `target-missing`
 */
export function requireClass(method: string, { classIndex, label, spec }: Target, instead: string): void {
  if (classIndex >= 0 && spec?.kind !== 'difference') return;
  throw new XaiError(
    'target-missing',
    `${method} explains classes, and “${label}” is none. Give a class, or use ${instead}.`,
    {
      option: 'targets',
    },
  );
}

/** A target with the detection that it came from, if any. */
export interface WantedTarget {
  readonly spec: TargetSpec;
  readonly found?: BoxTarget;
}

/** A target in whatever form it was given. */
export function toSpec(target: number | BoxTarget | TargetSpec): WantedTarget {
  if (typeof target === 'number') return { spec: { kind: 'class', index: target } };
  return 'kind' in target ? { spec: target } : { spec: boxSpec(target), found: target };
}

export function boxSpec(target: BoxTarget): BoxSpec {
  const { box, classIndex, label } = target;
  const proposal = (target as Partial<Detection>).proposalIndex;
  return { kind: 'box', box, label, class: classIndex, proposal };
}
