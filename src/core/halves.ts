/** Numbers of 16 bits (IEEE 754 half precision) as raw bits. */
/** The number that the bits of an IEEE half stand for. */
export function float16ToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Bits of float32 magnitudes: the least normal half, and the first that is rounded beyond the greatest one. */
const LEAST_NORMAL = 0x38800000;
const BEYOND = 0x477ff000;

const floatView = new Float32Array(1);
const bitsView = new Uint32Array(floatView.buffer);

/** The bits of the IEEE half nearest to `value`, ties to even; beyond 65504 infinite. */
export function numberToFloat16(value: number): number {
  floatView[0] = value;
  const bits = bitsView[0];
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= BEYOND) return sign | 0x7c00;
  if (magnitude < LEAST_NORMAL) {
    // Subnormal: a whole number of 2^-24; rounding of the product is to even as the addition below.
    const units = Math.abs(floatView[0]) * 2 ** 24;
    const floor = Math.floor(units);
    const rest = units - floor;
    return sign | (rest > 0.5 || (rest === 0.5 && floor & 1) ? floor + 1 : floor);
  }
  return normalHalf(bits);
}

/** @param bits of a float32 whose half is neither subnormal nor infinite */
function normalHalf(bits: number): number {
  const magnitude = bits & 0x7fffffff;
  const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
  return ((bits >>> 16) & 0x8000) | ((rounded - 0x38000000) >>> 13);
}

/** All 65536 numbers by their bits; made at first need. */
let numbers: Float32Array | null = null;

/** The values of raw halves. */
export function fromHalves(halves: Uint16Array): Float32Array {
  numbers ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => float16ToNumber(bits));
  const values = new Float32Array(halves.length);
  for (let k = 0; k < halves.length; k++) values[k] = numbers[halves[k]];
  return values;
}

/** The raw halves nearest to the values, ties to even. */
export function toHalves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let k = 0; k < halves.length; k++) {
    const magnitude = bits[k] & 0x7fffffff;
    // Most numbers are 0 or neither tiny nor huge.
    if (magnitude === 0) halves[k] = bits[k] >>> 16;
    else if (magnitude >= LEAST_NORMAL && magnitude < BEYOND) halves[k] = normalHalf(bits[k]);
    else halves[k] = numberToFloat16(values[k]);
  }
  return halves;
}
