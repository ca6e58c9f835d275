/** Operators that move numbers without changing them. */
import type { Emitted } from '../emitter.ts';
import type { GradientRule, NodeGradient } from '../node-gradient.ts';

const reshape: GradientRule = (at) => at.give(0, at.emit.reshape(at.gradient, at.inputDims(0)));

const transpose: GradientRule = (at) => {
  const rank = at.inputDims(0).length;
  const perm = at.ints('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  const inverse = perm.map((_, axis) => perm.indexOf(axis));
  at.give(0, at.emit.transpose(at.gradient, inverse));
};

const expand: GradientRule = (at) => at.give(0, at.emit.unbroadcast(at.gradient, at.inputDims(0)));

/** Each axis is split into repeats and length; the repeats are summed. */
const tile: GradientRule = (at) => {
  const from = at.inputDims(0);
  const to = at.outputDims();
  const split = from.flatMap((dim, axis) => [to[axis] / dim, dim]);
  const repeats = from.map((_, axis) => axis * 2);
  at.give(0, at.emit.reshape(at.emit.sum(at.emit.reshape(at.gradient, split), repeats), from));
};

const concat: GradientRule = (at) => {
  const axis = at.axis(at.int('axis', 0), at.outputDims().length);
  let start = 0;
  at.node.inputs.forEach((_, input) => {
    const end = start + at.inputDims(input)[axis];
    if (at.wants(input)) at.give(input, at.emit.slice(at.gradient, axis, start, end));
    start = end;
  });
};

/** Parts whose gradient nobody sends count as 0. */
const split: GradientRule = (at) => {
  const axis = at.axis(at.int('axis', 0), at.inputDims(0).length);
  const type = at.gradients.find((gradient) => gradient !== null)?.type ?? at.input(0).type;
  const parts = at.gradients.map((gradient, output) => gradient ?? at.emit.zeros(at.outputDims(output), type));
  at.give(0, at.emit.concat(parts, axis));
};

/** Moves the blocks of channels back to where they came from; CRD counts channels first, DCR blocks first. */
const depthToSpace: GradientRule = (at) => {
  const size = at.int('blocksize', 1);
  const [batch, channels, height, width] = at.inputDims(0);
  const columnsFirst = at.string('mode', 'DCR') === 'CRD';
  const inner = channels / (size * size);
  const spread = at.emit.reshape(at.gradient, [batch, inner, height, size, width, size]);
  const moved = at.emit.transpose(spread, columnsFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]);
  at.give(0, at.emit.reshape(moved, at.inputDims(0)));
};

const spaceToDepth: GradientRule = (at) => {
  const size = at.int('blocksize', 1);
  const [batch, channels, height, width] = at.inputDims(0);
  const blocks = at.emit.reshape(at.gradient, [batch, size, size, channels, height / size, width / size]);
  at.give(0, at.emit.reshape(at.emit.transpose(blocks, [0, 3, 4, 1, 5, 2]), at.inputDims(0)));
};

/** Which element of the input each element of one output axis is; -1 for none (constant padding). */
function alongAxis(at: NodeGradient, gradient: Emitted, axis: number, sources: readonly number[]): Emitted {
  const length = at.inputDims(0)[axis];
  const first = sources.findIndex((source) => source >= 0);
  const last = sources.findLastIndex((source) => source >= 0);
  const isRun = sources.slice(first, last + 1).every((source, offset) => source === sources[first] + offset);
  if (first >= 0 && isRun) {
    const cut = at.emit.slice(gradient, axis, first, last + 1);
    return at.emit.pad(cut, axis, sources[first], length - sources[last] - 1);
  }
  const matrix = new Float32Array(length * sources.length);
  sources.forEach((source, position) => {
    if (source >= 0) matrix[source * sources.length + position] = 1;
  });
  return at.emit.mapAxis(gradient, axis, matrix, length);
}

const slice: GradientRule = (at) => {
  const dims = at.inputDims(0);
  const starts = at.ints('starts') ?? at.fixedNumbers(1, 'starts');
  const axes = at.ints('axes') ?? (at.has(3) ? at.fixedNumbers(3, 'axes') : starts.map((_, axis) => axis));
  const steps = at.has(4) ? at.fixedNumbers(4, 'steps') : starts.map(() => 1);
  let gradient = at.gradient;
  axes.forEach((stated, index) => {
    const axis = at.axis(stated, dims.length);
    const start = starts[index] < 0 ? starts[index] + dims[axis] : starts[index];
    const first = Math.min(steps[index] > 0 ? dims[axis] : dims[axis] - 1, Math.max(0, start));
    const sources = Array.from({ length: at.outputDims()[axis] }, (_, position) => first + position * steps[index]);
    gradient = alongAxis(at, gradient, axis, sources);
  });
  at.give(0, gradient);
};

