import { elementCount, type TensorData } from '../../core/tensor.ts';
import type { GraphView } from '../graph-view.ts';
import type { OnnxAttribute, OnnxElementType, OnnxNode, OnnxTensor } from '../model.ts';
import { makeInts, makeTensor } from '../tensor-values.ts';

/** Element types that carry a gradient; halves are widened first, see `widenHalves`. */
export type FloatType = 'float32' | 'float64';

export function isFloat(type: OnnxElementType | undefined): type is FloatType {
  return type === 'float32' || type === 'float64';
}

type Plain = number | string | readonly number[] | OnnxAttribute;

/** A tensor that has been emitted: how it is called, and its shape and type, which later nodes are chosen by. */
export interface Emitted {
  readonly name: string;
  readonly dims: readonly number[];
  readonly type: FloatType;
}

/** Number of each type in TensorProto.DataType, as the Cast operator wants it. */
const CAST_TO: Readonly<Record<FloatType, number>> = { float32: 1, float64: 11 };

/**
 * Writes plain ONNX nodes in the forms of the model's own operator set, which is never raised. Every shape is known while
 * writing, so each operator is given constants only.
 */
export class Emitter {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly opset: number;
  readonly #view: GraphView;
  readonly #constants = new Map<string, string>();

  constructor(view: GraphView) {
    this.#view = view;
    this.opset = view.opset();
  }

  /** Any operator of one float output. */
  op(
    opType: string,
    inputs: readonly (Emitted | string)[],
    dims: readonly number[],
    type: FloatType,
    attributes: Readonly<Record<string, Plain>> = {},
  ): Emitted {
    const [name] = this.#emit(opType, inputs, attributes);
    return { name, dims, type };
  }

  add(a: Emitted, b: Emitted): Emitted {
    return this.#binary('Add', a, b);
  }

  subtract(a: Emitted, b: Emitted): Emitted {
    return this.#binary('Sub', a, b);
  }

  multiply(a: Emitted, b: Emitted): Emitted {
    return this.#binary('Mul', a, b);
  }

  divide(a: Emitted, b: Emitted): Emitted {
    return this.#binary('Div', a, b);
  }

  /** `x * factor`. */
  scale(x: Emitted, factor: number): Emitted {
    return factor === 1 ? x : this.multiply(x, this.scalar(factor, x.type));
  }

  /** `x + term`. */
  shift(x: Emitted, term: number): Emitted {
    return term === 0 ? x : this.add(x, this.scalar(term, x.type));
  }

  /** `1 - x`. */
  complement(x: Emitted): Emitted {
    return this.subtract(this.scalar(1, x.type), x);
  }

  /** An operator of one input that keeps shape and type. */
  unary(opType: string, x: Emitted): Emitted {
    return this.op(opType, [x], x.dims, x.type);
  }

  /** Keeps roots and lengths of 0 from dividing by 0: what they are multiplied with is 0 too, as a subgradient may be. */
  notZero(x: Emitted): Emitted {
    return this.shift(x, 1e-20);
  }

  square(x: Emitted): Emitted {
    return this.multiply(x, x);
  }

  /** 1 where `a > b`, 0 elsewhere. */
  greater(a: Emitted, b: Emitted): Emitted {
    return this.#mask('Greater', a, b);
  }

  /** 1 where `a < b`, 0 elsewhere. */
  less(a: Emitted, b: Emitted): Emitted {
    return this.#mask('Less', a, b);
  }

  /** 1 where `x > bound`. */
  above(x: Emitted, bound: number): Emitted {
    return this.greater(x, this.scalar(bound, x.type));
  }

  /** 1 where `x < bound`. */
  below(x: Emitted, bound: number): Emitted {
    return this.less(x, this.scalar(bound, x.type));
  }

  cast(x: Emitted, type: FloatType): Emitted {
    return x.type === type ? x : this.op('Cast', [x], x.dims, type, { to: CAST_TO[type] });
  }

  /** Whole numbers, or 1 where a boolean holds and 0 elsewhere. */
  toFloat(name: string, dims: readonly number[], type: FloatType): Emitted {
    return this.op('Cast', [name], dims, type, { to: CAST_TO[type] });
  }

