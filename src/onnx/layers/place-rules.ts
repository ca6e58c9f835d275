import type { OnnxNode } from '../model.ts';
import { type Axis, axisSize, joinAxes, plainAxis, readAxis, regroup, resizeAxis, sliceAxis } from './axes.ts';

/** What a rule sees of a node. Input axes are null where nothing is known: constants, tensors of unknown shape. */
export interface PlaceNode {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly inputs: readonly (readonly Axis[] | null)[];
  /** Shape of an output; null when it is not fixed. */
  readonly outputDims: readonly (readonly number[] | null)[];
  inputDims(input: number): readonly number[] | null;
  /** A setting that is an attribute in old operator sets and an input in new ones. */
  setting(attribute: string, input: number): readonly number[] | null;
}

/** The axes of every output; null where its places are lost. */
export type PlaceRule = (at: PlaceNode) => readonly (readonly Axis[] | null)[];

const plain = (dims: readonly number[]): readonly Axis[] => dims.map(plainAxis);

function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

function intOf(node: OnnxNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : fallback;
}

/** Runs a rule for the first output alone; further outputs have no places. */
const one =
  (rule: (at: PlaceNode, input: readonly Axis[], dims: readonly number[]) => readonly Axis[] | null): PlaceRule =>
  (at) => {
    const [input] = at.inputs;
    const [dims] = at.outputDims;
    return [input && dims ? rule(at, input, dims) : null];
  };

/** Convolutions, pooling, resizing: axes 2 and up keep their meaning, channels are new. */
const image = one((_, input, dims) =>
  input.length === dims.length
    ? dims.map((size, axis) =>
        axis === 0 ? resizeAxis(input[0], size) : axis === 1 ? plainAxis(size) : resizeAxis(input[axis], size),
      )
    : null,
);

/** Every axis keeps its meaning, whatever its new size. */
const resized = one((_, input, dims) =>
  input.length === dims.length ? dims.map((size, axis) => resizeAxis(input[axis], size)) : null,
);

const reshape = one((_, input, dims) => regroup(input, dims));

const transpose = one(({ node }, input) => {
  const perm = node.attributes.get('perm');
  const order = perm?.kind === 'ints' ? perm.value : input.map((_, axis) => input.length - 1 - axis);
  return order.map((axis) => input[axis] ?? []);
});

const concat: PlaceRule = (at) => {
  const [dims] = at.outputDims;
  if (!dims) return [null];
  const axis = fromFront(intOf(at.node, 'axis', 1), dims.length);
  const parts = at.inputs.map((input, index) => input ?? plain(at.inputDims(index) ?? []));
  if (parts.some((part) => part.length !== dims.length)) return [null];
  const joined = joinAxes(parts.map((part) => part[axis]));
  return [
    dims.map((size, k) => (k === axis ? joined : (parts.find((part) => isPlace(part[k]))?.[k] ?? plainAxis(size)))),
  ];
};

const split: PlaceRule = (at) => {
  const [input] = at.inputs;
  let start = 0;
  return at.outputDims.map((dims) => {
    if (!input || !dims || dims.length !== input.length) return null;
    const axis = fromFront(intOf(at.node, 'axis', 0), dims.length);
    const from = start;
    start += dims[axis];
    return input.map((kept, k) => (k === axis ? sliceAxis(kept, from, start) : kept));
  });
};

const slice = one((at, input, dims) => {
  const starts = at.setting('starts', 1);
  const axes = at.setting('axes', 3) ?? starts?.map((_, axis) => axis) ?? [];
  const steps = at.setting('steps', 4);
  return dims.map((size, axis) => {
    const full = axisSize(input[axis]);
    if (size === full) return input[axis];
    const entry = axes.findIndex((candidate) => fromFront(candidate, dims.length) === axis);
    const start = starts?.[entry];
    if (start === undefined || (steps?.[entry] ?? 1) !== 1) return resizeAxis(input[axis], size);
    const from = Math.max(0, start < 0 ? start + full : start);
    return sliceAxis(input[axis], from, from + size);
  });
});

const gather = one((at, input) => {
  const axis = fromFront(intOf(at.node, 'axis', 0), input.length);
  const indices = at.inputDims(1);
  if (!indices || axis >= input.length) return null;
  const picked = at.setting('', 1)?.map((index) => fromFront(index, axisSize(input[axis])));
  return [
    ...input.slice(0, axis),
    ...indices.map((size) => gathered(input[axis], size, picked)),
    ...input.slice(axis + 1),
  ];
});

