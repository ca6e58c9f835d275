/** Functions of one number, element by element. y is the output: where the slope can be had from it, the runtime may still fuse the forward pair. */
import { type Emitted, isFloat } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** A rule of the form dx = dy * slope. */
const slope =
  (of: (at: NodeGradient) => Emitted): GradientRule =>
  (at) =>
    at.giveTimes(of(at));

const pass: GradientRule = (at) => at.give(0, at.gradient);

/** The slope of a rectifier at 0 is 0. Guided backpropagation drops negative gradients as well. */
const relu: GradientRule = (at) => {
  const { emit, gradient } = at;
  const open = emit.multiply(gradient, emit.above(at.output(), 0));
  at.give(0, at.style === 'guided' ? emit.multiply(open, emit.above(gradient, 0)) : open);
};

/** Slope 1 above 0, `below` elsewhere. */
function kinked(at: NodeGradient, below: (negative: Emitted) => Emitted): Emitted {
  const positive = at.emit.above(at.input(0), 0);
  return at.emit.add(positive, below(at.emit.complement(positive)));
}

const leakyRelu = slope((at) => kinked(at, (negative) => at.emit.scale(negative, at.float('alpha', 0.01))));

const elu = slope((at) =>
  kinked(at, (negative) => at.emit.multiply(negative, at.emit.shift(at.output(), at.float('alpha', 1)))),
);

const selu = slope((at) => {
  const { emit } = at;
  const gamma = at.float('gamma', 1.0507009873554805);
  const alpha = at.float('alpha', 1.6732632423543772);
  const positive = emit.above(at.input(0), 0);
  const below = emit.multiply(emit.complement(positive), emit.shift(at.output(), alpha * gamma));
  return emit.add(emit.scale(positive, gamma), below);
});

const celu = slope((at) =>
  kinked(at, (negative) =>
    at.emit.multiply(negative, at.emit.shift(at.emit.scale(at.output(), 1 / at.float('alpha', 1)), 1)),
  ),
);

const hardSigmoid = slope((at) => {
  const { emit } = at;
  const inside = emit.multiply(emit.above(at.output(), 0), emit.below(at.output(), 1));
  return emit.scale(inside, at.float('alpha', 0.2));
});

/** y = x clip(x / 6 + 1 / 2, 0, 1). */
const hardSwish = slope((at) => {
  const { emit } = at;
  const x = at.input(0);
  const high = emit.above(x, 3);
  const middle = emit.multiply(emit.above(x, -3), emit.complement(high));
  return emit.add(high, emit.multiply(middle, emit.shift(emit.scale(x, 1 / 3), 0.5)));
});

/** Bounds are attributes up to operator set 10, inputs from 11 on; at a bound the slope is 0. */
const clip = slope((at) => {
  const { emit } = at;
  const y = at.output();
  const bound = (name: string, input: number) => {
    if (at.has(input)) return at.input(input);
    return at.node.attributes.has(name) ? emit.scalar(at.float(name, 0), y.type) : null;
  };
  const low = bound('min', 1);
  const high = bound('max', 2);
  const above = low && emit.greater(y, low);
  const below = high && emit.less(y, high);
  if (above && below) return emit.multiply(above, below);
  return above ?? below ?? emit.scalar(1, y.type);
});

const softsign = slope((at) =>
  at.emit.unary('Reciprocal', at.emit.square(at.emit.shift(at.emit.unary('Abs', at.input(0)), 1))),
);

/** The normal distribution's density, for the slope of erf and of the exact Gelu. */
function gauss(at: NodeGradient, x: Emitted, factor: number, height: number): Emitted {
  return at.emit.scale(at.emit.unary('Exp', at.emit.scale(at.emit.square(x), -factor)), height);
}

const gelu = slope((at) => (at.string('approximate', 'none') === 'tanh' ? tanhGeluSlope(at) : exactGeluSlope(at)));

/** y = x F(x) with the normal distribution's F: F(x) + x f(x). */
function exactGeluSlope(at: NodeGradient): Emitted {
  const { emit } = at;
  const x = at.input(0);
  const erf = emit.unary('Erf', emit.scale(x, Math.SQRT1_2));
  const share = emit.scale(emit.shift(erf, 1), 0.5);
  return emit.add(share, emit.multiply(x, gauss(at, x, 0.5, 1 / Math.sqrt(2 * Math.PI))));
}

