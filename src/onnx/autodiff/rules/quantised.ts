/**
 * Models in whole numbers. Rounding has no slope; taken straight through, as if it were not there, the gradient is that of
 * the model that was quantised. That is close after a few layers and drifts over many, so it is only given where asked
 * for (style `straight-through`).
 */
import type { Emitted, FloatType } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';
import { convGradient, matmulGradient } from './linear.ts';

const straightThrough =
  (rule: GradientRule): GradientRule =>
  (at) => {
    if (at.style !== 'straight-through') at.refuse('computes in whole numbers');
    rule(at);
    at.holdRest();
  };

/** A scale, or zero point, with its numbers along the axis that it is stated for. */
function alongAxis(at: NodeGradient, values: Emitted): Emitted {
  if (values.dims.length === 0 || values.dims[0] === 1) return at.emit.reshape(values, []);
  const rank = at.inputDims(0).length;
  const axis = at.axis(at.int('axis', 1), rank);
  return at.emit.reshape(
    values,
    Array.from({ length: rank }, (_, position) => (position === axis ? values.dims[0] : 1)),
  );
}

/** Whole weights as floats, less their zero point; one per output channel (`axis`) or one for all. */
function floatWeights(at: NodeGradient, type: FloatType, axis: number): Emitted {
  const { emit, node } = at;
  const dims = at.inputDims(1);
  const weights = emit.toFloat(node.inputs[1], dims, type);
  if (!at.has(3)) return weights;
  const zero = emit.toFloat(node.inputs[3], at.inputDims(3), type);
  const shape = zero.dims.length === 0 ? [] : dims.map((_, position) => (position === axis ? zero.dims[0] : 1));
  return emit.subtract(weights, emit.reshape(zero, zero.dims[0] === 1 ? [] : shape));
}

const convInteger: GradientRule = (at) => {
  at.give(0, convGradient(at, floatWeights(at, at.gradient.type, 0)));
};

const matmulInteger: GradientRule = (at) => {
  const type = at.gradient.type;
  const last = at.inputDims(1).length - 1;
  if (at.wants(1)) at.refuse('multiplies two computed tensors of whole numbers');
  at.give(0, matmulGradient(at, floatWeights(at, type, last)));
};

/** q = x / scale + zero; the scale, taken from x itself in the dynamic form, counts as fixed. */
const dynamicQuantize: GradientRule = (at) => {
  at.give(0, at.emit.divide(at.gradient, at.output(1)));
};

const quantize: GradientRule = (at) => {
  at.give(0, at.emit.divide(at.gradient, alongAxis(at, at.input(1))));
};

const dequantize: GradientRule = (at) => {
  at.give(0, at.emit.multiply(at.gradient, alongAxis(at, at.input(1))));
};

export const QUANTISED_RULES: readonly (readonly [string, GradientRule])[] = [
  ['ConvInteger', straightThrough(convInteger)],
  ['MatMulInteger', straightThrough(matmulInteger)],
  ['DynamicQuantizeLinear', straightThrough(dynamicQuantize)],
  ['QuantizeLinear', straightThrough(quantize)],
  ['DequantizeLinear', straightThrough(dequantize)],
];