/** Constant padding is cut off; reflected, repeated and wrapped elements go back to where they were copied from. */
const pad: GradientRule = (at) => {
  const dims = at.inputDims(0);
  const pads = at.ints('pads') ?? at.fixedNumbers(1, 'padding');
  const axes = at.has(3) ? at.fixedNumbers(3, 'axes') : dims.map((_, axis) => axis);
  const mode = at.string('mode', 'constant');
  let gradient = at.gradient;
  axes.forEach((stated, index) => {
    const axis = at.axis(stated, dims.length);
    const length = dims[axis];
    const source = (position: number) => {
      if (position >= 0 && position < length) return position;
      if (mode === 'edge') return position < 0 ? 0 : length - 1;
      if (mode === 'wrap') return ((position % length) + length) % length;
      if (mode === 'reflect') return position < 0 ? -position : 2 * (length - 1) - position;
      return -1;
    };
    const count = length + pads[index] + pads[axes.length + index];
    if (count === length && pads[index] === 0) return;
    gradient = alongAxis(
      at,
      gradient,
      axis,
      Array.from({ length: count }, (_, position) => source(position - pads[index])),
    );
  });
  at.give(0, gradient);
};

/** Constant indices send each element back to where it was taken from; computed ones through a one-hot matrix. */
const gather: GradientRule = (at) => {
  const dims = at.inputDims(0);
  const axis = at.axis(at.int('axis', 0), dims.length);
  const indexDims = at.inputDims(1);
  const count = indexDims.reduce((product, dim) => product * dim, 1);
  const flat = at.emit.reshape(at.gradient, [...dims.slice(0, axis), count, ...dims.slice(axis + 1)]);
  const indices = at.numbers(1);
  if (indices) {
    const sources = indices.map((index) => at.axis(index, dims[axis]));
    at.give(0, alongAxis(at, flat, axis, sources));
    return;
  }
  at.give(0, gatherComputed(at, flat, axis, count));
};

function gatherComputed(at: NodeGradient, flat: Emitted, axis: number, count: number): Emitted {
  const { emit } = at;
  if (at.opset < 11) at.refuse('takes elements at computed places, and its operator set is older than 11');
  const dims = at.inputDims(0);
  const length = dims[axis];
  const type = flat.type;
  const indices = emit.op('Reshape', [at.node.inputs[1], emit.ints([count])], [count], type);
  const levels = emit.constant([0, 1], [2], type);
  const chosen = emit.op('OneHot', [indices, emit.ints([length]), levels], [length, count], type, { axis: 0 });
  const before = dims.slice(0, axis).reduce((product, dim) => product * dim, 1);
  const after = dims.slice(axis + 1).reduce((product, dim) => product * dim, 1);
  return emit.reshape(emit.matmul(chosen, emit.reshape(flat, [before, count, after])), dims);
}

/** The k best values go back to where they were found. */
const topK: GradientRule = (at) => {
  if (at.opset < 11) at.refuse('finds its best values at computed places, and its operator set is older than 11');
  const { emit, gradient } = at;
  const axis = at.int('axis', -1);
  const dims = at.inputDims(0);
  const zeros = emit.zeros(dims, gradient.type);
  at.give(0, emit.op('ScatterElements', [zeros, at.node.outputs[1], gradient], dims, gradient.type, { axis }));
};

const cumulativeSum: GradientRule = (at) => {
  const attributes = { exclusive: at.int('exclusive', 0), reverse: at.int('reverse', 0) === 0 ? 1 : 0 };
  const { gradient } = at;
  at.give(0, at.emit.op('CumSum', [gradient, at.node.inputs[1]], gradient.dims, gradient.type, attributes));
};

const triangle: GradientRule = (at) => {
  const { gradient, node } = at;
  const inputs = node.inputs[1] ? [gradient, node.inputs[1]] : [gradient];
  at.give(0, at.emit.op('Trilu', inputs, gradient.dims, gradient.type, { upper: at.int('upper', 1) }));
};

export const SHAPE_RULES: readonly (readonly [string, GradientRule])[] = [
  ['Reshape', reshape],
  ['Flatten', reshape],
  ['Squeeze', reshape],
  ['Unsqueeze', reshape],
  ['Transpose', transpose],
  ['Expand', expand],
  ['Tile', tile],
  ['Concat', concat],
  ['Split', split],
  ['DepthToSpace', depthToSpace],
  ['SpaceToDepth', spaceToDepth],
  ['Slice', slice],
  ['Pad', pad],
  ['Gather', gather],
  ['TopK', topK],
  ['CumSum', cumulativeSum],
  ['Trilu', triangle],
];
