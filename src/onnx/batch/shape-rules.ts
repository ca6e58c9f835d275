import type { SizeVector } from '../size-values.ts';
import type { BatchNode } from './batch-node.ts';
import { type BatchRule, fromFront, onlyData } from './rule.ts';

function product(dims: readonly number[]): number {
  return dims.reduce((total, dim) => total * dim, 1);
}

/**
 * The batch can go to any output axis with as many elements before it as in the input: then each picture's elements stay
 * together there. Shuffle blocks use that: [1, C, H, W] to [C/2, 2, HW] merges the batch into axis 0, to be split off
 * again after a transposition.
 */
function reshape(at: BatchNode): number {
  const carrier = at.axis(0) ?? at.refuse('gives a constant as many elements as there are pictures');
  if (at.opset < 5) at.refuse('has its shape in an attribute, as operator sets below 5 had');
  const from = at.shape(0);
  const to = at.outputShape();
  if (product(from) === 0) at.refuse('works on an empty tensor');
  const before = product(from.slice(0, carrier));
  const places = to.flatMap((_, axis) => (product(to.slice(0, axis)) === before ? [axis] : []));
  if (places.length === 0) at.refuse('merges the pictures into one axis together with others before them');
  const target = at.sizes(1);
  const computed = target?.values.findIndex((value) => value.batch) ?? -1;
  const unchanged = from.length === to.length && from.every((dim, axis) => dim === to[axis]);
  const place = places.includes(computed) ? computed : unchanged ? carrier : places[0];
  const allowZero = at.int('allowzero', 0) === 1;
  if (target && [2, 3].every((count) => reshapesTo(target, from, carrier, to, place, count, allowZero))) return place;
  // A 0 copies the size of the same axis of the input; where the batch moves to another axis, only -1 will do.
  const copies = place === carrier && to[place] === from[carrier] && !allowZero;
  const old = at.fixed(1);
  const kept = (dim: number, axis: number) => (copies && old?.[axis] === -1 ? -1 : dim);
  at.putInts(
    1,
    to.map((dim, axis) => (axis === place ? (copies ? 0 : -1) : kept(dim, axis))),
    'shape',
  );
  return place;
}

/** Whether a target shape, as it stands, puts `count` pictures where they should be. */
function reshapesTo(
  target: SizeVector,
  from: readonly number[],
  carrier: number,
  to: readonly number[],
  place: number,
  count: number,
  allowZero: boolean,
): boolean {
  const source = from.map((dim, axis) => (axis === carrier ? dim * count : dim));
  const asked = target.values.map(({ scale, batch }, axis) => {
    if (scale === 0 && !allowZero) return source[axis];
    return batch ? scale * count : scale;
  });
  const open = asked.indexOf(-1);
  if (open >= 0) asked[open] = product(source) / -product(asked);
  return to.every((dim, axis) => asked[axis] === (axis === place ? dim * count : dim));
}

function flatten(at: BatchNode): number {
  const carrier = onlyData(at);
  const dims = at.shape(0);
  const axis = fromFront(at.int('axis', 1), dims.length);
  const [start, place] = carrier < axis ? [0, 0] : [axis, 1];
  if (product(dims.slice(start, carrier)) !== 1)
    at.refuse('merges the pictures into one axis together with others before them');
  return place;
}

function transpose(at: BatchNode): number {
  const carrier = onlyData(at);
  const perm = at.setting('perm', 1) ?? at.shape(0).map((_, axis, dims) => dims.length - 1 - axis);
  return perm.indexOf(carrier);
}

function squeeze(at: BatchNode): number {
  const carrier = onlyData(at);
  const dims = at.shape(0);
  const given = at.setting('axes', 1);
  if (given === null) at.refuse('has axes that only a run would tell');
  const axes = given
    ? given.map((axis) => fromFront(axis, dims.length))
    : dims.flatMap((dim, axis) => (dim === 1 ? [axis] : []));
  if (axes.includes(carrier)) at.refuse('takes the batch axis away');
  return carrier - axes.filter((axis) => axis < carrier).length;
}

function unsqueeze(at: BatchNode): number {
  const carrier = onlyData(at);
  const rank = at.outputShape().length;
  const given = at.setting('axes', 1) ?? at.refuse('has axes that only a run would tell');
  const added = new Set(given.map((axis) => fromFront(axis, rank)));
  return Array.from({ length: rank }, (_, axis) => axis).filter((axis) => !added.has(axis))[carrier];
}

/** The one entry of a computed shape that counts pictures, or -1. */
function countedEntry(at: BatchNode, shape: SizeVector): number {
  const entries = shape.values.flatMap((value, index) => (value.batch ? [index] : []));
  if (entries.length > 1) at.refuse('uses the number of pictures twice');
  return entries[0] ?? -1;
}

function expand(at: BatchNode): number {
  if (at.axis(1) !== null) at.refuse('has a shape that changes with the pictures');
  const target = at.sizes(1) ?? at.refuse('has a shape that only a run would tell');
  const dims = at.shape(0);
  const rank = Math.max(dims.length, target.values.length);
  const counted = countedEntry(at, target);
  const countedAxis = counted < 0 ? -1 : counted + rank - target.values.length;
  const carrier = at.axis(0);
  if (carrier === null) {
    const own = countedAxis - (rank - dims.length);
    if (own >= 0 && dims[own] !== 1) at.refuse('expands an axis that is not of size 1 to the number of pictures');
    return countedAxis;
  }
  const axis = carrier + rank - dims.length;
  if (counted >= 0 && countedAxis !== axis) at.refuse('meets the batch along two different axes');
  const entry = axis - (rank - target.values.length);
  if (entry < 0) return axis;
  const { scale, batch } = target.values[entry];
  if (batch ? scale === dims[carrier] : scale === 1) return axis;
  if (batch || scale !== dims[carrier]) at.refuse('repeats pictures along the batch axis');
  at.putInts(
    1,
    target.values.map((value, index) => (index === entry ? 1 : value.scale)),
    'shape',
  );
  return axis;
}

function tile(at: BatchNode): number {
  if (at.axis(1) !== null) at.refuse('has repeats that change with the pictures');
  const repeats = at.sizes(1) ?? at.refuse('has repeats that only a run would tell');
  const counted = countedEntry(at, repeats);
  const carrier = at.axis(0);
  if (carrier === null) return counted;
  if (counted >= 0 || repeats.values[carrier].scale !== 1) at.refuse('repeats pictures along the batch axis');
  return carrier;
}

function constantOfShape(at: BatchNode): number {
  if (at.axis(0) !== null) at.refuse('has a shape that changes with the pictures');
  return countedEntry(at, at.sizes(0) ?? at.refuse('has a shape that only a run would tell'));
}

export const SHAPE_RULES: ReadonlyMap<string, BatchRule> = new Map<string, BatchRule>([
  ['Reshape', reshape],
  ['Flatten', flatten],
  ['Transpose', transpose],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['Expand', expand],
  ['Tile', tile],
  ['ConstantOfShape', constantOfShape],
]);
