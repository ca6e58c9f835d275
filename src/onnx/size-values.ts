import type { OnnxElementType, OnnxNode } from './model.ts';
import { smallValues } from './tensor-values.ts';

/** A number that the graph computes from shapes: `scale`, or `scale` times the number of pictures. */
export interface SizeValue {
  readonly scale: number;
  readonly batch: boolean;
}

/** The elements of a small tensor, row-major. */
export interface SizeVector {
  readonly values: readonly SizeValue[];
  /** Integers divide with truncation. */
  readonly integer: boolean;
}

/** What is known of a node's inputs. */
export interface SizeInputs {
  sizes(input: number): SizeVector | null;
  /** Shape of an input for one picture; null when unknown. */
  dims(input: number): readonly number[] | null;
  /** Axis of an input that carries the batch; null when none does. */
  axis(input: number): number | null;
}

/** More elements than any shape has: longer constants are data. */
const LONGEST = 1024;

/**
 * Follows the small computations by which exporters build shapes (Shape, Gather, Concat, ...) with the number of pictures
 * as an unknown. Null when the node is none of them, or the result is no multiple of that number.
 */
export function evaluateSizes(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const result = node.domain ? null : (EVALUATORS[node.opType]?.(node, inputs) ?? null);
  return result && result.values.length <= LONGEST ? result : null;
}

export function isInteger(type: OnnxElementType): boolean {
  return /^u?int/.test(type);
}

export function constantSizes(values: readonly number[], integer: boolean): SizeVector {
  return { values: values.map((scale) => ({ scale, batch: false })), integer };
}

type Evaluator = (node: OnnxNode, inputs: SizeInputs) => SizeVector | null;

const same: Evaluator = (_, inputs) => inputs.sizes(0);

const EVALUATORS: Readonly<Record<string, Evaluator>> = {
  Identity: same,
  Reshape: same,
  Squeeze: same,
  Unsqueeze: same,
  Flatten: same,
  Shape: shapeOf,
  Size: (_, inputs) => {
    const shape = shapeVector(inputs);
    return shape && product(shape);
  },
  ReduceProd: (node, inputs) => {
    const sizes = inputs.sizes(0);
    const whole = inputs.dims(0)?.length === 1 || (!node.attributes.has('axes') && !node.inputs[1]);
    return sizes && whole ? product(sizes) : null;
  },
  Cast: castSizes,
  Floor: (_, inputs) => rounded(inputs.sizes(0), Math.floor),
  Ceil: (_, inputs) => rounded(inputs.sizes(0), Math.ceil),
  Concat: (node, inputs) => {
    const parts = node.inputs.map((_, index) => inputs.sizes(index));
    if (intOf(node, 'axis', 0) !== 0 || parts.some((part) => !part)) return null;
    const known = parts as SizeVector[];
    return { values: known.flatMap((part) => part.values), integer: known[0].integer };
  },
  Gather: gatherSizes,
  Slice: sliceSizes,
  Transpose: transposeSizes,
  ConstantOfShape: (node, inputs) => {
    const shape = fixedNumbers(inputs.sizes(0));
    const fill = node.attributes.get('value');
    const numbers = fill?.kind === 'tensor' ? smallValues(fill.value) : [0];
    const count = shape?.reduce((size, dim) => size * dim, 1) ?? Number.POSITIVE_INFINITY;
    if (!numbers || count > LONGEST) return null;
    const integer = fill?.kind === 'tensor' && isInteger(fill.value.type);
    return constantSizes(new Array<number>(count).fill(numbers[0]), integer);
  },
  Add: elementwise((a, b) => {
    if (a.batch !== b.batch) return a.scale === 0 ? b : b.scale === 0 ? a : null;
    return { scale: a.scale + b.scale, batch: a.batch };
  }),
  Sub: elementwise((a, b) => {
    if (a.batch !== b.batch) return b.scale === 0 ? a : null;
    return { scale: a.scale - b.scale, batch: a.batch };
  }),
  Mul: elementwise((a, b) => (a.batch && b.batch ? null : { scale: a.scale * b.scale, batch: a.batch || b.batch })),
  Div: elementwise((a, b, integer) => {
    if (b.scale === 0 || (b.batch && !a.batch)) return null;
    const scale = a.scale / b.scale;
    const batch = a.batch && !b.batch;
    // (3 B) / 2 rounds differently for each B.
    if (integer && !Number.isInteger(scale)) return a.batch || b.batch ? null : { scale: Math.trunc(scale), batch };
    return { scale, batch };
  }),
  Equal: elementwise((a, b) => {
    if (a.batch === b.batch) return { scale: a.scale === b.scale ? 1 : 0, batch: false };
    const [size, other] = a.batch ? [a, b] : [b, a];
    // A size is never the -1 or 0 that exporters compare it with; against other numbers it depends.
    return size.scale > 0 && other.scale <= 0 ? { scale: 0, batch: false } : null;
  }),
  Where: (_, inputs) => {
    const condition = fixedNumbers(inputs.sizes(0));
    const yes = inputs.sizes(1);
    const no = inputs.sizes(2);
    if (!condition || !yes || !no) return null;
    const length = Math.max(condition.length, yes.values.length, no.values.length);
    if (![condition, yes.values, no.values].every((list) => list.length === length || list.length === 1)) return null;
    const at = <T>(list: readonly T[], index: number) => list[list.length === 1 ? 0 : index];
    const values = Array.from({ length }, (__, index) => at((at(condition, index) ? yes : no).values, index));
    return { values, integer: yes.integer };
  },
};

