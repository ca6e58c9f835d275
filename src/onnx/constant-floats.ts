import { elementCount, tensorToFloat32 } from '../core/tensor.ts';
import type { GraphView } from './graph-view.ts';
import type { OnnxNode } from './model.ts';
import { tensorValues } from './tensor-values.ts';

export interface ConstantFloats {
  readonly dims: readonly number[];
  /** Row-major. */
  readonly data: Float32Array;
}

/** Longer chains between a weight's file and its use are no storage format. */
const LONGEST_CHAIN = 16;

/**
 * The numbers of a weight as its user sees them: behind Cast (16-bit weights), Mul or DequantizeLinear (8-bit weights with
 * scales), Transpose, Reshape and the like, in any order. Null when it is no constant, or made in another way.
 *
 * @throws XaiError `model-external-data` when the numbers lie in another file
 */
export function constantFloats(view: GraphView, name: string, chain = 0): ConstantFloats | null {
  const constant = view.constant(name);
  if (constant) {
    const values = tensorValues(constant);
    return { dims: values.dims, data: tensorToFloat32(values) };
  }
  const node = view.producer(name);
  if (!node || node.domain || chain === LONGEST_CHAIN) return null;
  const input = (index: number) => (node.inputs[index] ? constantFloats(view, node.inputs[index], chain + 1) : null);
  const first = input(0);
  if (!first) return null;
  switch (node.opType) {
    case 'Cast':
    case 'Identity':
      return first;
    case 'Transpose':
      return transpose(first, intsOf(node, 'perm') ?? first.dims.map((_, axis) => first.dims.length - 1 - axis));
    case 'Reshape':
      return reshape(first, view.numbers(node.inputs[1]));
    case 'Mul': {
      const second = input(1);
      return second && multiply(first, second);
    }
    case 'DequantizeLinear': {
      const scale = input(1);
      return scale && dequantise(first, scale, node.inputs[2] ? input(2) : null, intOf(node, 'axis') ?? 1);
    }
    default:
      return null;
  }
}

function intsOf(node: OnnxNode, name: string): readonly number[] | null {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'ints' ? attribute.value : null;
}

function intOf(node: OnnxNode, name: string): number | null {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : null;
}

function transpose({ dims, data }: ConstantFloats, perm: readonly number[]): ConstantFloats {
  const strides = dims.map((_, axis) => elementCount(dims.slice(axis + 1)));
  const turned = perm.map((axis) => dims[axis]);
  const result = new Float32Array(data.length);
  const place = perm.map(() => 0);
  for (let index = 0; index < data.length; index++) {
    result[index] = data[place.reduce((sum, step, axis) => sum + step * strides[perm[axis]], 0)];
    for (let axis = place.length - 1; axis >= 0 && ++place[axis] === turned[axis]; axis--) place[axis] = 0;
  }
  return { dims: turned, data: result };
}

/** 0 keeps an axis, -1 is what is left. */
function reshape({ dims, data }: ConstantFloats, wanted: readonly number[] | null): ConstantFloats | null {
  if (!wanted) return null;
  const known = wanted.map((size, axis) => (size === 0 ? dims[axis] : size));
  const rest = data.length / elementCount(known.filter((size) => size !== -1));
  const result = known.map((size) => (size === -1 ? rest : size));
  return elementCount(result) === data.length ? { dims: result, data } : null;
}

/** The larger one times the other, repeated along axes of size 1; null where both would be repeated. */
function multiply(a: ConstantFloats, b: ConstantFloats): ConstantFloats | null {
  const [large, small] = a.data.length >= b.data.length ? [a, b] : [b, a];
  const offset = large.dims.length - small.dims.length;
  if (offset < 0 || small.dims.some((size, axis) => size !== 1 && size !== large.dims[axis + offset])) return null;
  const strides = large.dims.map((_, axis) =>
    axis < offset || small.dims[axis - offset] === 1 ? 0 : elementCount(small.dims.slice(axis - offset + 1)),
  );
  return {
    dims: large.dims,
    data: large.data.map((value, index) => value * small.data[indexIn(large.dims, strides, index)]),
  };
}

function indexIn(dims: readonly number[], strides: readonly number[], index: number): number {
  let left = index;
  let result = 0;
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    result += (left % dims[axis]) * strides[axis];
    left = Math.floor(left / dims[axis]);
  }
  return result;
}

/** (value - zero point) scale, both for the whole tensor or for each entry of an axis; null for blocks. */
function dequantise(
  { dims, data }: ConstantFloats,
  scale: ConstantFloats,
  zero: ConstantFloats | null,
  axis: number,
): ConstantFloats | null {
  const along = axis < 0 ? axis + dims.length : axis;
  const single = scale.data.length === 1;
  if (!single && (scale.dims.length !== 1 || scale.data.length !== dims[along])) return null;
  const inner = elementCount(dims.slice(along + 1));
  const values = data.map((value, index) => {
    const entry = single ? 0 : Math.floor(index / inner) % dims[along];
    return (value - (zero?.data[entry] ?? 0)) * scale.data[entry];
  });
  return { dims, data: values };
}
