import { XaiError } from '../core/errors.ts';
import type { ProposalLayout } from '../core/proposals.ts';

/**
 * A map made of such numbers would look like any other.
 * @param logits whether an activation follows, so that minus infinity is a way to say "never"
 * @throws XaiError `model-output` naming the output
 */
export function refuseNonFinite(name: string, values: Float32Array, logits: boolean): void {
  if (areFinite(values)) return;
  const bad = values.find((value) => !Number.isFinite(value) && !(logits && value === Number.NEGATIVE_INFINITY));
  // Some may say "never"; where all do, no share is left for any.
  if (bad === undefined && values.some(Number.isFinite)) return;
  throw new XaiError(
    'model-output',
    `The model gave ${Number.isNaN(bad) ? 'values that are not numbers' : 'infinite values'} in output "${name}". ` +
      "Check the recipe's scale, mean and standard deviation, or try another backend.",
  );
}

/**
 * Whether all are numbers and none is infinite: one that is not makes their sum so, which floats of 32 bits cannot by adding
 * up. Four strands, as each sum waits for its own last step.
 */
export function areFinite(values: Float32Array): boolean {
  const count = values.length;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let k = 0;
  for (; k < count - 3; k += 4) {
    a += values[k];
    b += values[k + 1];
    c += values[k + 2];
    d += values[k + 3];
  }
  for (; k < count; k++) a += values[k];
  return Number.isFinite(a + b + c + d);
}

/**
 * The same for the outputs that a detector's layout reads, but for boxes that lie in an output of their own: those are
 * looked at when they are decoded, which few are.
 * @throws XaiError `model-output`
 */
export function refuseNonFiniteProposals(
  outputs: Readonly<Record<string, Float32Array>>,
  layout: ProposalLayout,
): void {
  if (layout.kind === 'labelled') {
    for (const name of [layout.boxes.output, layout.scores.output]) check(outputs, name, false);
    return;
  }
  const { scores, objectness, masks } = layout;
  const read = [scores.output, objectness?.output, masks?.coefficients.output, masks?.prototypes.output];
  for (const name of new Set(read)) check(outputs, name, name === scores.output && layout.scoreActivation !== 'none');
}

function check(outputs: Readonly<Record<string, Float32Array>>, name: string | undefined, logits: boolean): void {
  if (name !== undefined && outputs[name]) refuseNonFinite(name, outputs[name], logits);
}
