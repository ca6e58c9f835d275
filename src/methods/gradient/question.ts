import type { Box } from '../../core/boxes.ts';
import { checkTargets } from '../../core/check-targets.ts';
import { XaiError } from '../../core/errors.ts';
import type { Target } from '../../core/saliency.ts';
import type { Subject } from '../../core/subject.ts';
import type { BoxSpec, LinearTarget, TargetSpec } from '../../core/targets.ts';
import { type Tensor, tensorToFloat32 } from '../../core/tensor.ts';
import { reachLogits } from '../../onnx/reach-logits.ts';
import { readModel } from '../../onnx/read-model.ts';
import type { Detection } from '../../tasks/detections.ts';
import { makeFeeds } from '../../tasks/feeds.ts';
import { linearTarget } from '../../tasks/linear-target.ts';
import type { MaskedGraph, ScoreKind } from '../../tasks/masked-graph.ts';
import { type Model, type SubjectSource, toSubject } from '../../tasks/model.ts';
import { type Prediction, refuseBox } from '../../tasks/prediction.ts';
import type { PreparedInput } from '../../tasks/prepare.ts';
import { findProposal, proposalTarget } from '../../tasks/proposal-target.ts';
import { similarityTarget } from '../../tasks/similarity-target.ts';
import { specTarget } from '../../tasks/spec-target.ts';
import { type BoxTarget, describeTarget } from '../box-question.ts';
import { refuseBoxes } from '../refuse-boxes.ts';
import { chooseSpecs } from './choose-specs.ts';

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
  /** Tensors of the graph, and weights of their elements. */
  readonly seed: LinearTarget;
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
  /** All tensors that the seeds name. */
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
    const box = spec.kind === 'attribute' ? spec.box : undefined;
    const key = box ? box.join(' ') : '';
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
  const { order, logitsOf } = structureOf(graph);
  const before = activationFinder(logitsOf, options.score ?? 'logit');
  const targets = asked.map(({ spec, target, answer, prepared }): TargetScore => {
    const seed = seedOf(model, graph, spec, answer, prepared);
    const { prediction } = answer;
    return { target, prepared, prediction, seed: seed.map((part) => ({ ...part, output: before(spec, part.output) })) };
  });
  const tensors = [...new Set(targets.flatMap(({ seed }) => seed.map(({ output }) => output)))];
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

function seedOf(
  model: Model,
  graph: MaskedGraph,
  spec: TargetSpec,
  answer: Answer,
  prepared: PreparedInput,
): LinearTarget {
  const { outputs, prediction } = answer;
  if (spec.kind === 'similarity') return similarityTarget(spec, prediction, outputs, model.recipe);
  if (spec.kind === 'difference') {
    const minus = seedOf(model, graph, spec.b, answer, prepared);
    return [
      ...seedOf(model, graph, spec.a, answer, prepared),
      ...minus.map((part) => ({ ...part, weights: part.weights.map((weight) => -weight) })),
    ];
  }
  if (spec.kind !== 'box') {
    return linearTarget(spec, { recipe: model.recipe, outputs, segmentation: prediction.segmentation });
  }
  const { layout } = graph;
  if (layout?.kind !== 'dense') {
    throw new XaiError(
      'method-unsupported',
      `${model.name} ends in finished detections, whose boxes no gradient leads back to. Use d-rise.`,
      { option: 'method' },
    );
  }
  if (spec.class !== undefined && !(spec.class >= 0 && spec.class < layout.classes)) {
    throw new XaiError('target-missing', `There is no class ${spec.class}; the model has ${layout.classes} classes.`, {
      option: 'targets',
    });
  }
  const floats = Object.fromEntries(Object.entries(outputs).map(([name, tensor]) => [name, tensorToFloat32(tensor)]));
  // Rows of a suppression in the graph are not rows of the proposals before it.
  const isCut = model.recipe.task !== 'series' && model.recipe.output.format === 'detections';
  const found = findProposal(isCut ? { ...spec, proposal: undefined } : spec, floats, layout, prepared.placement);
  return proposalTarget(spec.part ?? 'class', found, floats, layout);
}

/** What a graph's file says of every question alike, so that the second one need not decode the file again. */
interface Structure {
  readonly order: ReadonlyMap<string, number>;
  /** The tensor before the activation in which an output ends, or the output itself. */
  logitsOf(output: string): string;
}

const structures = new WeakMap<MaskedGraph, Structure>();

function structureOf(graph: MaskedGraph): Structure {
  const known = structures.get(graph);
  if (known) return known;
  const onnx = readModel(graph.bytes);
  const order = new Map(onnx.graph.nodes.flatMap(({ outputs }, position) => outputs.map((name) => [name, position])));
  const logits = new Map<string, string>();
  const structure: Structure = {
    order,
    logitsOf: (output) => {
      const before = logits.get(output) ?? reachLogits(onnx, output) ?? output;
      logits.set(output, before);
      return before;
    },
  };
  structures.set(graph, structure);
  return structure;
}

/** Where logits are asked for: the tensor before the activation in which an output ends. Elements keep their places. */
function activationFinder(
  logitsOf: Structure['logitsOf'],
  score: ScoreKind,
): (spec: TargetSpec, output: string) => string {
  return (spec, output) => {
    const kind = spec.kind === 'class' ? (spec.score ?? score) : score;
    // A user's own weights and the vector of an embedding are about the output as it is.
    const isAsItIs = kind === 'probability' || spec.kind === 'weights' || spec.kind === 'similarity';
    return isAsItIs ? output : logitsOf(output);
  };
}