/** The plain numbers of a vector that does not depend on the batch; null otherwise. */
export function fixedNumbers(sizes: SizeVector | null): number[] | null {
  return sizes && !sizes.values.some((value) => value.batch) ? sizes.values.map((value) => value.scale) : null;
}

function intOf(node: OnnxNode, name: string, fallback: number): number {
  const attribute = node.attributes.get(name);
  return attribute?.kind === 'int' ? attribute.value : fallback;
}

function shapeVector(inputs: SizeInputs): SizeVector | null {
  const dims = inputs.dims(0);
  if (!dims) return null;
  const batchAxis = inputs.axis(0);
  return { values: dims.map((scale, axis) => ({ scale, batch: axis === batchAxis })), integer: true };
}

function shapeOf(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const shape = shapeVector(inputs);
  if (!shape) return null;
  const end = node.attributes.get('end');
  const values = shape.values.slice(intOf(node, 'start', 0), end?.kind === 'int' ? end.value : undefined);
  return { values, integer: true };
}

function product(sizes: SizeVector): SizeVector | null {
  const carriers = sizes.values.filter((value) => value.batch).length;
  if (carriers > 1) return null;
  const scale = sizes.values.reduce((total, value) => total * value.scale, 1);
  return { values: [{ scale, batch: carriers === 1 }], integer: sizes.integer };
}

function castSizes(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const sizes = inputs.sizes(0);
  const to = intOf(node, 'to', 0);
  // TensorProto.DataType: 1 float, 10 half, 11 double, 16 bfloat16; 2 to 7 and 12, 13 are integers, 9 is bool.
  if (to === 1 || to === 11) return sizes && { ...sizes, integer: false };
  if ((to >= 2 && to <= 7) || to === 12 || to === 13) return rounded(sizes, Math.trunc, true);
  return null;
}

function rounded(sizes: SizeVector | null, round: (value: number) => number, integer = false): SizeVector | null {
  if (!sizes || sizes.values.some((value) => value.batch && !Number.isInteger(value.scale))) return null;
  return { values: sizes.values.map(({ scale, batch }) => ({ scale: round(scale), batch })), integer };
}

function gatherSizes(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const sizes = inputs.sizes(0);
  const dims = inputs.dims(0);
  const indices = fixedNumbers(inputs.sizes(1));
  if (!sizes || !dims || dims.length === 0 || !indices || intOf(node, 'axis', 0) !== 0) return null;
  const row = sizes.values.length / dims[0];
  const values = indices.flatMap((index) => {
    const start = (index < 0 ? index + dims[0] : index) * row;
    return sizes.values.slice(start, start + row);
  });
  return { values, integer: sizes.integer };
}

function sliceSizes(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const sizes = inputs.sizes(0);
  const dims = inputs.dims(0);
  const argument = (name: string, input: number): number[] | null => {
    const attribute = node.attributes.get(name);
    return attribute?.kind === 'ints' ? [...attribute.value] : fixedNumbers(inputs.sizes(input));
  };
  const starts = argument('starts', 1);
  const ends = argument('ends', 2);
  const axes = argument('axes', 3) ?? [0];
  const step = argument('steps', 4)?.[0] ?? 1;
  if (!sizes || !dims || dims.length === 0 || !starts || !ends || starts.length !== 1 || step === 0) return null;
  if (axes[0] !== 0 && axes[0] !== -dims.length) return null;
  const count = dims[0];
  const row = sizes.values.length / count;
  const [lowest, highest] = step > 0 ? [0, count] : [-1, count - 1];
  const clamp = (index: number) => Math.min(highest, Math.max(lowest, index < 0 ? index + count : index));
  const values: SizeValue[] = [];
  const end = clamp(ends[0]);
  for (let index = clamp(starts[0]); step > 0 ? index < end : index > end; index += step) {
    values.push(...sizes.values.slice(index * row, (index + 1) * row));
  }
  return { values, integer: sizes.integer };
}

function transposeSizes(node: OnnxNode, inputs: SizeInputs): SizeVector | null {
  const sizes = inputs.sizes(0);
  const dims = inputs.dims(0);
  if (!sizes || !dims) return null;
  const attribute = node.attributes.get('perm');
  const perm = attribute?.kind === 'ints' ? attribute.value : dims.map((_, axis) => dims.length - 1 - axis);
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((size, dim) => size * dim, 1));
  const values = sizes.values.map((_, flat) => {
    let rest = flat;
    let from = 0;
    for (let axis = perm.length - 1; axis >= 0; axis--) {
      const dim = dims[perm[axis]];
      from += (rest % dim) * strides[perm[axis]];
      rest = Math.floor(rest / dim);
    }
    return sizes.values[from];
  });
  return { values, integer: sizes.integer };
}

function elementwise(combine: (a: SizeValue, b: SizeValue, integer: boolean) => SizeValue | null): Evaluator {
  return (_, inputs) => {
    const a = inputs.sizes(0);
    const b = inputs.sizes(1);
    if (!a || !b) return null;
    const length = Math.max(a.values.length, b.values.length);
    if ([a, b].some((side) => side.values.length !== length && side.values.length !== 1)) return null;
    const at = (side: SizeVector, index: number) => side.values[side.values.length === 1 ? 0 : index];
    const integer = a.integer && b.integer;
    const values: SizeValue[] = [];
    for (let index = 0; index < length; index++) {
      const value = combine(at(a, index), at(b, index), integer);
      if (!value) return null;
      values.push(value);
    }
    return { values, integer };
  };
}
