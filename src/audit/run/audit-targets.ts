import { isBackground } from '../../core/colour/categories.ts';
import { XaiError } from '../../core/errors.ts';
import type { Picture } from '../../core/picture.ts';
import type { Region } from '../../core/region.ts';
import type { TargetSpec } from '../../core/targets.ts';
import type { BoxTarget } from '../../methods/box-question.ts';
import type { Model } from '../../tasks/model.ts';
import { pickSpecs } from '../../tasks/pick-specs.ts';
import type { Prediction } from '../../tasks/prediction.ts';
import { annotatedLabels, boxRegion, type Knowledge, regionOfLabel } from './knowledge.ts';
import { matchObjects, type Outcome, sameLabel } from './match-objects.ts';
import type { TargetRule } from './options.ts';
import type { ExplanationRecord } from './record.ts';

/** What is explained of one picture, and what the annotations say of it. */
export interface AuditTarget {
  readonly target: number | BoxTarget | TargetSpec;
  readonly label: string;
  readonly outcome: Outcome | null;
  readonly truth: ExplanationRecord['truth'];
  /** Where the object is; null where nobody knows. */
  readonly object: Region | null;
}

export interface ChosenTargets {
  readonly targets: readonly AuditTarget[];
  /** Annotated classes that the model does not have, as sentences. */
  readonly problems: readonly string[];
}

/**
 * What to explain of a picture by the rule.
 * @throws XaiError `method-unsupported` for a rule or a task that leaves open what to explain
 */
export function chooseAuditTargets(
  rule: TargetRule,
  model: Model,
  picture: Picture,
  prediction: Prediction,
  knowledge: Knowledge,
): ChosenTargets {
  if (prediction.boxes) return ofBoxes(rule, model, prediction.boxes, knowledge);
  if (prediction.classes) return ofClasses(rule, model, picture, prediction.classes, knowledge);
  if (prediction.segmentation) return ofSegments(rule, prediction, picture, knowledge);
  if (prediction.heads && (rule === 'top' || rule === 'all')) {
    const targets = pickSpecs(prediction, rule).map((target): AuditTarget => {
      const label = target.kind === 'attribute' ? `${target.head}=${answerOf(prediction, target)}` : target.kind;
      return { target, label, outcome: null, truth: null, object: knowledge.objectMask };
    });
    return { targets, problems: [] };
  }
  throw new XaiError(
    'method-unsupported',
    `The rule "${rule}" does not say what to explain of a model for ${prediction.task}; use top or all, and a model that answers by itself.`,
    { option: 'rule' },
  );
}

function ofBoxes(
  rule: TargetRule,
  model: Model,
  detections: NonNullable<Prediction['boxes']>,
  { objects: annotated, knowsObjects }: Knowledge,
): ChosenTargets {
  const foreign = (label: string) => classNumber(model, label) === null && Array.isArray(model.recipe.labels);
  // What the model was never taught can't be missed, and an answer on it is neither right nor wrong.
  const objects = annotated.map((object) => (foreign(object.label) ? { ...object, ignored: true } : object));
  const problems = noSuchClasses(annotated.map(({ label }) => label).filter(foreign));
  const { matches, missed } = matchObjects(detections, objects);
  const found = detections.map((target, k): AuditTarget => {
    const { outcome, object, iou } = matches[k];
    return {
      target,
      label: target.label,
      outcome: knowsObjects ? outcome : null,
      truth: object && { label: object.label, box: [...object.box], iou },
      object: object && sameLabel(object.label, target.label) ? object.region() : boxRegion(target.box),
    };
  });
  if (rule === 'top' || rule === 'all') return { targets: rule === 'top' ? found.slice(0, 1) : found, problems };
  const lost = missed.map((object): AuditTarget => {
    const { label, box } = object;
    const truth = { label, box: [...box] as [number, number, number, number], iou: null };
    const target = { box, classIndex: classNumber(model, label) ?? undefined, label };
    return { target, label, outcome: 'missed', truth, object: object.region() };
  });
  const wanted = found.filter(({ outcome }) =>
    rule === 'annotated' ? outcome === 'correct' : outcome !== null && outcome !== 'correct',
  );
  return { targets: [...wanted, ...lost], problems };
}

function ofClasses(
  rule: TargetRule,
  model: Model,
  picture: Picture,
  classes: NonNullable<Prediction['classes']>,
  knowledge: Knowledge,
): ChosenTargets {
  const problems = noSuchClasses(annotatedLabels(knowledge).filter((label) => !hasClass(classes, label)));
  const judged = judgeClasses(model, picture, classes, knowledge);
  const threshold = 'scoreThreshold' in model.recipe ? model.recipe.scoreThreshold : 0;
  const isOver = (_: AuditTarget, k: number) => k === 0 || classes[k].score >= threshold;
  const keep: Record<TargetRule, (target: AuditTarget, k: number) => boolean> = {
    top: (_, k) => k === 0,
    all: isOver,
    annotated: ({ outcome }) => outcome === 'correct' || outcome === 'missed',
    wrong: (target, k) => target.outcome === 'class' && (model.recipe.task === 'tagging' ? isOver(target, k) : k === 0),
  };
  return { targets: judged.filter(keep[rule]), problems };
}

