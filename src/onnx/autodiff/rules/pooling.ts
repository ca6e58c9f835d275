/** Pooling, one axis after the other: a window over two axes is a window over the rows and then one over the columns. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

/** A window that slides along one axis of a tensor. */
interface Slide {
  readonly axis: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  /** Stated padding behind; windows may reach further where sizes are rounded up. */
  readonly after: number;
  /** Lengths before and after pooling. */
  readonly from: number;
  readonly to: number;
}

function slidesOf(at: NodeGradient): Slide[] {
  const kernels = at.ints('kernel_shape') ?? at.refuse('states no kernel_shape');
  const from = at.inputDims(0);
  const to = at.outputDims();
  const axes = kernels.length;
  const pads = at.ints('pads') ?? kernels.flatMap(() => [0, 0]);
  const mode = at.string('auto_pad', 'NOTSET');
  return kernels.map((kernel, position) => {
    const axis = position + 2;
    const stride = at.ints('strides')?.[position] ?? 1;
    const dilation = at.ints('dilations')?.[position] ?? 1;
    let [before, after] = [pads[position], pads[axes + position]];
    if (mode === 'VALID') [before, after] = [0, 0];
    else if (mode !== 'NOTSET') {
      const total = Math.max(0, (to[axis] - 1) * stride + dilation * (kernel - 1) + 1 - from[axis]);
      before = mode === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2);
      after = total - before;
    }
    return { axis, kernel, stride, dilation, before, after, from: from[axis], to: to[axis] };
  });
}

/** How far windows reach, from the first padded element on. */
function reach({ to, stride, dilation, kernel }: Slide): number {
  return (to - 1) * stride + dilation * (kernel - 1) + 1;
}

/** Element `offset` of every window, from a padded tensor; strides are taken by shapes, for operator sets whose Slice has no steps. */
function pick(at: NodeGradient, padded: Emitted, slide: Slide, offset: number): Emitted {
  const { axis, stride, dilation, to } = slide;
  const { emit } = at;
  const start = offset * dilation;
  if (stride === 1) return emit.slice(padded, axis, start, start + to);
  const length = padded.dims[axis];
  const whole = emit.pad(
    emit.slice(padded, axis, start, Math.min(length, start + to * stride)),
    axis,
    0,
    Math.max(0, start + to * stride - length),
  );
  const split = [...padded.dims.slice(0, axis), to, stride, ...padded.dims.slice(axis + 1)];
  const dims = [...padded.dims.slice(0, axis), to, ...padded.dims.slice(axis + 1)];
  return emit.reshape(emit.slice(emit.reshape(whole, split), axis + 1, 0, 1), dims);
}

/**
 * The opposite of {@link pick}: puts a value per window at its element `offset` of a tensor of the unpooled length; null
 * where that element lies in the padding for every window.
 */
function place(at: NodeGradient, values: Emitted, slide: Slide, offset: number): Emitted | null {
  const { axis, stride, dilation, before, from, to } = slide;
  const { emit } = at;
  let spread = values;
  if (stride > 1) {
    const split = [...values.dims.slice(0, axis), to, 1, ...values.dims.slice(axis + 1)];
    const dims = [...values.dims.slice(0, axis), to * stride, ...values.dims.slice(axis + 1)];
    spread = emit.reshape(emit.pad(emit.reshape(values, split), axis + 1, 0, stride - 1), dims);
  }
  const start = offset * dilation - before;
  const low = Math.max(0, -start);
  const high = Math.min(to * stride, from - start);
  if (high <= low) return null;
  return emit.pad(emit.slice(spread, axis, low, high), axis, start + low, from - start - high);
}

function sumOf(at: NodeGradient, parts: readonly (Emitted | null)[]): Emitted {
  const present = parts.filter((part): part is Emitted => part !== null);
  return present.reduce((sum, part) => at.emit.add(sum, part));
}

/** Lower than any value. */
const LOWEST = -3e38;

/**
 * Along one axis: the first element of a window that equals its maximum gets the gradient. Comparing anew is needed, since
 * the pool's own index output does not exist on WebGPU.
 */
function maxAlong(at: NodeGradient, x: Emitted, y: Emitted, gradient: Emitted, slide: Slide): Emitted {
  const { emit } = at;
  const behind = Math.max(0, reach(slide) - slide.before - slide.from);
  const padded = emit.pad(x, slide.axis, slide.before, behind, LOWEST);
  let open = gradient;
  const parts: (Emitted | null)[] = [];
  for (let offset = 0; offset < slide.kernel; offset++) {
    const isLast = offset === slide.kernel - 1;
    // What nobody has claimed yet can only belong to the last element.
    const claim = isLast ? open : emit.multiply(open, emit.complement(emit.less(pick(at, padded, slide, offset), y)));
    if (!isLast) open = emit.subtract(open, claim);
    parts.push(place(at, claim, slide, offset));
  }
  return sumOf(at, parts);
}

