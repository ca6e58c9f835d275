/** Convolutions and matrix products; their weights are constants, whose gradient nobody asks for. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly group: number;
}

function windowOf(at: NodeGradient): Window {
  const kernel = at.inputDims(1).slice(2);
  const ones = kernel.map(() => 1);
  return {
    kernel,
    strides: at.ints('strides') ?? ones,
    dilations: at.ints('dilations') ?? ones,
    group: at.int('group', 1),
  };
}

/** Padding in front of each spatial axis. `total` is what the stated automatic padding would add in all. */
function padsBefore(at: NodeGradient, axes: number, total: (axis: number) => number): number[] {
  const stated = at.string('auto_pad', 'NOTSET');
  // A stated shape leaves the padding to the runtime, which puts the odd one in front as SAME_LOWER does.
  const mode = stated === 'NOTSET' && at.ints('output_shape') ? 'SAME_LOWER' : stated;
  if (mode === 'VALID') return Array.from({ length: axes }, () => 0);
  if (mode === 'SAME_UPPER' || mode === 'SAME_LOWER') {
    return Array.from({ length: axes }, (_, axis) => {
      const half = Math.max(0, total(axis)) / 2;
      return mode === 'SAME_UPPER' ? Math.floor(half) : Math.ceil(half);
    });
  }
  return [...(at.ints('pads') ?? Array.from({ length: axes * 2 }, () => 0))].slice(0, axes);
}

function refuseComputedWeights(at: NodeGradient): void {
  if (at.wants(1) || at.wants(2)) at.refuse('has weights that depend on the input');
}

/**
 * dx = ConvTranspose(dy, w). The padding behind follows from the shapes alone, which covers automatic padding, uneven
 * padding, and the tail of an input that no stride reaches (`output_padding`).
 */
