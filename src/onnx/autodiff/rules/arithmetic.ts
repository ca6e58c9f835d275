/** Sums, products and choices of two or more tensors, broadcast to one another. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** Gives an input its gradient, summed over what broadcasting had repeated. */
function give(at: NodeGradient, input: number, gradient: () => Emitted): void {
  if (at.wants(input)) at.give(input, at.emit.unbroadcast(gradient(), at.inputDims(input)));
}

const add: GradientRule = (at) => {
  for (const input of at.node.inputs.keys()) give(at, input, () => at.gradient);
};

const subtract: GradientRule = (at) => {
  give(at, 0, () => at.gradient);
  give(at, 1, () => at.emit.unary('Neg', at.gradient));
};

const multiply: GradientRule = (at) => {
  const { emit, gradient } = at;
  give(at, 0, () => emit.multiply(gradient, at.input(1)));
  give(at, 1, () => emit.multiply(gradient, at.input(0)));
};

/** y = a / b: da = dy / b, db = -dy y / b. */
const divide: GradientRule = (at) => {
  const { emit, gradient } = at;
  give(at, 0, () => emit.divide(gradient, at.input(1)));
  give(at, 1, () => emit.unary('Neg', emit.multiply(gradient, emit.divide(at.output(), at.input(1)))));
};

const mean: GradientRule = (at) => {
  const share = at.emit.scale(at.gradient, 1 / at.node.inputs.length);
  for (const input of at.node.inputs.keys()) give(at, input, () => share);
};

/** Whoever is the largest (smallest) gets the gradient; those that tie share it. */
const extreme =
  (beaten: 'less' | 'greater'): GradientRule =>
  (at) => {
    const { emit } = at;
    const winners = at.node.inputs.map((_, input) => emit.complement(emit[beaten](at.input(input), at.output())));
    const share = emit.divide(
      at.gradient,
      winners.reduce((sum, winner) => emit.add(sum, winner)),
    );
    for (const [input, winner] of winners.entries()) give(at, input, () => emit.multiply(share, winner));
  };

/** y = x^p with a constant p: dx = dy p x^(p-1). */
const power: GradientRule = (at) => {
  const { emit, gradient } = at;
  if (at.wants(1)) at.refuse('has an exponent that depends on the input');
  const x = at.input(0);
  const exponents = at.numbers(1);
  const [p] = exponents ?? [];
  if (exponents?.length !== 1) {
    const exponent = at.input(1);
    const slope = emit.multiply(exponent, emit.op('Pow', [x, emit.shift(exponent, -1)], at.outputDims(), x.type));
    give(at, 0, () => emit.multiply(gradient, slope));
  } else if (p === 2) {
    give(at, 0, () => emit.scale(emit.multiply(gradient, x), 2));
  } else if (p === 0.5) {
    give(at, 0, () => emit.scale(emit.divide(gradient, emit.notZero(at.output())), 0.5));
  } else {
    const lower = emit.op('Pow', [x, emit.scalar(p - 1, x.type)], x.dims, x.type);
    give(at, 0, () => emit.scale(emit.multiply(gradient, lower), p));
  }
};

const where: GradientRule = (at) => {
  const { emit, gradient } = at;
  const truth = emit.toFloat(at.node.inputs[0], at.inputDims(0), gradient.type);
  give(at, 1, () => emit.multiply(gradient, truth));
  give(at, 2, () => emit.multiply(gradient, emit.complement(truth)));
};

/** y = x where x > 0, slope x elsewhere. */
const prelu: GradientRule = (at) => {
  const { emit, gradient } = at;
  const positive = emit.above(at.input(0), 0);
  const negative = emit.complement(positive);
  give(at, 0, () => emit.multiply(gradient, emit.add(positive, emit.multiply(negative, at.input(1)))));
  give(at, 1, () => emit.multiply(gradient, emit.multiply(negative, at.input(0))));
};

export const ARITHMETIC_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Add', add],
  ['Sum', add],
  ['Sub', subtract],
  ['Mul', multiply],
  ['Div', divide],
  ['Mean', mean],
  ['Max', extreme('less')],
  ['Min', extreme('greater')],
  ['Pow', power],
  ['Where', where],
  ['PRelu', prelu],
];
