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
  if (bad === undefined) return;
  throw new XaiError(
    'model-output',
    `The model gave ${Number.isNaN(bad) ? 'values that are not numbers' : 'infinite values'} in output "${name}". ` +
      "Check the recipe's scale, mean and standard deviation, or try another backend.",
  );
}

/** Nothing times 0 is 0 but for NaN and the infinities. Four sums, since one would wait for itself at each addition. */
function areFinite(values: Float32Array): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (const whole = values.length - 3; k < whole; k += 4) {
    a += values[k] * 0;
    b += values[k + 1] * 0;
    c += values[k + 2] * 0;
    d += values[k + 3] * 0;
  }
  for (; k < values.length; k++) a += values[k] * 0;
  return a + b + c + d === 0;
}

/**
 * The same for every output that a detector's layout reads.
 * @throws XaiError `model-output`
 */
export function refuseNonFiniteProposals(
  outputs: Readonly<Record<string, Float32Array>>,
  layout: ProposalLayout,
): void {
  const names = layout.kind === 'dense' ? Object.keys(layout.batchStride) : [layout.boxes.output, layout.scores.output];
  for (const name of names) {
    const logits = layout.kind === 'dense' && name === layout.scores.output && layout.scoreActivation !== 'none';
    if (outputs[name]) refuseNonFinite(name, outputs[name], logits);
  }
}