function hasClass(classes: NonNullable<Prediction['classes']>, label: string): boolean {
  return classes.some((answer) => sameLabel(answer.label, label));
}

function noSuchClasses(labels: readonly string[]): string[] {
  return [...new Set(labels)].map((label) => `The model has no class "${label}".`);
}

/** Every class as a target, best first, with what the annotations say of it. */
export function judgeClasses(
  model: Model,
  picture: Picture,
  classes: NonNullable<Prediction['classes']>,
  knowledge: Knowledge,
): AuditTarget[] {
  const annotated = annotatedLabels(knowledge).filter((label) => hasClass(classes, label));
  const threshold = 'scoreThreshold' in model.recipe ? model.recipe.scoreThreshold : 0;
  return classes.map(({ classIndex, label, score }, k): AuditTarget => {
    const isAnnotated = annotated.some((other) => sameLabel(other, label));
    const isAnswer = k === 0 || (model.recipe.task === 'tagging' && score >= threshold);
    const outcome = isAnnotated ? (isAnswer ? 'correct' : 'missed') : 'class';
    return {
      target: classIndex,
      label,
      outcome: annotated.length > 0 ? outcome : null,
      truth: annotated.length > 0 ? { label: annotated.join(', '), box: null, iou: null } : null,
      // Where another class is says nothing of this one.
      object: isAnnotated ? regionOfLabel(knowledge, label, picture) : null,
    };
  });
}

/** Overlap of two areas of a segmenter above which it counts as found, and as partly found. */
const FOUND = 0.5;
const PARTLY = 0.1;

function ofSegments(
  rule: TargetRule,
  prediction: Extract<Prediction, { readonly segmentation: object }>,
  picture: Picture,
  { classNumbers }: Knowledge,
): ChosenTargets {
  const { segments, classMap, labels } = prediction.segmentation;
  const present = new Set(classNumbers ?? []);
  const judged = segments
    .filter(({ label }) => !isBackground(label))
    .map(({ classIndex, label }): AuditTarget => {
      const found = Uint8Array.from(classMap, (value) => (value === classIndex ? 1 : 0));
      const real = classNumbers?.map((value) => (value === classIndex ? 1 : 0)) ?? null;
      const iou = real ? overlapOf(found, real) : null;
      const data = real && present.has(classIndex) ? real : found;
      return {
        target: { kind: 'region', class: classIndex },
        label,
        outcome: iou === null ? null : iou >= FOUND ? 'correct' : iou >= PARTLY ? 'localisation' : 'background',
        truth: iou !== null && present.has(classIndex) ? { label, box: null, iou } : null,
        object: { kind: 'mask', width: picture.width, height: picture.height, data },
      };
    });
  if (rule === 'top' || rule === 'all') return { targets: rule === 'top' ? judged.slice(0, 1) : judged, problems: [] };
  // A class that is nowhere in the answer has no area to ask about but the annotated one.
  const missed = [...present]
    .filter((value) => value < labels.length && !isBackground(labels[value]))
    .filter((value) => !segments.some(({ classIndex }) => classIndex === value))
    .map((value): AuditTarget => {
      const data = Uint8Array.from(classNumbers ?? [], (one) => (one === value ? 1 : 0));
      const mask = { width: picture.width, height: picture.height, data };
      return {
        target: { kind: 'region', class: value, mask },
        label: labels[value],
        outcome: 'missed',
        truth: { label: labels[value], box: null, iou: 0 },
        object: { kind: 'mask', ...mask },
      };
    });
  const wanted = judged.filter(({ outcome, truth }) =>
    rule === 'annotated' ? truth !== null : outcome !== null && outcome !== 'correct',
  );
  return { targets: [...wanted, ...missed], problems: [] };
}

function overlapOf(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let k = 0; k < a.length; k++) {
    both += a[k] & b[k];
    either += a[k] | b[k];
  }
  return either > 0 ? both / either : 0;
}

function answerOf({ heads }: Prediction, { head, answer }: { readonly head: string; readonly answer: number }): string {
  const answers = heads?.find(({ name }) => name === head)?.answers;
  return answers?.find(({ classIndex }) => classIndex === answer)?.label ?? String(answer);
}

/** The class of that label, whatever its capitals; null where the model does not have it. */
export function classNumber({ recipe }: Model, label: string): number | null {
  const labels = Array.isArray(recipe.labels) ? recipe.labels : [];
  const isFirst = 'background' in recipe.output && recipe.output.background === 'first';
  const own = isFirst && labels[0] !== undefined && isBackground(labels[0]) ? labels.slice(1) : labels;
  const found = own.findIndex((name) => sameLabel(name, label));
  return found < 0 ? null : found;
}
