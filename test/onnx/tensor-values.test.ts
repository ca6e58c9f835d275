import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ElementType, TensorData } from '../../src/core/tensor.ts';
import { decodeTensor } from '../../src/onnx/decode.ts';
import { ELEMENT_TYPES, type OnnxElementType } from '../../src/onnx/model.ts';
import { makeTensor, smallValues, tensorValues } from '../../src/onnx/tensor-values.ts';
import { WireWriter } from '../../src/onnx/wire.ts';

const samples: [ElementType, TensorData][] = [
  ['float32', Float32Array.of(1.5, -2, 0)],
  ['float64', Float64Array.of(1.5, -2, 1e300)],
  ['float16', Uint16Array.of(0x3c00, 0xc000, 0)],
  ['int8', Int8Array.of(-128, 0, 127)],
  ['uint8', Uint8Array.of(0, 128, 255)],
  ['bool', Uint8Array.of(0, 1, 1)],
  ['int16', Int16Array.of(-32768, 0, 32767)],
  ['uint16', Uint16Array.of(0, 1, 65535)],
  ['int32', Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1)],
  ['uint32', Uint32Array.of(0, 1, 2 ** 32 - 1)],
  ['int64', BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 63n - 1n)],
  ['uint64', BigUint64Array.of(0n, 1n, 2n ** 64n - 1n)],
];

test('constants of every type are read from raw bytes and from typed fields', () => {
  for (const [type, data] of samples) {
    const made = makeTensor('c', { type, dims: [3, 1], data });
    assert.deepEqual(tensorValues(decodeTensor(made.encoded)), { type, dims: [3, 1], data }, type);
    for (const packed of [true, false]) {
      const read = decodeTensor(encodeTyped(type, data, packed));
      assert.deepEqual(tensorValues(read).data, data, `${type}, ${packed ? 'packed' : 'one by one'}`);
    }
  }
});

/** Values in the typed field that onnx.proto3 names for the type. */
function encodeTyped(type: OnnxElementType, data: TensorData, packed: boolean): Uint8Array {
  const writer = new WireWriter();
  writer.packedIntegers(1, [3]);
  writer.integer(2, ELEMENT_TYPES.indexOf(type));
  if (type === 'float32' || type === 'float64') {
    const field = type === 'float32' ? 4 : 10;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (packed) writer.slice(field, bytes);
    else {
      const size = data.BYTES_PER_ELEMENT;
      for (let at = 0; at < bytes.length; at += size) {
        writer.raw(Uint8Array.of(field * 8 + (size === 4 ? 5 : 1), ...bytes.subarray(at, at + size)));
      }
    }
  } else {
    const field = type === 'int64' ? 7 : type === 'uint32' || type === 'uint64' ? 11 : 5;
    const values = Array.from(data as ArrayLike<number | bigint>);
    if (packed) writer.packedIntegers(field, values);
    else for (const each of values) writer.integer(field, each);
  }
  return writer.finish();
}

test('the values are a copy, also of a Node Buffer', () => {
  const encoded = Buffer.from(makeTensor('c', { type: 'uint8', dims: [2], data: Uint8Array.of(1, 2) }).encoded);
  const tensor = tensorValues(decodeTensor(encoded));
  encoded.fill(0);
  assert.deepEqual(tensor.data, Uint8Array.of(1, 2));
});

test('too few numbers, other files and other types are refused', () => {
  const encode = (dims: number[], type: OnnxElementType, raw: number) => {
    const writer = new WireWriter();
    writer.packedIntegers(1, dims);
    writer.integer(2, ELEMENT_TYPES.indexOf(type));
    writer.slice(9, new Uint8Array(raw));
    return decodeTensor(writer.finish());
  };
  const refuses = (dims: number[], type: OnnxElementType, raw: number, code: string) =>
    assert.throws(() => tensorValues(encode(dims, type, raw)), { name: 'XaiError', code });
  refuses([4], 'float32', 12, 'model-unreadable');
  refuses([4], 'float32', 20, 'model-unreadable');
  refuses([4], 'float32', 0, 'model-unreadable');
  // Dims whose product is far beyond memory must not allocate anything.
  refuses([2 ** 40, 2 ** 40], 'float32', 12, 'model-unreadable');
  refuses([1], 'string', 0, 'model-unsupported');
  const external = { ...encode([1], 'float32', 4), externalFile: 'weights.bin' };
  assert.throws(() => tensorValues(external), { code: 'model-external-data', file: 'weights.bin' });
  assert.equal(smallValues(external), null);
});

test('only small constants are read as plain numbers', () => {
  const tensor = makeTensor('c', { type: 'int64', dims: [3], data: BigInt64Array.of(1n, -1n, 7n) });
  assert.deepEqual(smallValues(tensor), [1, -1, 7]);
  assert.equal(smallValues(tensor, 2), null);
});
