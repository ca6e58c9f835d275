import { bind, CODE, compile, constant, F32, I32, load, whileBelow } from '../../core/wasm-code.ts';

/**
 * out[i] = base[i] + m[i] diff[i] with m[i] = first[i] + weight (second[i] - first[i]), all float32.
 * The first five are byte addresses in the memory, `bytes` is the length of the row.
 */
export type BlendRow = (
  out: number,
  base: number,
  diff: number,
  first: number,
  second: number,
  weight: number,
  bytes: number,
) => void;

interface Kind {
  readonly load: readonly number[];
  readonly store: readonly number[];
  readonly add: readonly number[];
  readonly sub: readonly number[];
  readonly mul: readonly number[];
  readonly splat: readonly number[];
  readonly bytes: number;
}

/** The same five operations on one float and on four at once. */
const FLOAT: Kind = {
  load: CODE.f32Load,
  store: CODE.f32Store,
  add: CODE.f32Add,
  sub: CODE.f32Sub,
  mul: CODE.f32Mul,
  splat: [],
  bytes: 4,
};
const FOUR_FLOATS: Kind = {
  load: CODE.v128Load,
  store: CODE.v128Store,
  add: CODE.f32x4Add,
  sub: CODE.f32x4Sub,
  mul: CODE.f32x4Mul,
  splat: CODE.f32x4Splat,
  bytes: 16,
};

/** Parameters and locals of the function, in order. */
const [OUT, BASE, DIFF, FIRST, SECOND, WEIGHT, BYTES, AT, WHOLE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** out = base + (first + weight (second - first)) diff, `offset` bytes behind AT. */
function blendAt(kind: Kind, offset: number): number[] {
  const of = (row: number) => load(kind.load, row, AT, offset);
  return [
    ...[CODE.get, OUT, CODE.get, AT, CODE.i32Add],
    ...[...of(BASE), ...of(FIRST)],
    ...[CODE.get, WEIGHT, ...kind.splat],
    ...[...of(SECOND), ...of(FIRST), ...kind.sub],
    ...[...kind.mul, ...kind.add, ...of(DIFF), ...kind.mul, ...kind.add],
    ...[...kind.store, 0, offset],
  ];
}

/** Blends from AT on, `times` steps at once, for as long as so many are left. */
function blendAll(kind: Kind, times: number): number[] {
  const step = kind.bytes * times;
  return [
    // The bytes that whole steps take: BYTES & -step.
    ...[CODE.get, BYTES, ...constant(-step), CODE.i32And, CODE.set, WHOLE],
    ...whileBelow(AT, WHOLE, [
      ...Array.from({ length: times }, (_, k) => blendAt(kind, k * kind.bytes)).flat(),
      ...[CODE.get, AT, ...constant(step), CODE.i32Add, CODE.set, AT],
    ]),
  ];
}

let compiled: WebAssembly.Module | null = null;

/**
 * The inner loop of painting masked pictures, four floats at a time (sixteen a turn): several times faster than the same loop in
 * JavaScript, which takes longer than the smallest detectors do. onnxruntime's wasm asks for the same SIMD instructions.
 */
export function blendRowIn(memory: WebAssembly.Memory): BlendRow {
  compiled ??= compile(
    [I32, I32, I32, I32, I32, F32, I32],
    // AT and WHOLE.
    [[2, I32]],
    [...blendAll(FOUR_FLOATS, 4), ...blendAll(FOUR_FLOATS, 1), ...blendAll(FLOAT, 1)],
  );
  return bind<BlendRow>(compiled, memory);
}
