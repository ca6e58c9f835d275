import assert from 'node:assert/strict';
import { test } from 'node:test';
import { float16ToNumber, fromHalves, numberToFloat16, toHalves } from '../../src/core/halves.ts';

const INFINITE = 0x7c00;
const POSITIVE = Array.from({ length: INFINITE }, (_, bits) => bits);

test('every half becomes its number and comes back as the same bits', () => {
  assert.deepEqual([0x0000, 0x0001, 0x03ff, 0x0400, 0x3c00, 0x3555, 0x7bff, 0xc000].map(float16ToNumber), [
    0,
    2 ** -24,
    1023 * 2 ** -24,
    2 ** -14,
    1,
    0.333251953125,
    65504,
    -2,
  ]);
  const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
  const numbers = fromHalves(all);
  const back = toHalves(numbers);
  for (const bits of all) {
    const isNumber = (bits & 0x7fff) <= INFINITE;
    assert.ok(Object.is(numbers[bits], float16ToNumber(bits)), String(bits));
    if (isNumber) assert.equal(back[bits], bits);
    else assert.ok(Number.isNaN(numbers[bits]) && Number.isNaN(float16ToNumber(back[bits])));
  }
});

test('numbers between two halves go to the nearer one, in the middle to the even one, beyond all to infinity', () => {
  for (const low of POSITIVE) {
    const high = low + 1;
    const [a, b] = [float16ToNumber(low), high === INFINITE ? 65536 : float16ToNumber(high)];
    const middle = (a + b) / 2;
    // A float32 has thirteen more bits, so both of these lie between the middle and its half.
    const step = (b - a) / 1024;
    const expected = [low, low % 2 === 0 ? low : high, high];
    const asked = Float32Array.of(middle - step, middle, middle + step);
    assert.deepEqual([...toHalves(asked)], expected, String(low));
    assert.deepEqual(
      [...toHalves(asked.map((value) => -value))],
      expected.map((bits) => bits | 0x8000),
      String(low),
    );
    assert.deepEqual(Array.from(asked, numberToFloat16), expected);
  }
  const beyond = Float32Array.of(1e6, -1e6, Infinity, 1e-9, -0);
  assert.deepEqual([...toHalves(beyond)], [0x7c00, 0xfc00, 0x7c00, 0, 0x8000]);
});
