import {
  assign,
  binary,
  bind,
  CODE,
  compile,
  constant,
  get,
  I32,
  inSteps,
  load,
  V128,
  whileBelow,
} from './wasm-code.ts';
import { makeMemory } from './wasm-memory.ts';

/** Rows of doubles in one memory, good until the next are asked for; they hold what was left there. */
export interface RowMemory {
  readonly rows: readonly Float64Array[];
  /**
   * out[at + k] += a0 x row0[k] + a1 x row1[k] + a2 x row2[k] + a3 x row3[k], and the same with b at out[other + k], for k in
   * [0, length): one step of a matrix product, by SIMD. Four rows at a time, since reading and writing `out` takes longer than
   * the products; two stretches of it, as each row is read once for both. Sums and products are in the order written here.
   * @param length even
   * @param rows row r begins at `first + r * stride`; rows of weight 0 may hold any finite numbers
   * @param weights four for each of them, `step` apart, from `a` and from `b` on
   */
  addFourToTwo(
    out: Float64Array,
    at: number,
    other: number,
    length: number,
    rows: Float64Array,
    first: number,
    stride: number,
    weights: Float64Array,
    a: number,
    b: number,
    step: number,
  ): void;
}

/** What is kept for the next call, in bytes; larger ones are the garbage collector's. */
const MOST_KEPT = 2 ** 21;

let kept: { readonly memory: WebAssembly.Memory; readonly add: AddRows } | null = null;

/**
 * @param lengths of the rows
 * @throws XaiError `out-of-memory`
 */
export function rowMemory(...lengths: readonly number[]): RowMemory {
  const bytes = 8 * lengths.reduce((sum, length) => sum + length + (length & 1), 0);
  let held = kept;
  if (!held || held.memory.buffer.byteLength < bytes) {
    const memory = makeMemory(bytes, 'Matrices of the map', { advice: 'use fewer masks or a layer of fewer channels' });
    held = { memory, add: bind(module, memory) };
    if (bytes <= MOST_KEPT) kept = held;
  }
  const { memory, add } = held;
  let at = 0;
  const rows = lengths.map((length) => {
    const row = new Float64Array(memory.buffer, at, length);
    at += 8 * (length + (length & 1));
    return row;
  });
  return {
    rows,
    addFourToTwo(out, at, other, length, rows, first, stride, weights, a, b, step) {
      add(
        out.byteOffset + 8 * at,
        out.byteOffset + 8 * other,
        8 * length,
        rows.byteOffset + 8 * first,
        8 * stride,
        weights.byteOffset + 8 * a,
        weights.byteOffset + 8 * b,
        8 * step,
      );
    },
  };
}

type AddRows = (
  out: number,
  other: number,
  bytes: number,
  rows: number,
  stride: number,
  a: number,
  b: number,
  step: number,
) => void;

const [OUT, OTHER, BYTES, ROWS, STRIDE, A, B, STEP] = [0, 1, 2, 3, 4, 5, 6, 7];
const PARAMETERS = 8;
const AT = PARAMETERS;
const FURTHER_ROWS = [AT + 1, AT + 2, AT + 3];
const [OF_A, OF_B, VALUES] = [12, 16, 20].map((first) => [first, first + 1, first + 2, first + 3]);
/** Bytes of two doubles. */
const TWO = 16;

/** Adds to the stretch the four rows' values, weighted. */
function addTo(stretch: number, weights: readonly number[]): number[] {
  const [p0, p1, p2, p3] = weights.map((weight, k) => binary(CODE.f64x2Mul, get(weight), get(VALUES[k])));
  const four = [p1, p2, p3].reduce((sum, product) => binary(CODE.f64x2Add, sum, product), p0);
  const sum = binary(CODE.f64x2Add, load(CODE.v128Load, stretch, AT, 0), four);
  return [...get(stretch), ...get(AT), CODE.i32Add, ...sum, ...CODE.v128Store, 0, 0];
}

/** Four weights in both halves each, `STEP` apart. */
function takeWeights(locals: readonly number[], from: number): number[] {
  return locals.flatMap((local) => [
    ...assign(local, [...get(from), ...CODE.v128Load64Splat, 0, 0]),
    ...assign(from, [...get(from), ...get(STEP), CODE.i32Add]),
  ]);
}

const module = compile(
  Array.from({ length: PARAMETERS }, () => I32),
  [
    [4, I32],
    [12, V128],
  ],
  [
    ...inSteps(FURTHER_ROWS, [...get(ROWS), ...get(STRIDE), CODE.i32Add], STRIDE),
    ...takeWeights(OF_A, A),
    ...takeWeights(OF_B, B),
    ...whileBelow(AT, BYTES, [
      ...[ROWS, ...FURTHER_ROWS].flatMap((row, k) => assign(VALUES[k], load(CODE.v128Load, row, AT, 0))),
      ...addTo(OUT, OF_A),
      ...addTo(OTHER, OF_B),
      ...assign(AT, [...get(AT), ...constant(TWO), CODE.i32Add]),
    ]),
  ],
);
