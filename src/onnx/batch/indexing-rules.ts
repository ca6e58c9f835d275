import type { BatchNode } from './batch-node.ts';
import { type BatchRule, fromFront, onlyData, refuseAlong } from './rule.ts';

/** Ends of slices: beyond every axis, and safe in all integer types. */
const TO_THE_END = 2 ** 31 - 1;

function concat(at: BatchNode): number {
  const carriers = at.carriers();
  const [first] = carriers;
  const carrier = at.axis(first) as number;
  const dims = at.shape(first);
  refuseAlong(at, carrier, fromFront(at.int('axis', 1), dims.length));
  for (let input = 0; input < at.inputCount; input++) {
    if (at.dependsOnCount(input)) at.refuse('computes with the number of pictures');
    if (at.axis(input) === null) at.repeatFor(input, first, carrier);
    else if (at.axis(input) !== carrier || at.shape(input)[carrier] !== dims[carrier]) {
      at.refuse('meets the batch along two different axes');
    }
  }
  return carrier;
}

function split(at: BatchNode): number {
  const carrier = onlyData(at);
  refuseAlong(at, carrier, fromFront(at.int('axis', 0), at.shape(0).length));
  return carrier;
}

function slice(at: BatchNode): number {
  const carrier = at.axis(0) ?? at.refuse('cuts a constant by the number of pictures');
  if (at.carriers().length > 1) at.refuse('has bounds that change with the pictures');
  const dims = at.shape(0);
  const given = at.setting('axes', 3);
  if (given === null) at.refuse('has axes that only a run would tell');
  const size = dims[carrier];
  const starts = at.setting('starts', 1);
  const axes = given ?? (starts ?? dims).map((_, axis) => axis);
  const entry = axes.map((axis) => fromFront(axis, dims.length)).indexOf(carrier);
  if (entry < 0) return carrier;
  const step = at.setting('steps', 4)?.[entry] ?? 1;
  const start = starts?.[entry];
  const counted = at.sizes(2)?.values[entry];
  if (start !== 0 || step !== 1) at.refuse('picks some of the pictures');
  if (counted?.batch) {
    if (counted.scale !== size) at.refuse('picks some of the pictures');
    return carrier;
  }
  const ends = at.setting('ends', 2) ?? at.refuse('has bounds that only a run would tell');
  if (ends[entry] < size) at.refuse('picks some of the pictures');
  if (ends[entry] >= TO_THE_END) return carrier;
  // For one picture the cut keeps all of it; now it keeps all of every picture.
  const freed = ends.map((end, index) => (index === entry ? TO_THE_END : Math.min(end, TO_THE_END)));
  if (at.node.attributes.has('ends')) {
    at.putAttribute('ends', { kind: 'ints', value: freed });
    at.note(`ends [${ends}] became [${freed}]`);
  } else at.putInts(2, freed, 'ends');
  return carrier;
}

function gather(at: BatchNode): number {
  const [data, indices] = [at.axis(0), at.axis(1)];
  const axis = fromFront(at.int('axis', 0), at.shape(0).length);
  if (at.dependsOnCount(0) || at.dependsOnCount(1)) at.refuse('computes with the number of pictures');
  if (data !== null && indices !== null) at.refuse('looks up places of one picture in all of them');
  if (data === null) return axis + (indices as number);
  if (data === axis) at.refuse('picks some of the pictures, or takes the batch axis away');
  return data < axis ? data : data - 1 + at.shape(1).length;
}

/** Data, indices (and updates) with the same axes. */
function alongside(at: BatchNode): number {
  const [first] = at.carriers();
  const carrier = at.axis(first) as number;
  const size = at.shape(first)[carrier];
  refuseAlong(at, carrier, fromFront(at.int('axis', 0), at.shape(0).length));
  for (let input = 0; input < at.inputCount; input++) {
    if (at.dependsOnCount(input)) at.refuse('computes with the number of pictures');
    if (at.axis(input) === null) at.repeatFor(input, first, carrier);
    else if (at.axis(input) !== carrier || at.shape(input)[carrier] !== size) {
      at.refuse('meets the batch along two different axes');
    }
  }
  return carrier;
}

function pad(at: BatchNode): number {
  const carrier = onlyData(at);
  const rank = at.shape(0).length;
  const pads = at.setting('pads', 1) ?? at.refuse('has paddings that only a run would tell');
  const given = at.setting('axes', 3);
  if (given === null) at.refuse('has axes that only a run would tell');
  const axes = given?.map((axis) => fromFront(axis, rank)) ?? Array.from({ length: rank }, (_, axis) => axis);
  const entry = axes.indexOf(carrier);
  if (entry >= 0 && (pads[entry] !== 0 || pads[entry + axes.length] !== 0)) at.refuse('pads the batch axis');
  return carrier;
}

function resize(at: BatchNode): number {
  const carrier = at.axis(0) ?? at.refuse('enlarges a constant by the number of pictures');
  if (at.carriers().length > 1) at.refuse('has sizes that change with the pictures');
  const dims = at.shape(0);
  const axes = at.setting('axes', -1) ?? dims.map((_, axis) => axis);
  const entry = axes.map((axis) => fromFront(axis, dims.length)).indexOf(carrier);
  if (entry < 0) return carrier;
  // Upsample has its scales in an attribute or input 1, Resize in input 1 (operator set 10) or 2.
  const scaleInput = at.node.opType === 'Upsample' || at.opset < 11 ? 1 : 2;
  const scales = at.setting('scales', scaleInput);
  if (scales?.length) {
    if (scales[entry] !== 1) at.refuse('enlarges the batch axis');
    return carrier;
  }
  const sizes = at.sizes(3) ?? at.refuse('has sizes that only a run would tell');
  const { scale, batch } = sizes.values[entry];
  if (scale !== dims[carrier]) at.refuse('enlarges the batch axis');
  if (batch) return carrier;
  if (at.text('keep_aspect_ratio_policy', 'stretch') !== 'stretch')
    at.refuse('keeps the aspect ratio with the batch axis in it');
  const plain = sizes.values.map((value) => value.scale);
  at.putInput(3, at.countedList(0, plain, entry));
  at.note(`sizes [${plain}] now follow the number of pictures`);
  return carrier;
}

function oneHot(at: BatchNode): number {
  const carrier = onlyData(at);
  const axis = fromFront(at.int('axis', -1), at.outputShape().length);
  return carrier < axis ? carrier : carrier + 1;
}

export const INDEXING_RULES: ReadonlyMap<string, BatchRule> = new Map<string, BatchRule>([
  ['Concat', concat],
  ['Split', split],
  ['Slice', slice],
  ['Gather', gather],
  ['GatherElements', alongside],
  ['ScatterElements', alongside],
  ['Pad', pad],
  ['Resize', resize],
  ['Upsample', resize],
  ['OneHot', oneHot],
  [
    'NonMaxSuppression',
    (at) => at.refuse('writes the boxes of all pictures into one list; take the raw proposals before it instead'),
  ],
  ['NonZero', (at) => at.refuse('makes a list whose length depends on the pictures')],
]);
