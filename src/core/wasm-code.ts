/** Numbers of the instructions used, from the WebAssembly core specification. */
export const CODE = {
  get: 0x20,
  set: 0x21,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32And: 0x71,
  i32Or: 0x72,
  i32ShiftLeft: 0x74,
  i32ShiftRight: 0x76,
  /** How many of the lowest bits are 0. */
  i32ZerosBelow: 0x68,
  i32Store: [0x36],
  f32Load: [0x2a],
  f32Store: [0x38],
  f32Add: [0x92],
  f32Sub: [0x93],
  f32Mul: [0x94],
  v128Load: [0xfd, 0x00],
  v128Store: [0xfd, 0x0b],
  /** A double, twice. */
  v128Load64Splat: [0xfd, 0x0a],
  /** Sixteen numbers follow: which byte of the first operand, or from 16 on of the second, comes where. */
  shuffle: [0xfd, 0x0d],
  i32x4Splat: [0xfd, 0x11],
  f32x4Splat: [0xfd, 0x13],
  /** The first operand where the third has ones, else the second. */
  v128Select: [0xfd, 0x52],
  v128And: [0xfd, 0x4e],
  /** The first operand where the second has zeros. */
  v128AndNot: [0xfd, 0x4f],
  /** Whether any of the 128 bits is set. */
  v128Any: [0xfd, 0x53],
  /** The highest bits of four numbers, that of the first lowest. */
  i32x4Bits: [0xfd, 0xa4, 0x01],
  f32x4Equal: [0xfd, 0x41],
  f32x4NotEqual: [0xfd, 0x42],
  f32x4Less: [0xfd, 0x43],
  f32x4Greater: [0xfd, 0x44],
  f32x4Add: [0xfd, 0xe4, 0x01],
  f32x4Sub: [0xfd, 0xe5, 0x01],
  f32x4Mul: [0xfd, 0xe6, 0x01],
  f32x4Div: [0xfd, 0xe7, 0x01],
  f64x2Add: [0xfd, 0xf0, 0x01],
  f64x2Mul: [0xfd, 0xf2, 0x01],
  /** The second operand where it is less, else the first. */
  f32x4Smaller: [0xfd, 0xea, 0x01],
  /** The second operand where it is greater, else the first. */
  f32x4Larger: [0xfd, 0xeb, 0x01],
} as const;

/** Types of parameters and locals. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

const BLOCK = 0x02;
const LOOP = 0x03;
const END = 0x0b;
const BRANCH = 0x0c;
const BRANCH_IF = 0x0d;
const IF = 0x04;
const ELSE = 0x05;
const I32_CONST = 0x41;
const I32_GREATER_EQUAL_U = 0x4f;
const I32_IS_ZERO = 0x45;
const VOID = 0x40;

/** A constant on the stack; between -8192 and 8191. */
export function constant(number: number): number[] {
  return [I32_CONST, ...signed(number)];
}

/** A local on the stack. */
export function get(local: number): number[] {
  return [CODE.get, local];
}

/** Takes a value for a local. */
export function assign(local: number, value: readonly number[]): number[] {
  return [...value, CODE.set, local];
}

/** An operation on two values. */
export function binary(code: readonly number[], a: readonly number[], b: readonly number[]): number[] {
  return [...a, ...b, ...code];
}

/** The sum of two locals. */
export function sum(a: number, b: number): number[] {
  return [...get(a), ...get(b), CODE.i32Add];
}

/** Locals that follow each other at a distance, which is a local too. */
export function inSteps(locals: readonly number[], first: readonly number[], distance: number): number[] {
  return locals.flatMap((local, k) => assign(local, k === 0 ? first : sum(locals[k - 1], distance)));
}

/** What lies `offset` bytes, at most 127, behind the sum of two locals, loaded; alignment is no promise (2^0). */
export function load(code: readonly number[], start: number, at: number, offset: number): number[] {
  return [...sum(start, at), ...code, 0, offset];
}

/** The four floats of a local in another order. */
export function ordered(local: number, order: readonly number[]): number[] {
  return mixed(local, local, order);
}

