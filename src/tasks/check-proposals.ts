import { XaiError } from '../core/errors.ts';
import type { Proposals } from '../core/proposals.ts';
import type { DetectionRecipe } from './recipe.ts';

/** Half floats and quantised sigmoids step a little over the ends. */
const OVER = 0.01;
/** Boxes that end before this, in pixels of the input, are shares of it, stretched a little. */
const LARGEST_SHARE = 2;

/**
 * Proposals that a wrong recipe would make: similarities are reckoned with scores of 0 to 1 and boxes in pixels.
 * @throws XaiError `recipe-invalid` saying which field to correct
 */
export function checkProposals(proposals: Proposals, recipe: DetectionRecipe, scoreThreshold: number): void {
  const { count, classes, classScores, objectness, ownObjectness, boxes } = proposals;
  let low = 0;
  let high = 0;
  let furthest = 0;
  let seen = 0;
  for (let p = 0; p < count; p++) {
    let best = 0;
    for (let k = p * classes; k < (p + 1) * classes; k++) {
      low = Math.min(low, classScores[k]);
      best = Math.max(best, classScores[k]);
    }
    high = Math.max(high, best);
    if (ownObjectness) {
      low = Math.min(low, objectness[p]);
      high = Math.max(high, objectness[p]);
    }
    if (best < scoreThreshold || (ownObjectness && objectness[p] < scoreThreshold)) continue;
    seen++;
    for (let k = p * 4; k < p * 4 + 4; k++) furthest = Math.max(furthest, boxes[k]);
  }
  if (low < -OVER || high > 1 + OVER) {
    throw new XaiError(
      'recipe-invalid',
      `The detector's scores reach from ${low.toPrecision(2)} to ${high.toPrecision(2)}, which no probabilities do. Set "activation" in the recipe's output ("sigmoid" or "softmax"), or correct its format.`,
      { option: 'output.activation' },
    );
  }
  const { width, height } = recipe.input;
  if (seen > 0 && furthest <= LARGEST_SHARE && Math.min(width, height) > 16) {
    throw new XaiError(
      'recipe-invalid',
      `All boxes end within ${LARGEST_SHARE} pixels of the input's corner, so they are shares of its size. Set "boxUnit": "relative" in the recipe's output.`,
      { option: 'output.boxUnit' },
    );
  }
}
