import type { BatchNode } from './batch-node.ts';
import { type BatchRule, fromFront, onlyData, refuseAlong } from './rule.ts';

/** Convolutions, pooling and norms: axis 0 holds independent examples. */
function leading(at: BatchNode): number {
  const axis = onlyData(at);
  if (axis !== 0) at.refuse(`expects pictures along axis 0, but they lie along axis ${axis}`);
  if (at.node.opType === 'MaxPool' && at.node.outputs[1])
    at.refuse('gives positions that count through the whole batch');
  if (at.node.opType === 'BatchNormalization' && at.int('training_mode', 0) === 1) {
    at.refuse('is in training mode and takes means over the batch');
  }
  return axis;
}

/** Normalises over one axis, or (before operator set 13) over it and all behind it. */
function softmax(at: BatchNode): number {
  const carrier = onlyData(at);
  const rank = at.shape(0).length;
  const axis = fromFront(at.int('axis', at.opset < 13 ? 1 : -1), rank);
  if (at.opset < 13 ? carrier >= axis : carrier === axis) at.refuse('normalises across the batch axis');
  return carrier;
}

/** Normalises over an axis and all behind it. */
function layerNorm(at: BatchNode): number {
  const carrier = onlyData(at);
  if (carrier >= fromFront(at.int('axis', -1), at.shape(0).length)) at.refuse('normalises across the batch axis');
  return carrier;
}

function alongAxis(fallback: number): BatchRule {
  return (at) => {
    const carrier = onlyData(at);
    refuseAlong(at, carrier, fromFront(at.int('axis', fallback), at.shape(0).length));
    return carrier;
  };
}

function cumulative(at: BatchNode): number {
  const carrier = onlyData(at);
  const axis = at.fixed(1)?.[0] ?? at.refuse('has an axis that only a run would tell');
  refuseAlong(at, carrier, fromFront(axis, at.shape(0).length));
  return carrier;
}

function reduce(at: BatchNode): number {
  const carrier = onlyData(at);
  const rank = at.shape(0).length;
  const given = at.setting('axes', 1);
  if (given === null) at.refuse('has axes that only a run would tell');
  if (!given?.length && at.int('noop_with_empty_axes', 0) === 1) return carrier;
  const axes = new Set(
    (given?.length ? given : at.shape(0).map((_, axis) => axis)).map((axis) => fromFront(axis, rank)),
  );
  if (axes.has(carrier)) at.refuse('reduces over the batch axis');
  return shifted(carrier, axes, at.int('keepdims', 1) === 1);
}

function argument(at: BatchNode): number {
  const carrier = onlyData(at);
  const axis = fromFront(at.int('axis', 0), at.shape(0).length);
  refuseAlong(at, carrier, axis);
  return shifted(carrier, new Set([axis]), at.int('keepdims', 1) === 1);
}

function shifted(carrier: number, reduced: ReadonlySet<number>, kept: boolean): number {
  return kept ? carrier : carrier - [...reduced].filter((axis) => axis < carrier).length;
}

function gemm(at: BatchNode): number {
  const carrier = onlyData(at);
  if (carrier !== (at.int('transA', 0) === 1 ? 1 : 0)) at.refuse('multiplies along the batch axis');
  const bias = at.has(2) ? at.shape(2) : [];
  if (bias.length === 2 && bias[0] !== 1) at.refuse(`adds a constant of size ${bias[0]} along the batch axis`);
  return 0;
}

/** Leading axes broadcast; rows of the first and columns of the second factor stay apart. */
function matmul(at: BatchNode): number {
  const [a, b] = [at.shape(0), at.shape(1)];
  const [inA, inB] = [at.axis(0), at.axis(1)];
  const rank = at.outputShape().length;
  if (at.carriers().some((input) => input > 1)) at.refuse('has a zero point that changes with the pictures');
  if ((inA !== null && a.length === 1) || (inB !== null && b.length === 1))
    at.refuse('multiplies along the batch axis');
  if (inA !== null && inA === a.length - 1) at.refuse('multiplies along the batch axis');
  if (inB !== null && inB === b.length - 2) at.refuse('multiplies along the batch axis');
  const columns = inB !== null && inB === b.length - 1;
  const rows = inA !== null && inA === a.length - 2;
  if ((columns && inA !== null) || (rows && inB !== null)) at.refuse('pairs every picture with every other');
  if (columns) return rank - 1;
  if (rows) return rank - (b.length === 1 ? 1 : 2);
  // Counted from the back, where the axes of both factors meet; a vector as second factor drops an axis of the result.
  const depth = inA !== null ? a.length - inA : b.length - (inB as number);
  const sides = [
    { dims: a, carrier: inA },
    { dims: b, carrier: inB },
  ];
  const size = inA !== null ? a[inA] : b[inB as number];
  for (const { dims, carrier } of sides) {
    const own = dims.length - depth;
    if (carrier !== null && (carrier !== own || dims[own] !== size))
      at.refuse('meets the batch along two different axes');
    if (carrier === null && own >= 0 && dims[own] !== 1) {
      at.refuse(`multiplies pictures with a constant of size ${dims[own]} along the batch axis`);
    }
  }
  const dropped = a.length === 1 || b.length === 1 ? 1 : 0;
  return rank + dropped - depth;
}

/** Sampling places that are the same for all pictures are repeated. */
function gridSample(at: BatchNode): number {
  for (const [input, other] of [
    [0, 1],
    [1, 0],
  ]) {
    if (at.axis(input) === null) at.repeatFor(input, other, 0);
    else if (at.axis(input) !== 0) at.refuse('expects pictures along axis 0');
  }
  return 0;
}

function named(names: string, rule: BatchRule): [string, BatchRule][] {
  return names.split(' ').map((name) => [name, rule]);
}

export const LAYER_RULES: ReadonlyMap<string, BatchRule> = new Map([
  ...named(
    'AveragePool BatchNormalization Conv ConvInteger ConvTranspose DepthToSpace GlobalAveragePool GlobalLpPool ' +
      'GlobalMaxPool GroupNormalization InstanceNormalization LRN LpPool MaxPool QLinearConv SpaceToDepth STFT ' +
      'com.microsoft::FusedConv',
    leading,
  ),
  ...named('Softmax LogSoftmax Hardmax', softmax),
  ...named('LayerNormalization RMSNormalization SimplifiedLayerNormalization', layerNorm),
  ...named('LpNormalization TopK', alongAxis(-1)),
  ['CumSum', cumulative],
  ...named(
    'ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare',
    reduce,
  ),
  ...named('ArgMax ArgMin', argument),
  ['Gemm', gemm],
  ...named('MatMul MatMulInteger', matmul),
  ['GridSample', gridSample],
]);