/** y = x (1 + tanh u) / 2 with u = sqrt(2 / pi) (x + 0.044715 x^3). */
function tanhGeluSlope(at: NodeGradient): Emitted {
  const { emit } = at;
  const x = at.input(0);
  const root = Math.sqrt(2 / Math.PI);
  const squared = emit.square(x);
  const tanh = emit.unary('Tanh', emit.scale(emit.multiply(x, emit.shift(emit.scale(squared, 0.044715), 1)), root));
  const inner = emit.scale(emit.shift(emit.scale(squared, 3 * 0.044715), 1), root / 2);
  const rest = emit.multiply(emit.multiply(x, emit.complement(emit.square(tanh))), inner);
  return emit.add(emit.scale(emit.shift(tanh, 1), 0.5), rest);
}

/** y = x s(a x): s + a x s (1 - s). */
const swish =
  (fallback: number): GradientRule =>
  (at) => {
    const { emit } = at;
    const alpha = at.float('alpha', fallback);
    const x = emit.scale(at.input(0), alpha);
    const s = emit.unary('Sigmoid', x);
    at.giveTimes(emit.add(s, emit.multiply(emit.multiply(x, s), emit.complement(s))));
  };

/** y = x tanh(softplus x): t + x (1 - t^2) sigmoid(x). */
const mish = slope((at) => {
  const { emit } = at;
  const x = at.input(0);
  const t = emit.unary('Tanh', emit.unary('Softplus', x));
  return emit.add(t, emit.multiply(emit.multiply(x, emit.complement(emit.square(t))), emit.unary('Sigmoid', x)));
});

/** Between floats the gradient is turned back; that of whole numbers stays a float. */
const cast: GradientRule = (at) => {
  const type = at.inputType(0);
  at.give(0, isFloat(type) ? at.emit.cast(at.gradient, type) : at.gradient);
};

export const ACTIVATION_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Identity', pass],
  ['Dropout', pass],
  ['Cast', cast],
  ['CastLike', cast],
  ['Relu', relu],
  ['LeakyRelu', leakyRelu],
  ['Elu', elu],
  ['Selu', selu],
  ['Celu', celu],
  ['ThresholdedRelu', slope((at) => at.emit.above(at.input(0), at.float('alpha', 1)))],
  ['HardSigmoid', hardSigmoid],
  ['HardSwish', hardSwish],
  ['Clip', clip],
  ['Softplus', slope((at) => at.emit.unary('Sigmoid', at.input(0)))],
  ['Softsign', softsign],
  ['Tanh', slope((at) => at.emit.complement(at.emit.square(at.output())))],
  ['Sigmoid', slope((at) => at.emit.multiply(at.output(), at.emit.complement(at.output())))],
  ['Exp', slope((at) => at.output())],
  ['Log', slope((at) => at.emit.unary('Reciprocal', at.input(0)))],
  ['Sqrt', slope((at) => at.emit.scale(at.emit.unary('Reciprocal', at.emit.notZero(at.output())), 0.5))],
  ['Neg', slope((at) => at.emit.scalar(-1, at.gradient.type))],
  ['Abs', slope((at) => at.emit.subtract(at.emit.above(at.input(0), 0), at.emit.below(at.input(0), 0)))],
  ['Reciprocal', slope((at) => at.emit.unary('Neg', at.emit.square(at.output())))],
  ['Sin', slope((at) => at.emit.unary('Cos', at.input(0)))],
  ['Cos', slope((at) => at.emit.unary('Neg', at.emit.unary('Sin', at.input(0))))],
  ['Tan', slope((at) => at.emit.shift(at.emit.square(at.output()), 1))],
  ['Atan', slope((at) => at.emit.unary('Reciprocal', at.emit.shift(at.emit.square(at.input(0)), 1)))],
  ['Sinh', slope((at) => at.emit.unary('Cosh', at.input(0)))],
  ['Cosh', slope((at) => at.emit.unary('Sinh', at.input(0)))],
  ['Asinh', slope((at) => at.emit.unary('Reciprocal', at.emit.unary('Cosh', at.output())))],
  ['Atanh', slope((at) => at.emit.unary('Reciprocal', at.emit.complement(at.emit.square(at.input(0)))))],
  ['Erf', slope((at) => gauss(at, at.input(0), 1, 2 / Math.sqrt(Math.PI)))],
  ['Gelu', gelu],
  ['com.microsoft::Gelu', gelu],
  ['com.microsoft::QuickGelu', swish(1.702)],
  ['Swish', swish(1)],
  ['Mish', mish],
];
