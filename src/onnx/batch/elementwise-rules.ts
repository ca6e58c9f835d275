import type { BatchNode } from './batch-node.ts';
import { type BatchRule, fromFront, onlyData } from './rule.ts';

/** Each element by itself; further inputs are settings. */
const single: BatchRule = onlyData;

/** Several inputs with broadcasting: axes are counted from the back. */
function broadcast(at: BatchNode): number {
  const rank = at.outputShape().length;
  const carriers = at.carriers();
  const [first] = carriers;
  const axis = rank - at.shape(first).length + (at.axis(first) as number);
  if (axis < 0) at.refuse('works on a tensor whose shape depends on the picture');
  const size = at.shape(first)[at.axis(first) as number];
  for (let input = 0; input < at.inputCount; input++) {
    if (!at.has(input)) continue;
    if (at.dependsOnCount(input)) at.refuse('computes with the number of pictures');
    const dims = at.shape(input);
    const own = axis - (rank - dims.length);
    const carrier = at.axis(input);
    if (carrier !== null && (carrier !== own || dims[own] !== size))
      at.refuse('meets the batch along two different axes');
    if (carrier === null && own >= 0 && dims[own] !== 1) {
      at.refuse(`combines pictures with a constant of size ${dims[own]} along the batch axis`);
    }
  }
  return axis;
}

/** Scales per channel need an axis of their own. */
function quantized(at: BatchNode): number {
  const axis = onlyData(at);
  const scales = at.dims(1);
  if (scales && scales.length > 0 && fromFront(at.int('axis', 1), at.shape(0).length) === axis) {
    at.refuse('has one scale per picture of the batch');
  }
  return axis;
}

function named(names: string, rule: BatchRule): [string, BatchRule][] {
  return names.split(' ').map((name) => [name, rule]);
}

export const ELEMENTWISE_RULES: ReadonlyMap<string, BatchRule> = new Map([
  ...named(
    'Abs Acos Acosh Asin Asinh Atan Atanh BitwiseNot Cast Ceil Celu Clip Cos Cosh Dropout Elu Erf Exp Floor Gelu ' +
      'HardSigmoid HardSwish Identity IsInf IsNaN LeakyRelu Log Mish Neg Not Reciprocal Relu Round Selu Shrink ' +
      'Sigmoid Sign Sin Sinh Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu ' +
      'com.microsoft::FastGelu com.microsoft::Gelu com.microsoft::QuickGelu',
    single,
  ),
  ...named(
    'Add And BitShift BitwiseAnd BitwiseOr BitwiseXor Div Equal Greater GreaterOrEqual Less LessOrEqual Max Mean Min ' +
      'Mod Mul Or PRelu Pow Sub Sum Where Xor',
    broadcast,
  ),
  ...named('DequantizeLinear QuantizeLinear', quantized),
  [
    'DynamicQuantizeLinear',
    (at) =>
      at.refuse('takes one scale for the whole batch, so that every picture would change the numbers of the others'),
  ],
]);
