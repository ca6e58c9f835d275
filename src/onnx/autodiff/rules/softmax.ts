import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** Up to operator set 12 all axes from the stated one on are normalised together, from 13 on that one alone. */
function softmaxAxes(at: NodeGradient): number[] {
  const rank = at.outputDims().length;
  if (at.opset >= 13) return [at.axis(at.int('axis', -1), rank)];
  const first = at.axis(at.int('axis', 1), rank);
  return Array.from({ length: rank - first }, (_, offset) => first + offset);
}

/** dx = y (dy - sum(y dy)). */
const softmax: GradientRule = (at) => {
  const { emit, gradient } = at;
  const y = at.output();
  const total = emit.sum(emit.multiply(y, gradient), softmaxAxes(at));
  at.give(0, emit.multiply(y, emit.subtract(gradient, total)));
};

/** dx = dy - exp(y) sum(dy). */
const logSoftmax: GradientRule = (at) => {
  const { emit, gradient } = at;
  const total = emit.sum(gradient, softmaxAxes(at));
  at.give(0, emit.subtract(gradient, emit.multiply(emit.unary('Exp', at.output()), total)));
};

export const SOFTMAX_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Softmax', softmax],
  ['LogSoftmax', logSoftmax],
];
