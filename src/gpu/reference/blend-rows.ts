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

/** Numbers of the instructions used, from the WebAssembly core specification. */
const BLOCK = 0x02;
const LOOP = 0x03;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const GET = 0x20;
const SET = 0x21;
const I32_CONST = 0x41;
const I32_GREATER_EQUAL_U = 0x4f;
const I32_ADD = 0x6a;
const I32_AND = 0x71;
const VOID = 0x40;
const I32 = 0x7f;
const F32 = 0x7d;

/** The same five operations on one float and on four at once. */
const FLOAT = { load: [0x2a], store: [0x38], add: [0x92], sub: [0x93], mul: [0x94], splat: [] as number[], bytes: 4 };
const FOUR_FLOATS = {
  load: [0xfd, 0x00],
  store: [0xfd, 0x0b],
  add: [0xfd, 0xe4, 0x01],
  sub: [0xfd, 0xe5, 0x01],
  mul: [0xfd, 0xe6, 0x01],
  splat: [0xfd, 0x13],
  bytes: 16,
};

/** Parameters and locals of the function, in order. */
const [OUT, BASE, DIFF, FIRST, SECOND, WEIGHT, BYTES, AT, WHOLE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** A whole number as constants are written: seven bits a byte, the last of them signed. */
function signed(number: number): number[] {
  return number >= -64 && number < 64 ? [number & 127] : [(number & 127) | 128, ...signed(number >> 7)];
}

/** What lies `offset` bytes behind address `row + AT`, loaded; alignment is no promise (2^0). */
function load(kind: typeof FLOAT, row: number, offset: number): number[] {
  return [GET, row, GET, AT, I32_ADD, ...kind.load, 0, offset];
}

/** out = base + (first + weight (second - first)) diff, `offset` bytes behind AT. */
function blendAt(kind: typeof FLOAT, offset: number): number[] {
  return [
    ...[GET, OUT, GET, AT, I32_ADD],
    ...[...load(kind, BASE, offset), ...load(kind, FIRST, offset)],
    ...[GET, WEIGHT, ...kind.splat],
    ...[...load(kind, SECOND, offset), ...load(kind, FIRST, offset), ...kind.sub],
    ...[...kind.mul, ...kind.add, ...load(kind, DIFF, offset), ...kind.mul, ...kind.add],
    ...[...kind.store, 0, offset],
  ];
}

/** Blends from AT on, `times` steps at once, for as long as so many are left. */
function blendAll(kind: typeof FLOAT, times: number): number[] {
  const step = kind.bytes * times;
  return [
    // The bytes that whole steps take: BYTES & -step.
    ...[GET, BYTES, I32_CONST, ...signed(-step), I32_AND, SET, WHOLE],
    ...[BLOCK, VOID, LOOP, VOID],
    ...[GET, AT, GET, WHOLE, I32_GREATER_EQUAL_U, BRANCH_IF, 1],
    ...Array.from({ length: times }, (_, k) => blendAt(kind, k * kind.bytes)).flat(),
    ...[GET, AT, I32_CONST, ...signed(step), I32_ADD, SET, AT],
    ...[BRANCH, 0, END, END],
  ];
}

/** Lengths stay below 128, 16384 for the code, so one or two bytes hold them. */
function sized(content: readonly number[]): number[] {
  const { length } = content;
  return length < 128 ? [length, ...content] : [(length & 127) | 128, length >> 7, ...content];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}

function makeModule(): Uint8Array<ArrayBuffer> {
  const body = [
    // Two more locals of type i32: AT, which begins at 0, and WHOLE.
    ...[1, 2, I32],
    ...blendAll(FOUR_FLOATS, 4),
    ...blendAll(FOUR_FLOATS, 1),
    ...blendAll(FLOAT, 1),
    END,
  ];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // Type 0: (i32 x 5, f32, i32) -> nothing.
    ...section(1, [1, 0x60, 7, I32, I32, I32, I32, I32, F32, I32, 0]),
    // Import "m" "m": a memory of at least one page.
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    // Export function 0 as "f".
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...sized(body)]),
  ]);
}

let compiled: WebAssembly.Module | null = null;

/**
 * The inner loop of painting masked pictures, four floats at a time (sixteen a turn): several times faster than the same loop in
 * JavaScript, which takes longer than the smallest detectors do. onnxruntime's wasm asks for the same SIMD instructions.
 */
export function blendRowIn(memory: WebAssembly.Memory): BlendRow {
  compiled ??= new WebAssembly.Module(makeModule());
  const { exports } = new WebAssembly.Instance(compiled, { m: { m: memory } });
  return exports.f as unknown as BlendRow;
}