/** Pooling the last axis first and the first axis last finds, among ties, the element that comes first row by row. */
const maxPool: GradientRule = (at) => {
  if (at.int('storage_order', 0) !== 0) at.refuse('counts by columns');
  const slides = slidesOf(at).filter(
    ({ kernel, stride, before, after }) => kernel > 1 || stride > 1 || before + after > 0,
  );
  const stages = slides.slice(1).reverse();
  const first = slides[0];
  if (!first) {
    at.give(0, at.gradient);
    return;
  }
  const inputs: Emitted[] = [at.input(0)];
  for (const slide of stages) inputs.push(poolAlong(at, inputs[inputs.length - 1], slide));
  let gradient = maxAlong(at, inputs[inputs.length - 1], at.output(), at.gradient, first);
  for (let stage = stages.length - 1; stage >= 0; stage--) {
    gradient = maxAlong(at, inputs[stage], inputs[stage + 1], gradient, stages[stage]);
  }
  at.give(0, gradient);
};

/** The maximum along one axis only; padding is made explicit so that rounding of sizes does not matter. */
function poolAlong(at: NodeGradient, x: Emitted, slide: Slide): Emitted {
  const { axis, kernel, stride, dilation, before, to } = slide;
  const behind = reach(slide) - before - slide.from;
  const padded = at.emit.pad(x, axis, before, behind, LOWEST);
  const spatial = x.dims.length - 2;
  const only = (value: number) => Array.from({ length: spatial }, (_, position) => (position === axis - 2 ? value : 1));
  const dims = x.dims.map((dim, position) => (position === axis ? to : dim));
  const attributes = { kernel_shape: only(kernel), strides: only(stride) };
  return at.emit.op(
    'MaxPool',
    [padded],
    dims,
    x.type,
    dilation > 1 ? { ...attributes, dilations: only(dilation) } : attributes,
  );
}

/** How many elements each window counts along its axis. */
function countsOf(slide: Slide, countPadding: boolean): Float32Array {
  const { to, stride, dilation, kernel, before, after, from } = slide;
  const [low, high] = countPadding ? [-before, from + after] : [0, from];
  return Float32Array.from({ length: to }, (_, window) => {
    let count = 0;
    for (let offset = 0; offset < kernel; offset++) {
      const position = window * stride - before + offset * dilation;
      if (position >= low && position < high) count++;
    }
    return count;
  });
}

/** Every element of a window gets its share: dy / count, added up over the windows that hold the element. */
const averagePool: GradientRule = (at) => {
  const { emit } = at;
  const countPadding = at.int('count_include_pad', 0) !== 0;
  let gradient = at.gradient;
  for (const slide of slidesOf(at)) {
    const shares = countsOf(slide, countPadding).map((count) => 1 / Math.max(1, count));
    const shape = gradient.dims.map((_, axis) => (axis === slide.axis ? slide.to : 1));
    const share = emit.multiply(gradient, emit.constant(shares, shape, gradient.type));
    const offsets = Array.from({ length: slide.kernel }, (_, offset) => offset);
    gradient = sumOf(
      at,
      offsets.map((offset) => place(at, share, slide, offset)),
    );
  }
  at.give(0, gradient);
};

const globalAverage: GradientRule = (at) => {
  const dims = at.inputDims(0);
  const size = dims.slice(2).reduce((product, dim) => product * dim, 1);
  at.give(0, at.emit.expand(at.emit.scale(at.gradient, 1 / size), dims));
};

/** Elements that tie for the maximum share the gradient. */
const globalMax: GradientRule = (at) => {
  const { emit } = at;
  const axes = at.inputDims(0).flatMap((_, axis) => (axis >= 2 ? [axis] : []));
  const hit = emit.complement(emit.less(at.input(0), at.output()));
  at.give(0, emit.multiply(hit, emit.divide(at.gradient, emit.sum(hit, axes))));
};

export const POOLING_RULES: readonly (readonly [string, GradientRule])[] = [
  ['MaxPool', maxPool],
  ['AveragePool', averagePool],
  ['GlobalAveragePool', globalAverage],
  ['GlobalMaxPool', globalMax],
];
