import {
  assign,
  binary,
  bind,
  CODE,
  compile,
  constant,
  get,
  I32,
  load,
  sum,
  turned,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';

/** The least, or the greatest, of each so many floats in a row. Byte addresses, and the length of what is read in bytes. */
export type RowExtremes = (from: number, to: number, bytes: number) => void;

export type Extreme = 'least' | 'greatest';

/** Parameters, in order; then locals. */
const [FROM, TO, BYTES, AT, TO_AT] = [0, 1, 2, 3, 4];
const FOUND = [5, 6, 7, 8];
const FREE = [9, 10, 11, 12];
const LOCALS = [
  [2, I32],
  [8, V128],
] as const;

const VECTOR_BYTES = 16;
const FLOATS = 4;

/** Four of them at a time: each is narrowed down to four floats, and those are turned about so that the last step is theirs together. */
function lookThrough(count: number, extreme: Extreme): number[] {
  const code = extreme === 'least' ? CODE.f32x4Smaller : CODE.f32x4Larger;
  const vectors = count / FLOATS;
  const vector = (k: number) => load(CODE.v128Load, FROM, AT, k * VECTOR_BYTES);
  const step = (bytes: number) => assign(AT, [...get(AT), ...constant(bytes), CODE.i32Add]);
  const [first, ...others] = FOUND;
  return whileBelow(AT, BYTES, [
    ...assign(TO_AT, [...get(AT), ...constant(Math.log2(count)), CODE.i32ShiftRight]),
    ...FOUND.flatMap((found) => [
      ...assign(found, vector(0)),
      ...Array.from({ length: vectors - 1 }, (_, k) => assign(found, binary(code, get(found), vector(k + 1)))).flat(),
      ...step(vectors * VECTOR_BYTES),
    ]),
    ...turned(FOUND, FREE),
    ...others.flatMap((other) => assign(first, binary(code, get(first), get(other)))),
    ...[...sum(TO, TO_AT), ...get(first), ...CODE.v128Store, 0, 0],
  ]);
}

const compiled = new Map<string, WebAssembly.Module>();

/**
 * @param count how many floats make one, 8 or 16; what is read has four times so many, or several times that
 */
export function rowExtremesIn(memory: WebAssembly.Memory, count: 8 | 16, extreme: Extreme): RowExtremes {
  const key = `${count} ${extreme}`;
  const module = compiled.get(key) ?? compile([I32, I32, I32], LOCALS, lookThrough(count, extreme));
  compiled.set(key, module);
  return bind<RowExtremes>(module, memory);
}
