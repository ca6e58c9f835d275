import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeNpy, encodeNpy } from '../../src/core/npy.ts';

test('an NPY file as NumPy 2.4 writes it for float32 [[1, 2, 3], [-4, 0.5, inf]]', () => {
  const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117);
  const data = Float32Array.of(1, 2, 3, -4, 0.5, Number.POSITIVE_INFINITY);
  const wanted = Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.from([1, 0, 118, 0]),
    Buffer.from(`${header}\n`),
    Buffer.from('0000803f0000004000004040000080c00000003f0000807f', 'hex'),
  ]);
  assert.deepEqual(Buffer.from(encodeNpy(data, [2, 3])), wanted);
});

test('what is written is read again, with any number of axes', () => {
  for (const shape of [[7, 5], [35], [1, 35, 1], [5, 7, 1]]) {
    const data = Float32Array.from({ length: 35 }, (_, k) => Math.fround(Math.sin(k)));
    data[3] = Number.NaN;
    const bytes = encodeNpy(data, shape);
    assert.equal((bytes.length - 4 * 35) % 64, 0);
    assert.deepEqual(decodeNpy(bytes), { data, shape });
  }
  assert.deepEqual(decodeNpy(encodeNpy(new Float32Array(0), [0, 4])), { data: new Float32Array(0), shape: [0, 4] });
});

test('a file inside a larger buffer is read', () => {
  const bytes = encodeNpy(Float32Array.of(1, 2), [2]);
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  assert.deepEqual(decodeNpy(larger.subarray(3)).data, Float32Array.of(1, 2));
});

test('what does not fit is refused', () => {
  assert.throws(() => encodeNpy(new Float32Array(6), [2, 2]), { code: 'option-invalid' });
  const bytes = encodeNpy(Float32Array.of(1, 2), [2]);
  const with64 = Uint8Array.from(bytes);
  with64.set(Buffer.from('<f8'), 10 + "{'descr': '".length);
  for (const bad of [new Uint8Array(0), bytes.subarray(1), bytes.subarray(0, -1), with64]) {
    assert.throws(() => decodeNpy(bad), { code: 'option-invalid' });
  }
});
