import { CODE, constant, whileBelow } from './wasm-code.ts';

/** The same operations on one float, or on four at once. */
export interface Lanes {
  readonly load: readonly number[];
  readonly store: readonly number[];
  readonly add: readonly number[];
  readonly sub: readonly number[];
  readonly mul: readonly number[];
  /** Makes of a float what `mul` takes. */
  readonly splat: readonly number[];
  readonly bytes: number;
}

const FLOAT: Lanes = {
  load: CODE.f32Load,
  store: CODE.f32Store,
  add: CODE.f32Add,
  sub: CODE.f32Sub,
  mul: CODE.f32Mul,
  splat: [],
  bytes: 4,
};
const FOUR_FLOATS: Lanes = {
  load: CODE.v128Load,
  store: CODE.v128Store,
  add: CODE.f32x4Add,
  sub: CODE.f32x4Sub,
  mul: CODE.f32x4Mul,
  splat: CODE.f32x4Splat,
  bytes: 16,
};

/**
 * Goes through a row of floats: sixteen at a time, then four, then one.
 * @param at local that counts bytes, 0 at the beginning
 * @param whole local of its own
 * @param bytes local with the length of the row
 * @param step what is done `offset` bytes behind `at`
 */
export function overRow(
  at: number,
  whole: number,
  bytes: number,
  step: (lanes: Lanes, offset: number) => readonly number[],
): number[] {
  const over = (lanes: Lanes, times: number) => {
    const length = lanes.bytes * times;
    return [
      // The bytes that whole steps take: bytes & -length.
      ...[CODE.get, bytes, ...constant(-length), CODE.i32And, CODE.set, whole],
      ...whileBelow(at, whole, [
        ...Array.from({ length: times }, (_, k) => step(lanes, k * lanes.bytes)).flat(),
        ...[CODE.get, at, ...constant(length), CODE.i32Add, CODE.set, at],
      ]),
    ];
  };
  return [...over(FOUR_FLOATS, 4), ...over(FOUR_FLOATS, 1), ...over(FLOAT, 1)];
}