/** Four floats out of those of two locals, which are numbers 0 to 3 and 4 to 7. */
export function mixed(a: number, b: number, order: readonly number[]): number[] {
  const bytes = order.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3]);
  return [...get(a), ...get(b), ...CODE.shuffle, ...bytes];
}

/**
 * Four locals of four floats each turned about: what was float k of each is local k afterwards.
 * @param free four locals that may be overwritten
 */
export function turned(locals: readonly number[], free: readonly number[]): number[] {
  const [a, b, c, d] = locals;
  const pairs = [mixed(a, b, LOWER), mixed(a, b, UPPER), mixed(c, d, LOWER), mixed(c, d, UPPER)];
  const [low, high, otherLow, otherHigh] = free;
  return [
    ...pairs.flatMap((pair, k) => assign(free[k], pair)),
    ...assign(a, mixed(low, otherLow, FIRST_HALVES)),
    ...assign(b, mixed(low, otherLow, SECOND_HALVES)),
    ...assign(c, mixed(high, otherHigh, FIRST_HALVES)),
    ...assign(d, mixed(high, otherHigh, SECOND_HALVES)),
  ];
}

const LOWER = [0, 4, 1, 5];
const UPPER = [2, 6, 3, 7];
const FIRST_HALVES = [0, 1, 4, 5];
const SECOND_HALVES = [2, 3, 6, 7];

/** Runs `body`, which must raise local `index`, for as long as it is below local `limit`. */
export function whileBelow(index: number, limit: number, body: readonly number[]): number[] {
  return [
    ...[BLOCK, VOID, LOOP, VOID],
    ...[CODE.get, index, CODE.get, limit, I32_GREATER_EQUAL_U, BRANCH_IF, 1],
    ...body,
    ...[BRANCH, 0, END, END],
  ];
}

/** Runs `body` for the place of each bit that is set in local `bits`, the lowest first, until none is left. */
export function forEachBit(bits: number, place: number, body: readonly number[]): number[] {
  return [
    ...[BLOCK, VOID, LOOP, VOID],
    ...[...get(bits), I32_IS_ZERO, BRANCH_IF, 1],
    ...assign(place, [...get(bits), CODE.i32ZerosBelow]),
    ...assign(bits, [...get(bits), ...get(bits), ...constant(1), CODE.i32Sub, CODE.i32And]),
    ...body,
    ...[BRANCH, 0, END, END],
  ];
}

/** Runs one of two bodies, by the number on the stack. */
export function choose(body: readonly number[], otherwise: readonly number[]): number[] {
  return [IF, VOID, ...body, ELSE, ...otherwise, END];
}

/**
 * A module of one function, exported as "f", that works on an imported memory.
 * @param parameters their types
 * @param locals further ones: how many of which type; they begin at 0
 * @param result its type, where there is one
 */
export function compile(
  parameters: readonly number[],
  locals: readonly (readonly [count: number, type: number])[],
  body: readonly number[],
  result?: number,
): WebAssembly.Module {
  const code = [locals.length, ...locals.flat(), ...body, END];
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      // Type 0: what the function takes -> what it gives.
      ...section(1, [1, 0x60, parameters.length, ...parameters, ...(result === undefined ? [0] : [1, result])]),
      // Import "m" "m": a memory of at least one page.
      ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
      ...section(3, [1, 0]),
      // Export function 0 as "f".
      ...section(7, [1, 1, 0x66, 0, 0]),
      ...section(10, [1, ...sized(code)]),
    ]),
  );
}

/** The function of such a module at work on a memory. */
export function bind<F>(module: WebAssembly.Module, memory: WebAssembly.Memory): F {
  return new WebAssembly.Instance(module, { m: { m: memory } }).exports.f as unknown as F;
}

/** A whole number as constants are written: seven bits a byte, the last of them signed. */
function signed(number: number): number[] {
  return number >= -64 && number < 64 ? [number & 127] : [(number & 127) | 128, ...signed(number >> 7)];
}

/** Lengths stay below 128, 16384 for the code, so one or two bytes hold them. */
function sized(content: readonly number[]): number[] {
  const { length } = content;
  return length < 128 ? [length, ...content] : [(length & 127) | 128, length >> 7, ...content];
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...sized(content)];
}
