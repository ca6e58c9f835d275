import {
  assign,
  binary,
  bind,
  CODE,
  choose,
  compile,
  constant,
  F32,
  forEachBit,
  get,
  I32,
  inSteps,
  load,
  ordered,
  sum,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';

/** Proposals of a block, and blocks of a field: both are ruled out by what they cover and by their highest bound. */
export const BLOCK = 8;
export const FIELD = 16;
/** Proposals that one look at four fields rules out. */
export const TURN = 4 * FIELD * BLOCK;
/** What is known of a proposal beside its bound, in the order of its planes: left, top, right, bottom, area. */
export const PLANES = 5;
/** Which extremes of blocks and fields are known, in order: of each, the plane. */
export const EXTREMES = [
  { plane: 0, extreme: 'least' },
  { plane: 1, extreme: 'least' },
  { plane: 2, extreme: 'greatest' },
  { plane: 3, extreme: 'greatest' },
  { plane: 4, extreme: 'least' },
  { plane: 4, extreme: 'greatest' },
] as const;

/**
 * Looks for proposals that may be more like a target than `best`: IoU x bound > best. They are looked at four at a time.
 *
 * Addresses are bytes. From 0 on there are {@link PLANES} planes of `bytes` each, behind them the {@link EXTREMES} of blocks,
 * a {@link BLOCK}th as long, and then those of fields. A group has its proposals' bounds at `bounds`, behind them the highest of
 * each block, and then of each field.
 * @param bytes of a plane, a whole number of turns
 * @param offset added to every width and height
 * @param list where the findings go: four times the number of the first of four proposals with a rival
 * @returns how many bytes of the list there are; of {@link findBestIn}, which writes none, four times the number of the first of
 *   the four among which the greatest IoU x bound is, or `bytes` where none is above `best`
 */
export type FindRivals = (
  bytes: number,
  bounds: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  offset: number,
  best: number,
  list: number,
) => number;

/** Parameters, in order; then locals. */
const [BYTES, BOUNDS] = [0, 1];
const TARGET_EDGES = [2, 3, 4, 5];
const [OFFSET, BEST, LIST] = [6, 7, 8];
const PARAMETERS = [I32, I32, ...Array(6).fill(F32), I32];
/** Where planes and extremes begin, how long those are, and where the highest bounds begin. */
const PLANE_AT = [9, 10, 11, 12, 13];
const BLOCK_ROW_AT = [14, 15, 16, 17, 18, 19];
const FIELD_ROW_AT = [20, 21, 22, 23, 24, 25];
const [BLOCK_BYTES, FIELD_BYTES, BLOCK_PEAKS, FIELD_PEAKS] = [26, 27, 28, 29];
/** Which four fields, blocks and proposals it is about, and which of the first two are near; what was found. */
const [FIELD_AT, BLOCK_AT, AT, FIELDS, BLOCKS, PLACE, BLOCK_END, FOUND] = [30, 31, 32, 33, 34, 35, 36, 37];
/** Four times the same: the target's edges, its area, what is added, what is to be beaten. */
const TARGET = [38, 39, 40, 41];
const [AREA, ADDED, LEAST] = [42, 43, 44];
/**
 * Of four proposals, blocks or fields: their edges, what they share with the target and how high that is. Of proposals: what they
 * share times their bounds, and what they and the target cover together.
 */
const OWN = [45, 46, 47, 48];
const [SHARED, HEIGHT, WORTH, COVERED] = [49, 50, 51, 52];
const LOCALS = [
  [29, I32],
  [15, V128],
] as const;

const VECTOR_BYTES = 16;
/** Bytes of proposals that a byte of blocks tells of, and of blocks that a byte of fields tells of, as powers of two. */
const [TO_BLOCK, TO_FIELD] = [Math.log2(BLOCK), Math.log2(FIELD)];

const splat = (local: number) => [...get(local), ...CODE.f32x4Splat];
const shifted = (value: readonly number[], by: number, code: number) => [...value, ...constant(by), code];
const behind = (last: number, length: number) => sum(last, length);

/** Width or height of what lies between two edges, and what is added. */
const span = (low: readonly number[], high: readonly number[]) =>
  binary(CODE.f32x4Add, binary(CODE.f32x4Sub, high, low), get(ADDED));
/** The same of what four share with the target, 0 where they share nothing. */
const sharedSpan = (low: number, high: number) =>
  binary(
    CODE.f32x4Larger,
    span(
      binary(CODE.f32x4Larger, get(OWN[low]), get(TARGET[low])),
      binary(CODE.f32x4Smaller, get(OWN[high]), get(TARGET[high])),
    ),
    [...constant(0), ...CODE.i32x4Splat],
  );

const begin = [
  ...inSteps(PLANE_AT, constant(0), BYTES),
  ...assign(BLOCK_BYTES, shifted(get(BYTES), TO_BLOCK, CODE.i32ShiftRight)),
  ...assign(FIELD_BYTES, shifted(get(BLOCK_BYTES), TO_FIELD, CODE.i32ShiftRight)),
  ...inSteps(BLOCK_ROW_AT, behind(PLANE_AT[PLANES - 1], BYTES), BLOCK_BYTES),
  ...inSteps(FIELD_ROW_AT, behind(BLOCK_ROW_AT[EXTREMES.length - 1], BLOCK_BYTES), FIELD_BYTES),
  ...assign(BLOCK_PEAKS, behind(BOUNDS, BYTES)),
  ...assign(FIELD_PEAKS, behind(BLOCK_PEAKS, BLOCK_BYTES)),
  ...TARGET_EDGES.flatMap((edge, k) => assign(TARGET[k], splat(edge))),
  ...assign(ADDED, splat(OFFSET)),
  ...assign(LEAST, splat(BEST)),
  ...assign(AREA, binary(CODE.f32x4Mul, span(get(TARGET[0]), get(TARGET[2])), span(get(TARGET[1]), get(TARGET[3])))),
];

/** Reads four rectangles and finds what each shares with the target. */
const readShared = (edgesAt: readonly number[], at: number) => [
  ...OWN.flatMap((edge, k) => assign(edge, load(CODE.v128Load, edgesAt[k], at, 0))),
  ...assign(HEIGHT, sharedSpan(1, 3)),
  ...assign(SHARED, binary(CODE.f32x4Mul, sharedSpan(0, 2), get(HEIGHT))),
];

/**
 * Which of four blocks or fields may hold a rival, as bits. What two boxes share is no more than either of them has, what both
 * cover no less: peak x min(target, largest, shared) > best x max(target, smallest).
 */
const near = (rowAt: readonly number[], peaks: number, at: number) => [
  ...readShared(rowAt, at),
  ...binary(
    CODE.f32x4Mul,
    load(CODE.v128Load, peaks, at, 0),
    binary(CODE.f32x4Smaller, get(SHARED), binary(CODE.f32x4Smaller, get(AREA), load(CODE.v128Load, rowAt[5], at, 0))),
  ),
  ...binary(CODE.f32x4Mul, get(LEAST), binary(CODE.f32x4Larger, get(AREA), load(CODE.v128Load, rowAt[4], at, 0))),
  ...[...CODE.f32x4Greater, ...CODE.i32x4Bits],
];

/** Does something where one of the four proposals at hand is a rival: shared x bound > best x (what either covers). */
const lookAtFour = (then: readonly number[]) => [
  ...readShared(PLANE_AT, AT),
  ...assign(WORTH, binary(CODE.f32x4Mul, get(SHARED), load(CODE.v128Load, BOUNDS, AT, 0))),
  ...assign(
    COVERED,
    binary(CODE.f32x4Sub, binary(CODE.f32x4Add, get(AREA), load(CODE.v128Load, PLANE_AT[4], AT, 0)), get(SHARED)),
  ),
  ...binary(CODE.f32x4Greater, get(WORTH), binary(CODE.f32x4Mul, get(LEAST), get(COVERED))),
  ...[...CODE.v128Any],
  ...choose(then, []),
];

const lookAtBlock = (then: readonly number[]) => [
  // Block number PLACE behind those four at BLOCK_AT.
  ...assign(AT, [
    ...shifted(get(BLOCK_AT), TO_BLOCK, CODE.i32ShiftLeft),
    ...shifted(get(PLACE), Math.log2(BLOCK * 4), CODE.i32ShiftLeft),
    CODE.i32Add,
  ]),
  ...lookAtFour(then),
  ...assign(AT, [...get(AT), ...constant(VECTOR_BYTES), CODE.i32Add]),
  ...lookAtFour(then),
];

const lookAtField = (then: readonly number[]) => [
  ...assign(BLOCK_AT, [
    ...shifted(get(FIELD_AT), TO_FIELD, CODE.i32ShiftLeft),
    ...shifted(get(PLACE), Math.log2(FIELD * 4), CODE.i32ShiftLeft),
    CODE.i32Add,
  ]),
  ...assign(BLOCK_END, [...get(BLOCK_AT), ...constant(FIELD * 4), CODE.i32Add]),
  ...whileBelow(BLOCK_AT, BLOCK_END, [
    ...assign(BLOCKS, near(BLOCK_ROW_AT, BLOCK_PEAKS, BLOCK_AT)),
    ...forEachBit(BLOCKS, PLACE, lookAtBlock(then)),
    ...assign(BLOCK_AT, [...get(BLOCK_AT), ...constant(VECTOR_BYTES), CODE.i32Add]),
  ]),
];

const lookThrough = (found: readonly number[], then: readonly number[]) => [
  ...begin,
  ...assign(FOUND, found),
  ...whileBelow(FIELD_AT, FIELD_BYTES, [
    ...assign(FIELDS, near(FIELD_ROW_AT, FIELD_PEAKS, FIELD_AT)),
    ...forEachBit(FIELDS, PLACE, lookAtField(then)),
    ...assign(FIELD_AT, [...get(FIELD_AT), ...constant(VECTOR_BYTES), CODE.i32Add]),
  ]),
  ...get(FOUND),
];

const larger = (local: number, value: readonly number[]) => assign(local, binary(CODE.f32x4Larger, get(local), value));
/** The greatest of the four is what others have to beat from here on. */
const keep = [
  ...assign(FOUND, get(AT)),
  ...larger(LEAST, binary(CODE.f32x4Div, get(WORTH), get(COVERED))),
  ...larger(LEAST, ordered(LEAST, [2, 3, 0, 1])),
  ...larger(LEAST, ordered(LEAST, [1, 0, 3, 2])),
];
const note = [
  ...[...sum(LIST, FOUND), ...get(AT), ...CODE.i32Store, 0, 0],
  ...assign(FOUND, [...get(FOUND), ...constant(4), CODE.i32Add]),
];

/**
 * Looks through thousands of proposals for each of many targets: in JavaScript a hundred targets take as long as small detectors
 * do.
 * @param found what there is before anything is found
 * @param then what is done with four of which one is a rival
 */
function looking(found: readonly number[], then: readonly number[]): (memory: WebAssembly.Memory) => FindRivals {
  let compiled: WebAssembly.Module | null = null;
  return (memory) => {
    compiled ??= compile(PARAMETERS, LOCALS, lookThrough(found, then), I32);
    return bind<FindRivals>(compiled, memory);
  };
}

/** Lists all fours of which one is a rival. */
export const listRivalsIn = looking(constant(0), note);
/** Finds the four among which the best rival is. */
export const findBestIn = looking(get(BYTES), keep);
