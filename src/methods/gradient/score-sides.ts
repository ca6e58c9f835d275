import { XaiError } from '../../core/errors.ts';
import { type Side, sidesOf } from '../../core/target-sides.ts';
import type { LinearTarget, TargetSpec } from '../../core/targets.ts';
import { type Tensor, tensorToFloat32 } from '../../core/tensor.ts';
import { type Activation, activatedName } from '../../onnx/append-activations.ts';
import { linearTarget } from '../../tasks/linear-target.ts';
import type { MaskedGraph, ScoreKind } from '../../tasks/masked-graph.ts';
import type { Model } from '../../tasks/model.ts';
import { outputActivation } from '../../tasks/output-activation.ts';
import type { Prediction } from '../../tasks/prediction.ts';
import type { PreparedInput } from '../../tasks/prepare.ts';
import { findProposal, proposalTarget } from '../../tasks/proposal-target.ts';
import { similarityTarget } from '../../tasks/similarity-target.ts';
import { structureOf } from './graph-structure.ts';

/** One side of a target, as elements of the answer. */
export interface ScoreSide extends Side {
  /** Which of its numbers: before or after the activation. */
  readonly score: ScoreKind;
  /** Tensors of the graph, and weights of their elements; the sign is not in them. */
  readonly seed: LinearTarget;
  /** What the reader of the model makes of those tensors before the elements are weighted, place for place; mostly nothing. */
  readonly activations: readonly Activation[];
}

/** A view of a picture, and what the model said of it. */
interface AnsweredView {
  readonly model: Model;
  readonly graph: MaskedGraph;
  readonly prepared: PreparedInput;
  readonly prediction: Prediction;
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/**
 * @param score of the sides that do not say themselves which of their numbers is meant
 * @throws XaiError `target-missing`, `method-unsupported` for what the model does not have, or what is always 0
 */
export function scoreSides(spec: TargetSpec, view: AnsweredView, score: ScoreKind): readonly ScoreSide[] {
  const { logitsOf } = structureOf(view.graph);
  const sides = sidesOf(spec).map((side): ScoreSide => {
    const kind = side.spec.kind === 'class' ? (side.spec.score ?? score) : score;
    // A user's own weights and the vector of an embedding are about the output as it is.
    const isAsItIs = kind === 'probability' || side.spec.kind === 'weights' || side.spec.kind === 'similarity';
    // Elements keep their places before the activation.
    const elements = elementsOf(side, view);
    const seed = elements.map((part) => (isAsItIs ? part : { ...part, output: logitsOf(part.output) }));
    const read = (output: string) => outputActivation(side.spec, view.model.recipe, output, view.outputs[output]);
    const activations = kind === 'probability' ? elements.flatMap(({ output }) => read(output) ?? []) : [];
    return { ...side, score: kind, seed, activations };
  });
  if (spec.kind === 'difference' || spec.kind === 'weights') refuseNothing(sides);
  return sides;
}

/** @throws XaiError `target-missing` for a sum that is 0 whatever the model answers */
function refuseNothing(sides: readonly ScoreSide[]): void {
  const weightOf = new Map<string, number>();
  for (const { output, indices, weights } of seedOf({ sides })) {
    for (const [k, index] of indices.entries()) {
      const element = `${output} ${index}`;
      weightOf.set(element, (weightOf.get(element) ?? 0) + weights[k]);
    }
  }
  if ([...weightOf.values()].some((weight) => weight !== 0)) return;
  const what =
    sides.length === 1 ? 'All weights of the target are 0' : 'Both sides of the difference are the same answer';
  throw new XaiError(
    'target-missing',
    `${what}, so its score is 0 whatever the model says. ${sides.length === 1 ? 'Give one that is not.' : 'Compare two that differ.'}`,
    { option: 'targets' },
  );
}

/** The weighted sum that a target's score is, all sides together, in a graph with the activations appended. */
export function seedOf({ sides }: { readonly sides: readonly ScoreSide[] }): LinearTarget {
  return sides.flatMap((side) => {
    const seed = activatedSeed(side);
    return side.sign === 1 ? seed : seed.map((part) => ({ ...part, weights: part.weights.map((weight) => -weight) }));
  });
}

/** One side's weighted sum, without its sign. */
export function activatedSeed({ seed, activations }: ScoreSide): LinearTarget {
  if (activations.length === 0) return seed;
  return seed.map((part) => {
    const activation = activations.find(({ output }) => output === part.output);
    return activation ? { ...part, output: activatedName(activation) } : part;
  });
}

function elementsOf({ spec }: Side, { model, graph, prepared, prediction, outputs }: AnsweredView): LinearTarget {
  if (spec.kind === 'similarity') return similarityTarget(spec, prediction, outputs, model.recipe);
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
