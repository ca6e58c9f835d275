/** Normalising layers. Means and deviations are worked out anew, since the runtime's own further outputs are not to be relied on. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** A vector with one number per channel, shaped to meet [N, C, ...]. */
function perChannel(at: NodeGradient, x: Emitted, rank: number): Emitted {
  return at.emit.reshape(x, [1, x.dims[0], ...Array.from({ length: rank - 2 }, () => 1)]);
}

function axesFrom(first: number, rank: number): number[] {
  return Array.from({ length: rank - first }, (_, offset) => first + offset);
}

/** In use (not training) a fixed factor per channel: scale / sqrt(variance + epsilon). */
const batchNormalisation: GradientRule = (at) => {
  const { emit } = at;
  if (at.int('training_mode', 0) !== 0) at.refuse('is in training mode');
  const deviation = emit.unary('Sqrt', emit.shift(at.input(4), at.float('epsilon', 1e-5)));
  at.giveTimes(perChannel(at, emit.divide(at.input(1), deviation), at.inputDims(0).length));
};

interface Normalised {
  /** (x - mean) / deviation. */
  readonly value: Emitted;
  /** 1 / deviation. */
  readonly rate: Emitted;
}

function normalise(
  at: NodeGradient,
  x: Emitted,
  axes: readonly number[],
  epsilon: number,
  centred: boolean,
): Normalised {
  const { emit } = at;
  const from = centred ? emit.subtract(x, emit.mean(x, axes)) : x;
  const variance = emit.mean(emit.square(from), axes);
  const rate = emit.unary('Reciprocal', emit.unary('Sqrt', emit.shift(variance, epsilon)));
  return { value: emit.multiply(from, rate), rate };
}

/** With h = (x - mean) / deviation: dx = (dh - mean(dh) - h mean(dh h)) / deviation; without centring the middle term falls away. */
function backward(
  at: NodeGradient,
  { value, rate }: Normalised,
  gradient: Emitted,
  axes: readonly number[],
  centred: boolean,
): Emitted {
  const { emit } = at;
  const along = emit.multiply(value, emit.mean(emit.multiply(gradient, value), axes));
  const rest = emit.subtract(gradient, along);
  return emit.multiply(centred ? emit.subtract(rest, emit.mean(gradient, axes)) : rest, rate);
}

const layerNormalisation =
  (centred: boolean): GradientRule =>
  (at) => {
    const { emit, gradient } = at;
    const x = at.input(0);
    const axes = axesFrom(at.axis(at.int('axis', -1), x.dims.length), x.dims.length);
    const scaled = at.has(1) ? emit.multiply(gradient, at.input(1)) : gradient;
    const normal = normalise(at, x, axes, at.float('epsilon', 1e-5), centred);
    at.give(0, backward(at, normal, scaled, axes, centred));
  };

const instanceNormalisation: GradientRule = (at) => {
  const x = at.input(0);
  const axes = axesFrom(2, x.dims.length);
  const scaled = at.emit.multiply(at.gradient, perChannel(at, at.input(1), x.dims.length));
  const normal = normalise(at, x, axes, at.float('epsilon', 1e-5), true);
  at.give(0, backward(at, normal, scaled, axes, true));
};

/** Scales are stated per group in operator sets 18 to 20, per channel from 21 on. */
const groupNormalisation: GradientRule = (at) => {
  const { emit } = at;
  const x = at.input(0);
  const [batch, channels, ...space] = x.dims;
  const groups = at.int('num_groups', 1);
  const grouped = [batch, groups, channels / groups, space.reduce((size, dim) => size * dim, 1)];
  const scale = at.input(1);
  const perGroup = scale.dims[0] === groups && groups !== channels;
  const factor = emit.reshape(scale, perGroup ? [1, groups, 1, 1] : [1, groups, channels / groups, 1]);
  const scaled = emit.multiply(emit.reshape(at.gradient, grouped), factor);
  const axes = [2, 3];
  const normal = normalise(at, emit.reshape(x, grouped), axes, at.float('epsilon', 1e-5), true);
  at.give(0, emit.reshape(backward(at, normal, scaled, axes, true), x.dims));
};

/** y = x / |x|: dx = (dy - d sum(dy y)) / |x|, where d is y (p = 2) or the sign of x (p = 1). */
const lpNormalisation: GradientRule = (at) => {
  const { emit, gradient } = at;
  const x = at.input(0);
  const axes = [at.axis(at.int('axis', -1), x.dims.length)];
  const along = emit.sum(emit.multiply(gradient, at.output()), axes);
  if (at.int('p', 2) === 2) {
    const norm = emit.unary('Sqrt', emit.sum(emit.square(x), axes));
    at.give(0, emit.divide(emit.subtract(gradient, emit.multiply(at.output(), along)), emit.notZero(norm)));
    return;
  }
  const norm = emit.sum(emit.unary('Abs', x), axes);
  const sign = emit.subtract(emit.above(x, 0), emit.below(x, 0));
  at.give(0, emit.divide(emit.subtract(gradient, emit.multiply(sign, along)), emit.notZero(norm)));
};

/**
 * y = x s^-beta, s = bias + alpha / size * sum of x^2 over neighbouring channels. With t = dy x s^(-beta - 1):
 * dx = dy s^-beta - 2 alpha beta / size * x * (sum of t over the channels whose neighbour this one is).
 */
const localResponse: GradientRule = (at) => {
  const { emit, gradient } = at;
  const x = at.input(0);
  const channels = x.dims[1];
  const size = at.int('size', 1);
  const alpha = at.float('alpha', 1e-4) / size;
  const beta = at.float('beta', 0.75);
  const before = Math.floor((size - 1) / 2);
  const neighbours = new Float32Array(channels * channels);
  const turned = new Float32Array(channels * channels);
  for (let c = 0; c < channels; c++) {
    for (let j = Math.max(0, c - before); j < Math.min(channels, c - before + size); j++) {
      neighbours[c * channels + j] = 1;
      turned[j * channels + c] = 1;
    }
  }
  const squares = emit.mapAxis(emit.square(x), 1, neighbours, channels);
  const s = emit.shift(emit.scale(squares, alpha), at.float('bias', 1));
  const direct = emit.multiply(gradient, emit.op('Pow', [s, emit.scalar(-beta, x.type)], x.dims, x.type));
  const t = emit.divide(emit.multiply(direct, x), s);
  const across = emit.scale(emit.multiply(x, emit.mapAxis(t, 1, turned, channels)), 2 * alpha * beta);
  at.give(0, emit.subtract(direct, across));
};

export const NORMALISATION_RULES: readonly (readonly [string, GradientRule])[] = [
  ['BatchNormalization', batchNormalisation],
  ['LayerNormalization', layerNormalisation(true)],
  ['RMSNormalization', layerNormalisation(false)],
  ['SimplifiedLayerNormalization', layerNormalisation(false)],
  ['InstanceNormalization', instanceNormalisation],
  ['GroupNormalization', groupNormalisation],
  ['LpNormalization', lpNormalisation],
  ['LRN', localResponse],
];