  reshape(x: Emitted, dims: readonly number[]): Emitted {
    if (sameDims(x.dims, dims)) return x;
    return this.op('Reshape', [x, this.ints(dims)], dims, x.type);
  }

  transpose(x: Emitted, perm: readonly number[]): Emitted {
    if (perm.every((from, to) => from === to)) return x;
    const dims = perm.map((axis) => x.dims[axis]);
    return this.op('Transpose', [x], dims, x.type, { perm });
  }

  /** Sum over axes, which stay with length 1. */
  sum(x: Emitted, axes: readonly number[]): Emitted {
    const summed = axes.filter((axis) => x.dims[axis] !== 1);
    if (summed.length === 0) return x;
    const dims = x.dims.map((dim, axis) => (summed.includes(axis) ? 1 : dim));
    if (this.opset >= 13) return this.op('ReduceSum', [x, this.ints(summed)], dims, x.type, { keepdims: 1 });
    return this.op('ReduceSum', [x], dims, x.type, { axes: summed, keepdims: 1 });
  }

  /** Mean over axes, which stay with length 1. */
  mean(x: Emitted, axes: readonly number[]): Emitted {
    return this.scale(this.sum(x, axes), 1 / axes.reduce((count, axis) => count * x.dims[axis], 1));
  }

  /** Repeats axes of length 1 up to `dims`. */
  expand(x: Emitted, dims: readonly number[]): Emitted {
    if (sameDims(x.dims, dims)) return x;
    if (this.opset >= 8) return this.op('Expand', [x, this.ints(dims)], dims, x.type);
    return this.add(x, this.zeros(dims, x.type));
  }

  /** Undoes broadcasting: sums what was repeated, so that the result has `dims` again. */
  unbroadcast(x: Emitted, dims: readonly number[]): Emitted {
    const lead = x.dims.length - dims.length;
    const axes = x.dims.flatMap((dim, axis) => (axis < lead || (dims[axis - lead] === 1 && dim !== 1) ? [axis] : []));
    return this.reshape(this.sum(x, axes), dims);
  }

  /** The part from `start` up to (not with) `end` along one axis. */
  slice(x: Emitted, axis: number, start: number, end: number): Emitted {
    if (start === 0 && end === x.dims[axis]) return x;
    const dims = x.dims.map((dim, at) => (at === axis ? end - start : dim));
    if (this.opset < 10) {
      return this.op('Slice', [x], dims, x.type, { axes: [axis], starts: [start], ends: [end] });
    }
    return this.op('Slice', [x, this.ints([start]), this.ints([end]), this.ints([axis])], dims, x.type);
  }

  /** Adds `before` and `after` elements of one value along an axis; negative numbers cut elements off. */
  pad(x: Emitted, axis: number, before: number, after: number, value = 0): Emitted {
    const cut = this.slice(x, axis, Math.max(0, -before), x.dims[axis] - Math.max(0, -after));
    const [begin, end] = [Math.max(0, before), Math.max(0, after)];
    if (begin === 0 && end === 0) return cut;
    const rank = x.dims.length;
    const pads = Array.from({ length: rank * 2 }, (_, at) => (at === axis ? begin : at === rank + axis ? end : 0));
    const dims = cut.dims.map((dim, at) => (at === axis ? dim + begin + end : dim));
    if (this.opset < 11) {
      return this.op('Pad', [cut], dims, x.type, { pads, value: { kind: 'float', value } });
    }
    return this.op('Pad', [cut, this.ints(pads), this.scalar(value, x.type)], dims, x.type);
  }

  concat(parts: readonly Emitted[], axis: number): Emitted {
    if (parts.length === 1) return parts[0];
    const [first] = parts;
    const length = parts.reduce((sum, part) => sum + part.dims[axis], 0);
    const dims = first.dims.map((dim, at) => (at === axis ? length : dim));
    return this.op('Concat', parts, dims, first.type, { axis });
  }

  /** All slices of length 1 along an axis. */
  split(x: Emitted, axis: number): Emitted[] {
    const count = x.dims[axis];
    if (count === 1) return [x];
    const dims = x.dims.map((dim, at) => (at === axis ? 1 : dim));
    const lengths = Array.from({ length: count }, () => 1);
    const names =
      this.opset >= 13
        ? this.#emit('Split', [x, this.ints(lengths)], { axis }, count)
        : this.#emit('Split', [x], { axis, split: lengths }, count);
    return names.map((name) => ({ name, dims, type: x.type }));
  }

