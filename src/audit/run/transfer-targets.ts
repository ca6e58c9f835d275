import { boxIou } from '../../core/boxes.ts';
import type { Picture } from '../../core/picture.ts';
import type { Model } from '../../tasks/model.ts';
import type { Prediction } from '../../tasks/prediction.ts';
import {
  type AuditTarget,
  type ChosenTargets,
  chooseAuditTargets,
  classNumber,
  judgeClasses,
} from './audit-targets.ts';
import type { Knowledge } from './knowledge.ts';
import { sameLabel } from './match-objects.ts';

/** Overlap from which two models mean the same object. */
const SAME = 0.5;

/**
 * The targets of one model asked of another one, so that models are compared on the same questions: a class by its label; a
 * box by the other model's own answer to it or, where it has none, as a box drawn by hand.
 * @returns with a sentence for each label that the other model does not have
 */
export function transferTargets(
  targets: readonly AuditTarget[],
  model: Model,
  picture: Picture,
  prediction: Prediction,
  knowledge: Knowledge,
): ChosenTargets {
  const problems: string[] = [];
  const own = prediction.classes
    ? judgeClasses(model, picture, prediction.classes, knowledge)
    : chooseAuditTargets('all', model, picture, prediction, knowledge).targets;
  const found = targets.flatMap((wanted): AuditTarget[] => {
    const alike = own.find((one) => sameLabel(one.label, wanted.label) && isSamePlace(one, wanted));
    if (alike) return [alike];
    const classIndex = classNumber(model, wanted.label);
    if (classIndex === null) {
      problems.push(`The model has no class "${wanted.label}".`);
      return [];
    }
    // Silence about what nobody annotated is neither right nor wrong.
    const missing: AuditTarget = { ...wanted, outcome: wanted.truth === null ? null : 'missed' };
    const box = boxOf(wanted);
    if (box) return [{ ...missing, target: { box, classIndex, label: wanted.label } }];
    const { object } = wanted;
    if (prediction.segmentation && object?.kind === 'mask') {
      return [{ ...missing, target: { kind: 'region', class: classIndex, mask: object } }];
    }
    return [missing];
  });
  return { targets: found, problems };
}

function boxOf({ target }: AuditTarget) {
  return typeof target === 'object' && 'box' in target ? target.box : undefined;
}

function isSamePlace(a: AuditTarget, b: AuditTarget): boolean {
  const [first, second] = [boxOf(a), boxOf(b)];
  return !first || !second || boxIou(first, second) >= SAME;
}