export function convGradient(at: NodeGradient, weights: Emitted): Emitted {
  const { kernel, strides, dilations, group } = windowOf(at);
  const x = at.inputDims(0);
  const y = at.outputDims();
  const reach = (axis: number) => (y[axis + 2] - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1;
  const before = padsBefore(at, kernel.length, (axis) => reach(axis) - x[axis + 2]);
  const missing = kernel.map((_, axis) => reach(axis) - x[axis + 2] - before[axis]);
  return at.emit.op('ConvTranspose', [at.gradient, weights], x, at.gradient.type, {
    kernel_shape: kernel,
    strides,
    dilations,
    group,
    pads: [...before, ...missing.map((need) => Math.max(0, need))],
    output_padding: missing.map((need) => Math.max(0, -need)),
  });
}

const conv: GradientRule = (at) => {
  refuseComputedWeights(at);
  at.give(0, convGradient(at, at.input(1)));
};

/** dx = Conv(dy, w), with the padding that brings it to the shape of x; where that is negative, dy is cut first. */
const convTranspose: GradientRule = (at) => {
  refuseComputedWeights(at);
  const { kernel, strides, dilations, group } = windowOf(at);
  const x = at.inputDims(0);
  const y = at.outputDims();
  const extra = at.ints('output_padding') ?? kernel.map(() => 0);
  const span = (axis: number) => strides[axis] * (x[axis + 2] - 1) + dilations[axis] * (kernel[axis] - 1) + 1;
  const before = padsBefore(at, kernel.length, (axis) => span(axis) + extra[axis] - y[axis + 2]);
  const after = kernel.map((_, axis) => span(axis) - y[axis + 2] - before[axis]);
  let gradient = at.gradient;
  after.forEach((pad, axis) => {
    if (pad < 0) gradient = at.emit.pad(gradient, axis + 2, 0, pad);
  });
  at.give(
    0,
    at.emit.op('Conv', [gradient, at.input(1)], x, gradient.type, {
      kernel_shape: kernel,
      strides,
      dilations,
      group,
      pads: [...before, ...after.map((pad) => Math.max(0, pad))],
    }),
  );
};

function transposeLast(at: NodeGradient, x: Emitted): Emitted {
  const rank = x.dims.length;
  const perm = Array.from({ length: rank }, (_, axis) => axis);
  [perm[rank - 2], perm[rank - 1]] = [rank - 1, rank - 2];
  return at.emit.transpose(x, perm);
}

/** da = dy b'. */
export function matmulGradient(at: NodeGradient, right: Emitted): Emitted {
  const { a, b, gradient } = asMatrices(at, at.inputDims(0), right);
  const whole = at.emit.matmul(gradient, transposeLast(at, b));
  return at.emit.reshape(at.emit.unbroadcast(whole, a), at.inputDims(0));
}

/** The operands and the gradient with two axes at least: a vector on the left is a row, on the right a column. */
function asMatrices(at: NodeGradient, left: readonly number[], right: Emitted) {
  const vectors = (left.length === 1 ? 1 : 0) + (right.dims.length === 1 ? 1 : 0);
  const a = left.length === 1 ? [1, left[0]] : left;
  const b = right.dims.length === 1 ? at.emit.reshape(right, [right.dims[0], 1]) : right;
  const lead = at.outputDims().slice(0, at.outputDims().length - 2 + vectors);
  const dims = [...lead, a[a.length - 2], b.dims[b.dims.length - 1]];
  return { a, b, gradient: at.emit.reshape(at.gradient, dims) };
}

/** da = dy b', db = a' dy. */
const matmul: GradientRule = (at) => {
  const { emit } = at;
  if (at.wants(0)) at.give(0, matmulGradient(at, at.input(1)));
  if (at.wants(1)) {
    const { a, b, gradient } = asMatrices(at, at.inputDims(0), at.input(1));
    const whole = emit.matmul(transposeLast(at, emit.reshape(at.input(0), a)), gradient);
    at.give(1, emit.reshape(emit.unbroadcast(whole, b.dims), at.inputDims(1)));
  }
};

/** y = alpha op(a) op(b) + beta c. */
const gemm: GradientRule = (at) => {
  const { emit, gradient } = at;
  const alpha = at.float('alpha', 1);
  const turnedA = at.int('transA', 0) !== 0;
  const turnedB = at.int('transB', 0) !== 0;
  const product = (input: number, a: Emitted, b: Emitted, transA: boolean, transB: boolean) => {
    const left = transA ? emit.transpose(a, [1, 0]) : a;
    const right = transB ? emit.transpose(b, [1, 0]) : b;
    at.give(input, emit.scale(emit.matmul(left, right), alpha));
  };
  if (at.wants(0)) {
    const b = at.input(1);
    if (turnedA) product(0, b, gradient, turnedB, true);
    else product(0, gradient, b, false, !turnedB);
  }
  if (at.wants(1)) {
    const a = at.input(0);
    if (turnedB) product(1, gradient, a, true, turnedA);
    else product(1, a, gradient, !turnedA, false);
  }
  if (at.wants(2)) at.give(2, emit.scale(emit.unbroadcast(gradient, at.inputDims(2)), at.float('beta', 1)));
};

/** A sum of products over named axes: the gradient of an operand is the same kind of sum, of dy with the other operands. */
const einsum: GradientRule = (at) => {
  const [left, stated] = at.string('equation', '').replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (stated === undefined || left.includes('.')) at.refuse('has an equation without named axes on both sides');
  terms.forEach((term, input) => {
    if (!at.wants(input)) return;
    const others = terms.filter((_, other) => other !== input);
    const named = new Set([...stated, ...others.join('')]);
    if ([...term].some((axis) => !named.has(axis)) || new Set(term).size < term.length) {
      at.refuse(`sums over an axis of its operand ${input + 1} alone`);
    }
    const operands = at.node.inputs.flatMap((_, other) => (other === input ? [] : [at.input(other)]));
    const equation = `${[stated, ...others].join(',')}->${term}`;
    at.give(
      input,
      at.emit.op('Einsum', [at.gradient, ...operands], at.inputDims(input), at.gradient.type, { equation }),
    );
  });
};

export const LINEAR_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['MatMul', matmul],
  ['Gemm', gemm],
  ['Einsum', einsum],
];