/** Indices that count up keep tokens; rows and columns may come in any order (a shift, a flip). */
function gathered(axis: Axis, size: number, picked: readonly number[] | undefined): Axis {
  const isRun = picked?.length === size && picked.every((index, k) => index === picked[0] + k);
  if (isRun && size > 1) return sliceAxis(axis, picked[0], picked[0] + size);
  return readAxis(axis).kind === 'mixed' ? plainAxis(size) : resizeAxis(axis, size);
}

/** Axes that are reduced vanish, or keep size 1. */
const reduce = one((at, input, dims) => {
  const single = at.node.opType.startsWith('Arg');
  const given = single ? [intOf(at.node, 'axis', 0)] : at.setting('axes', 1);
  const axes = new Set((given ?? input.map((_, axis) => axis)).map((axis) => fromFront(axis, input.length)));
  const kept = input.map((axis, k) => (axes.has(k) ? [] : axis));
  return kept.length === dims.length ? kept : kept.filter((_, k) => !axes.has(k));
});

const matMul =
  (first: number, second: number): PlaceRule =>
  (at) => {
    const [dims] = at.outputDims;
    const [a, b] = [at.inputs[first], at.inputs[second]];
    if (!dims || dims.length < 2) return [null];
    const result = dims.map((size, axis) => {
      if (axis === dims.length - 1) return b?.at(-1) ?? plainAxis(size);
      if (axis === dims.length - 2) return a?.at(-2) ?? plainAxis(size);
      const places = [a, b].map((input) => input?.at(axis - dims.length) ?? []);
      return places.find((place) => isPlace(place)) ?? plainAxis(size);
    });
    return [result.every((axis, k) => axisSize(axis) === dims[k]) ? result : null];
  };

const gemm: PlaceRule = (at) => {
  const [dims] = at.outputDims;
  if (dims?.length !== 2) return [null];
  const rows = at.inputs[0]?.[intOf(at.node, 'transA', 0) ? 1 : 0] ?? plainAxis(dims[0]);
  const columns = at.inputs[1]?.[intOf(at.node, 'transB', 0) ? 0 : 1] ?? plainAxis(dims[1]);
  return [[rows, columns]];
};

const none: PlaceRule = (at) => at.outputDims.map((dims) => dims && plain(dims));

/** Element by element, inputs of lower rank or size 1 repeated; fits activations, norms, arithmetic and most of what is left. */
export const broadcast: PlaceRule = (at) =>
  at.outputDims.map((dims) => {
    if (!dims) return null;
    const fitting = at.inputs.filter(
      (input): input is readonly Axis[] =>
        input !== null &&
        input.length <= dims.length &&
        input.every((axis, k) => axis.length === 0 || axisSize(axis) === dims[dims.length - input.length + k]),
    );
    return dims.map((size, k) => {
      const candidates = fitting.map((input) => input[k - dims.length + input.length] ?? []);
      return candidates.find((axis) => isPlace(axis)) ?? plainAxis(size);
    });
  });

export function isPlace(axis: Axis): boolean {
  return axis.some((factor) => factor.along !== null);
}

function named(rule: PlaceRule, names: string): [string, PlaceRule][] {
  return names.split(' ').map((name) => [name, rule]);
}

/** Rules by operator; any other operator is taken to work element by element where the shapes allow it. */
export const PLACE_RULES: ReadonlyMap<string, PlaceRule> = new Map([
  ...named(image, 'Conv ConvInteger QLinearConv ConvTranspose DeformConv MaxPool AveragePool LpPool GlobalAveragePool'),
  ...named(image, 'GlobalMaxPool GlobalLpPool MaxRoiPool SpaceToDepth DepthToSpace'),
  ...named(resized, 'Resize Upsample Pad'),
  ...named(reshape, 'Reshape Flatten Squeeze Unsqueeze'),
  ...named(transpose, 'Transpose'),
  ...named(concat, 'Concat'),
  ...named(split, 'Split'),
  ...named(slice, 'Slice'),
  ...named(gather, 'Gather'),
  ...named(
    reduce,
    'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp',
  ),
  ...named(reduce, 'ReduceSumSquare ArgMax ArgMin'),
  ...named(matMul(0, 1), 'MatMul MatMulInteger'),
  ...named(matMul(0, 3), 'QLinearMatMul'),
  ...named(gemm, 'Gemm'),
  ...named(none, 'Shape Size TopK NonMaxSuppression NonZero GatherND GatherElements ScatterND GridSample RoiAlign'),
]);
