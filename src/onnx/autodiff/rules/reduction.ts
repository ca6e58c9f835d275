/** Sums, means, norms and extremes over axes. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** The axes that are reduced; attributes in older operator sets, an input in newer ones; none stated means all. */
function reducedAxes(at: NodeGradient): number[] {
  const rank = at.inputDims(0).length;
  const stated = at.ints('axes') ?? (at.has(1) ? at.fixedNumbers(1, 'axes') : []);
  if (stated.length > 0) return stated.map((axis) => at.axis(axis, rank));
  return at.int('noop_with_empty_axes', 0) !== 0 ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

/** A result or its gradient with the reduced axes back in place, of length 1. */
function keptAxes(at: NodeGradient, x: Emitted, axes: readonly number[]): Emitted {
  return at.emit.reshape(
    x,
    at.inputDims(0).map((dim, axis) => (axes.includes(axis) ? 1 : dim)),
  );
}

/** dx = dy * slope, where the slope may depend on input and result. */
const reduction =
  (slope: (at: NodeGradient, result: Emitted) => Emitted): GradientRule =>
  (at) => {
    const axes = reducedAxes(at);
    const gradient = keptAxes(at, at.gradient, axes);
    const product = at.emit.multiply(gradient, slope(at, keptAxes(at, at.output(), axes)));
    at.give(0, at.emit.expand(product, at.inputDims(0)));
  };

const sum: GradientRule = (at) => {
  at.give(0, at.emit.expand(keptAxes(at, at.gradient, reducedAxes(at)), at.inputDims(0)));
};

const mean: GradientRule = (at) => {
  const axes = reducedAxes(at);
  const count = axes.reduce((product, axis) => product * at.inputDims(0)[axis], 1);
  at.give(0, at.emit.expand(at.emit.scale(keptAxes(at, at.gradient, axes), 1 / count), at.inputDims(0)));
};

/** Elements that tie share the gradient. */
const extreme =
  (beaten: 'less' | 'greater'): GradientRule =>
  (at) => {
    const { emit } = at;
    const axes = reducedAxes(at);
    const hit = emit.complement(emit[beaten](at.input(0), keptAxes(at, at.output(), axes)));
    at.give(0, emit.multiply(hit, emit.divide(keptAxes(at, at.gradient, axes), emit.sum(hit, axes))));
  };

function signOf(at: NodeGradient): Emitted {
  return at.emit.subtract(at.emit.above(at.input(0), 0), at.emit.below(at.input(0), 0));
}

export const REDUCTION_RULES: readonly (readonly [string, GradientRule])[] = [
  ['ReduceSum', sum],
  ['ReduceMean', mean],
  ['ReduceMax', extreme('less')],
  ['ReduceMin', extreme('greater')],
  ['ReduceL1', reduction((at) => signOf(at))],
  ['ReduceL2', reduction((at, y) => at.emit.divide(at.input(0), at.emit.notZero(y)))],
  ['ReduceSumSquare', reduction((at) => at.emit.scale(at.input(0), 2))],
  ['ReduceLogSum', reduction((at, y) => at.emit.unary('Exp', at.emit.unary('Neg', y)))],
  ['ReduceLogSumExp', reduction((at, y) => at.emit.unary('Exp', at.emit.subtract(at.input(0), y)))],
];
