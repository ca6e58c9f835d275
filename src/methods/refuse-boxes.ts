import { checkInside } from '../core/check-targets.ts';
import { XaiError } from '../core/errors.ts';
import type { Subject } from '../core/subject.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { Model } from '../tasks/model.ts';
import { isDetection } from '../tasks/recipe.ts';

/** @throws XaiError `target-missing` for a box asked of a model that finds none, or one outside of the picture */
export function refuseBoxes(spec: TargetSpec, model: Model, picture: Subject): void {
  if (spec.kind === 'difference') for (const part of [spec.a, spec.b]) refuseBoxes(part, model, picture);
  if (spec.kind !== 'box') return;
  if (!isDetection(model.recipe)) {
    throw new XaiError(
      'target-missing',
      `${model.name} is for ${model.recipe.task} and finds no boxes; choose another target, such as a class.`,
      { option: 'targets' },
    );
  }
  checkInside(spec.box, picture);
}
