import { XaiError } from '../core/errors.ts';
import { elementCount, type Tensor, type TensorData } from '../core/tensor.ts';
import { ELEMENT_TYPES, elementBits, type OnnxTensor } from './model.ts';
import { WireReader, WireWriter } from './wire.ts';

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} as const;

/**
 * The numbers of a constant, copied out of the file.
 *
 * @throws XaiError `model-external-data` when they lie in another file, `model-unreadable` when there are too few or too
 * many of them, `model-unsupported` for element types that the runtime cannot take across its border (strings, 8-bit
 * floats, ...).
 */
export function tensorValues(tensor: OnnxTensor): Tensor {
  if (tensor.externalFile !== null) {
    throw new XaiError(
      'model-external-data',
      `The weights of "${tensor.name}" lie in ${tensor.externalFile}. Give that file too.`,
      {
        file: tensor.externalFile,
      },
    );
  }
  if (!(tensor.type in ARRAYS)) {
    throw new XaiError(
      'model-unsupported',
      `The constant "${tensor.name}" has type ${tensor.type}, which cannot be read here.`,
    );
  }
  const type = tensor.type as keyof typeof ARRAYS;
  const count = elementCount(tensor.dims);
  const data = readRaw(tensor, type, count) ?? readTyped(tensor, type, count);
  return { type, dims: tensor.dims, data };
}

function readRaw(tensor: OnnxTensor, type: keyof typeof ARRAYS, count: number): TensorData | null {
  const reader = new WireReader(tensor.encoded);
  let raw: Uint8Array | null = null;
  while (reader.next()) {
    if (reader.field === 9) raw = reader.slice();
    else reader.skip();
  }
  // An empty raw field beside typed ones is written by some exporters.
  if (!raw || (raw.length === 0 && count > 0)) return null;
  if (raw.length !== (count * elementBits(type)) / 8) throw wrongLength(tensor, count);
  // The file is little-endian, as is every machine that runs this; copying aligns (a Node Buffer's slice would not copy).
  return new ARRAYS[type](new Uint8Array(raw).buffer);
}

/** Values in the fields for floats (4), small integers and halves (5), int64 (7), doubles (10) and uint64 (11). */
function readTyped(tensor: OnnxTensor, type: keyof typeof ARRAYS, count: number): TensorData {
  const reader = new WireReader(tensor.encoded);
  const integers: bigint[] = [];
  const floats: number[] = [];
  while (reader.next()) {
    if (reader.field === 4) reader.floats(floats);
    else if (reader.field === 5 || reader.field === 7 || reader.field === 11) reader.bigints(integers);
    else if (reader.field === 10) reader.doubles(floats);
    else reader.skip();
  }
  const values = type === 'float32' || type === 'float64' ? floats : integers;
  if (values.length !== count) throw wrongLength(tensor, count);
  if (type === 'int64') return BigInt64Array.from(integers);
  if (type === 'uint64') return BigUint64Array.from(integers);
  return (ARRAYS[type] as Float32ArrayConstructor).from(values as number[], Number);
}

function wrongLength(tensor: OnnxTensor, count: number): XaiError {
  return new XaiError(
    'model-unreadable',
    `The constant "${tensor.name}" should hold ${count} numbers but holds another number of them. Export the model again.`,
  );
}

/** The numbers of an integer or float constant of at most `limit` elements as plain numbers; null for all others. */
export function smallValues(tensor: OnnxTensor, limit = 1024): number[] | null {
  if (tensor.externalFile !== null || !(tensor.type in ARRAYS) || tensor.type === 'float16') return null;
  if (elementCount(tensor.dims) > limit) return null;
  return Array.from(tensorValues(tensor).data as ArrayLike<number | bigint>, Number);
}

/** Encodes a constant; halves are given as raw bits. */
export function makeTensor(name: string, tensor: Tensor): OnnxTensor {
  if (tensor.data.length !== elementCount(tensor.dims)) throw new RangeError(`${name}: data do not fill the dims`);
  const { buffer, byteOffset, byteLength } = tensor.data;
  return rawTensor({ name, type: tensor.type, dims: tensor.dims }, new Uint8Array(buffer, byteOffset, byteLength));
}

/** A constant of numbers that are there as the bytes of a file. */
export function rawTensor(
  { name, type, dims }: Pick<OnnxTensor, 'name' | 'type' | 'dims'>,
  bytes: Uint8Array,
): OnnxTensor {
  const writer = new WireWriter();
  writer.packedIntegers(1, dims);
  writer.integer(2, ELEMENT_TYPES.indexOf(type));
  writer.string(8, name);
  writer.slice(9, bytes);
  return { name, type, dims, externalFile: null, encoded: writer.finish() };
}

/** A one-dimensional int64 constant: a shape, a list of axes, indices. */
export function makeInts(name: string, values: readonly number[]): OnnxTensor {
  return makeTensor(name, { type: 'int64', dims: [values.length], data: BigInt64Array.from(values, BigInt) });
}
