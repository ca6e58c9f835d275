import {
  assign,
  binary,
  bind,
  CODE,
  choose,
  compile,
  constant,
  F32,
  get,
  giveBack,
  I32,
  inSteps,
  load,
  ordered,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';

/** Proposals that have one rectangle and one peak together. */
export const BLOCK = 8;
/** Proposals that one look at four blocks rules out. */
export const TURN = 4 * BLOCK;

/**
 * Looks for four proposals of which one may be more like a target than `best`: IoU x bound > best. {@link findRivalsIn} gives the
 * next such four, {@link findBestIn} those among which the greatest IoU x bound is.
 *
 * Addresses are bytes. Proposal p has its left edge at 4 p; top, right and bottom follow at one to three times `plane`; its
 * bound lies at `bounds` + 4 p. Block b has the edges of what its proposals cover at `blocks` + 4 b and as many times
 * `blockPlane` further on, behind them the areas of its smallest and its largest one, and its highest bound at `peaks` + 4 b.
 * @param at 4 p of the first proposal, a whole number of fours
 * @param end 4 p behind the last one, a whole number of turns
 * @param offset added to every width and height
 * @returns 4 p of the first of the four; `end` or more where there are none
 */
export type FindRivals = (
  at: number,
  end: number,
  plane: number,
  bounds: number,
  blocks: number,
  blockPlane: number,
  peaks: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  offset: number,
  best: number,
) => number;

/** Parameters, in order; then locals. */
const [AT, END, PLANE, BOUNDS, BLOCKS, BLOCK_PLANE, PEAKS] = [0, 1, 2, 3, 4, 5, 6];
const EDGES = [7, 8, 9, 10];
const [OFFSET, BEST] = [11, 12];
const PARAMETERS = [...Array(7).fill(I32), ...Array(6).fill(F32)];
/** Where the four edges of proposals and of blocks begin, and which block it is. */
const EDGE_AT = [13, 14, 15, 16];
const BLOCK_EDGE_AT = [17, 18, 19, 20];
const [SMALLEST_AT, LARGEST_AT, BLOCK_AT, FOUND] = [21, 22, 23, 24];
/** Four times the same: the target's edges, its area, what is added, what is to be beaten. */
const TARGET = [25, 26, 27, 28];
const [AREA, ADDED, LEAST] = [29, 30, 31];
/**
 * Of four proposals or blocks: their edges, what they share with the target and how high that is. Of proposals: what they share
 * times their bounds, and what they and the target cover together.
 */
const OWN = [32, 33, 34, 35];
const [SHARED, HEIGHT, WORTH, COVERED] = [36, 37, 38, 39];
const LOCALS = [
  [12, I32],
  [15, V128],
] as const;

const VECTOR_BYTES = 16;
const TURN_BYTES = TURN * 4;
/** A block vector tells of a turn: bytes of it over bytes of them, as a power of two. */
const TURN_TO_BLOCKS = Math.log2(TURN_BYTES / VECTOR_BYTES);

const splat = (local: number) => [...get(local), ...CODE.f32x4Splat];
const step = (bytes: number) => assign(AT, [...get(AT), ...constant(bytes), CODE.i32Add]);

/** Width or height of what lies between two edges, and what is added. */
const span = (low: readonly number[], high: readonly number[]) =>
  binary(CODE.f32x4Add, binary(CODE.f32x4Sub, high, low), get(ADDED));
const area = ([left, top, right, bottom]: readonly number[]) =>
  binary(CODE.f32x4Mul, span(get(left), get(right)), span(get(top), get(bottom)));
/** The same of what proposals share with the target, 0 where they share nothing. */
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
  ...inSteps(EDGE_AT, constant(0), PLANE),
  ...inSteps([...BLOCK_EDGE_AT, SMALLEST_AT, LARGEST_AT], get(BLOCKS), BLOCK_PLANE),
  ...EDGES.flatMap((edge, k) => assign(TARGET[k], splat(edge))),
  ...assign(ADDED, splat(OFFSET)),
  ...assign(LEAST, splat(BEST)),
  ...assign(AREA, area(TARGET)),
  ...assign(FOUND, get(END)),
];

