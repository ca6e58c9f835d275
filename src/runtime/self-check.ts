import type { Tensor } from '../core/tensor.ts';
import { tensorToFloat32 } from '../core/tensor.ts';

/**
 * Two runs of one graph agree when no value differs by more than 2 % of the output's largest magnitude plus .001.
 * Rounding differs between providers (ReLU kinks turn 1e-6 into up to 1e-2 of the range, measured on MobileNetV2 and
 * DeepLab), while the layout faults that this looks for give errors of the size of the range.
 */
const RELATIVE_TOLERANCE = 0.02;
const ABSOLUTE_TOLERANCE = 1e-3;

/** null when they agree, else a sentence that names the first output that does not. */
export function compareOutputs(
  truth: Readonly<Record<string, Tensor>>,
  other: Readonly<Record<string, Tensor>>,
  relativeTolerance = RELATIVE_TOLERANCE,
): string | null {
  for (const [name, expected] of Object.entries(truth)) {
    const actual = other[name];
    if (!actual || actual.data.length !== expected.data.length) {
      return `output "${name}" has ${actual?.data.length ?? 'no'} values where ${expected.data.length} were expected`;
    }
    const a = tensorToFloat32(expected);
    const b = tensorToFloat32(actual);
    let range = 0;
    let worst = 0;
    for (let i = 0; i < a.length; i++) {
      range = Math.max(range, Math.abs(a[i]));
      const difference = Math.abs(a[i] - b[i]);
      // A NaN on one side only is a disagreement; `worst` would swallow it.
      if (Number.isNaN(difference) && Number.isNaN(a[i]) !== Number.isNaN(b[i])) {
        return `output "${name}" is not a number on one side`;
      }
      if (difference > worst) worst = difference;
    }
    if (worst > relativeTolerance * range + ABSOLUTE_TOLERANCE) {
      return `output "${name}" differs by ${worst.toPrecision(2)} where values reach ${range.toPrecision(2)}`;
    }
  }
  return null;
}