  /** Batched matrix product of operands with at least two axes each. */
  matmul(a: Emitted, b: Emitted): Emitted {
    const lead = broadcastDims(a.dims.slice(0, -2), b.dims.slice(0, -2));
    return this.op('MatMul', [a, b], [...lead, a.dims[a.dims.length - 2], b.dims[b.dims.length - 1]], a.type);
  }

  /**
   * Applies one matrix along an axis: element i of the result is the sum over j of `matrix[i, j]` times element j.
   * @param matrix row-major, `rows` x `x.dims[axis]`
   */
  mapAxis(x: Emitted, axis: number, matrix: Float32Array, rows: number): Emitted {
    const columns = x.dims[axis];
    const before = elementCount(x.dims.slice(0, axis));
    const after = elementCount(x.dims.slice(axis + 1));
    const dims = x.dims.map((dim, at) => (at === axis ? rows : dim));
    if (after === 1) {
      const turned = new Float32Array(matrix.length);
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = matrix[i * columns + j];
      const flat = this.reshape(x, [before, columns]);
      return this.reshape(this.matmul(flat, this.constant(turned, [columns, rows], x.type)), dims);
    }
    const flat = this.reshape(x, [before, columns, after]);
    return this.reshape(this.matmul(this.constant(matrix, [rows, columns], x.type), flat), dims);
  }

  scalar(value: number, type: FloatType): Emitted {
    const key = `${type} ${value}`;
    const name = this.#constants.get(key) ?? this.#addConstant([value], [], type);
    this.#constants.set(key, name);
    return { name, dims: [], type };
  }

  zeros(dims: readonly number[], type: FloatType): Emitted {
    if (this.opset >= 8) return this.expand(this.scalar(0, type), dims);
    return this.constant(new Float32Array(elementCount(dims)), dims, type);
  }

  constant(values: ArrayLike<number>, dims: readonly number[], type: FloatType): Emitted {
    return { name: this.#addConstant(values, dims, type), dims, type };
  }

  /** The name of a one-dimensional int64 constant. */
  ints(values: readonly number[]): string {
    const key = `ints ${values.join(' ')}`;
    let name = this.#constants.get(key);
    if (name === undefined) {
      name = this.#view.freshName('gradient/ints');
      this.initializers.push(makeInts(name, values));
      this.#constants.set(key, name);
    }
    return name;
  }

  #addConstant(values: ArrayLike<number>, dims: readonly number[], type: FloatType): string {
    const name = this.#view.freshName('gradient/constant');
    this.initializers.push(makeTensor(name, { type, dims, data: toType(values, type) }));
    return name;
  }

  #binary(opType: string, a: Emitted, b: Emitted): Emitted {
    return this.op(opType, [a, b], broadcastDims(a.dims, b.dims), a.type);
  }

  #mask(opType: string, a: Emitted, b: Emitted): Emitted {
    const [holds] = this.#emit(opType, [a, b], {});
    return this.toFloat(holds, broadcastDims(a.dims, b.dims), a.type);
  }

  #emit(
    opType: string,
    inputs: readonly (Emitted | string)[],
    attributes: Readonly<Record<string, Plain>>,
    count = 1,
  ): string[] {
    const outputs = Array.from({ length: count }, () => this.#view.freshName(`gradient/${opType}`));
    this.nodes.push({
      name: outputs[0],
      opType,
      domain: '',
      inputs: inputs.map((input) => (typeof input === 'string' ? input : input.name)),
      outputs,
      attributes: new Map(Object.entries(attributes).map(([key, value]) => [key, toAttribute(value)])),
      encoded: null,
    });
    return outputs;
  }
}

function toAttribute(value: Plain): OnnxAttribute {
  if (typeof value === 'number') return { kind: 'int', value };
  if (typeof value === 'string') return { kind: 'string', value };
  return Array.isArray(value) ? { kind: 'ints', value } : (value as OnnxAttribute);
}

function toType(values: ArrayLike<number>, type: FloatType): TensorData {
  return type === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
}

export function sameDims(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dim, axis) => dim === b[axis]);
}

function broadcastDims(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    return left === 1 ? right : left;
  });
}