/** Reads four rectangles and finds what each shares with the target. */
const readShared = (edgesAt: readonly number[], at: number) => [
  ...OWN.flatMap((edge, k) => assign(edge, load(CODE.v128Load, edgesAt[k], at, 0))),
  ...assign(HEIGHT, sharedSpan(1, 3)),
  ...assign(SHARED, binary(CODE.f32x4Mul, sharedSpan(0, 2), get(HEIGHT))),
];

/**
 * Whether one of four blocks may hold a rival. What two boxes share is no more than either of them has, what both cover no less:
 * peak x min(target, largest, shared) > best x max(target, smallest).
 */
const isNear = [
  ...assign(BLOCK_AT, [...get(AT), ...constant(TURN_TO_BLOCKS), CODE.i32ShiftRight]),
  ...readShared(BLOCK_EDGE_AT, BLOCK_AT),
  ...binary(
    CODE.f32x4Mul,
    load(CODE.v128Load, PEAKS, BLOCK_AT, 0),
    binary(
      CODE.f32x4Smaller,
      get(SHARED),
      binary(CODE.f32x4Smaller, get(AREA), load(CODE.v128Load, LARGEST_AT, BLOCK_AT, 0)),
    ),
  ),
  ...binary(
    CODE.f32x4Mul,
    get(LEAST),
    binary(CODE.f32x4Larger, get(AREA), load(CODE.v128Load, SMALLEST_AT, BLOCK_AT, 0)),
  ),
  ...[...CODE.f32x4Greater, ...CODE.v128Any],
];

/** Does something where one of the four proposals at hand is a rival: shared x bound > best x (what either covers). */
const lookAtFour = (then: readonly number[]) => [
  ...readShared(EDGE_AT, AT),
  ...assign(WORTH, binary(CODE.f32x4Mul, get(SHARED), load(CODE.v128Load, BOUNDS, AT, 0))),
  ...assign(COVERED, binary(CODE.f32x4Sub, binary(CODE.f32x4Add, get(AREA), area(OWN)), get(SHARED))),
  ...binary(CODE.f32x4Greater, get(WORTH), binary(CODE.f32x4Mul, get(LEAST), get(COVERED))),
  ...[...CODE.v128Any],
  ...choose(then, []),
  ...step(VECTOR_BYTES),
];

const larger = (local: number, value: readonly number[]) => assign(local, binary(CODE.f32x4Larger, get(local), value));
/** The greatest of the four is what others have to beat from here on. */
const keep = [
  ...assign(FOUND, get(AT)),
  ...larger(LEAST, binary(CODE.f32x4Div, get(WORTH), get(COVERED))),
  ...larger(LEAST, ordered(LEAST, [2, 3, 0, 1])),
  ...larger(LEAST, ordered(LEAST, [1, 0, 3, 2])),
];

const isWithinTurn = [...get(AT), ...constant(TURN_BYTES - 1), CODE.i32And];
const lookThrough = (then: readonly number[]) => [
  ...begin,
  ...whileBelow(AT, END, [
    ...isWithinTurn,
    ...choose(lookAtFour(then), [...isNear, ...choose(lookAtFour(then), step(TURN_BYTES))]),
  ]),
  ...get(FOUND),
];

/**
 * Looks through thousands of proposals for each of many targets, four at a time: in JavaScript a hundred targets take as long as
 * small detectors do.
 * @param then what is done with four of which one is a rival
 */
function looking(then: readonly number[]): (memory: WebAssembly.Memory) => FindRivals {
  let compiled: WebAssembly.Module | null = null;
  return (memory) => {
    compiled ??= compile(PARAMETERS, LOCALS, lookThrough(then), I32);
    return bind<FindRivals>(compiled, memory);
  };
}

/** Ends with the next four of which one is a rival. */
export const findRivalsIn = looking(giveBack(AT));
/** Ends with the four among which the best rival is. */
export const findBestIn = looking(keep);
