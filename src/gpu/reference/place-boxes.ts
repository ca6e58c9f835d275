import {
  assign,
  binary,
  bind,
  CODE,
  compile,
  constant,
  F32,
  get,
  I32,
  inSteps,
  load,
  storeLane,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';
import { BLOCK } from './find-rivals.ts';

/**
 * Puts boxes into the order that {@link FindRivals} reads, with what each block of them covers, how large its smallest and its
 * largest one is, and its highest bound.
 *
 * Addresses are bytes. Box p has its four edges from `boxes` + 16 p on; the rest is as of {@link FindRivals}.
 * @param end 4 p behind the last box, a whole number of blocks
 * @param offset added to every width and height
 */
export type PlaceBoxes = (
  boxes: number,
  end: number,
  plane: number,
  bounds: number,
  blocks: number,
  blockPlane: number,
  peaks: number,
  offset: number,
) => void;

/** Parameters, in order; then locals. */
const [BOXES, END, PLANE, BOUNDS, BLOCKS, BLOCK_PLANE, PEAKS, OFFSET] = [0, 1, 2, 3, 4, 5, 6, 7];
const PARAMETERS = [...Array(7).fill(I32), F32];
/** 4 p; the box at hand and its block; where the four edges of boxes and the six numbers of blocks begin. */
const [AT, BOX_AT, BLOCK_AT] = [8, 9, 10];
const EDGE_AT = [11, 12, 13, 14];
const ROW_AT = [15, 16, 17, 18, 19, 20];
/** Four times what is added. */
const ADDED = 21;
/** The box; the least and the greatest of each edge; widths and heights; the least and the greatest area; the peak. */
const [BOX, LOW, HIGH, SIZE, SMALLEST, LARGEST, PEAK] = [22, 23, 24, 25, 26, 27, 28];
const LOCALS = [
  [13, I32],
  [8, V128],
] as const;

const BOX_BYTES = 16;
const FLOAT_BYTES = 4;

/** The four floats of a local in another order. */
const ordered = (local: number, order: readonly number[]) => [
  ...get(local),
  ...get(local),
  ...CODE.shuffle,
  ...order.flatMap((lane) => Array.from({ length: FLOAT_BYTES }, (_, k) => FLOAT_BYTES * lane + k)),
];
/** The greater of each float and the one that another order puts in its place. */
const widest = (local: number, order: readonly number[]) =>
  assign(local, binary(CODE.f32x4Larger, get(local), ordered(local, order)));

const begin = [
  ...inSteps(EDGE_AT, constant(0), PLANE),
  ...inSteps(ROW_AT, get(BLOCKS), BLOCK_PLANE),
  ...assign(ADDED, [...get(OFFSET), ...CODE.f32x4Splat]),
];

const placeBox = (k: number) => {
  const isFirst = k === 0;
  const along = (local: number, code: readonly number[], value: number) =>
    assign(local, isFirst ? get(value) : binary(code, get(local), get(value)));
  return [
    ...assign(BOX, load(CODE.v128Load, BOXES, BOX_AT, k * BOX_BYTES)),
    ...EDGE_AT.flatMap((edge, lane) => storeLane(edge, AT, k * FLOAT_BYTES, BOX, lane)),
    ...along(LOW, CODE.f32x4Smaller, BOX),
    ...along(HIGH, CODE.f32x4Larger, BOX),
    // Right less left and bottom less top, then one times the other.
    ...assign(SIZE, binary(CODE.f32x4Sub, ordered(BOX, [2, 3, 2, 3]), get(BOX))),
    ...assign(SIZE, binary(CODE.f32x4Add, get(SIZE), get(ADDED))),
    ...assign(SIZE, binary(CODE.f32x4Mul, get(SIZE), ordered(SIZE, [1, 0, 1, 0]))),
    ...along(SMALLEST, CODE.f32x4Smaller, SIZE),
    ...along(LARGEST, CODE.f32x4Larger, SIZE),
  ];
};

const placeBlock = [
  ...assign(BLOCK_AT, [...get(AT), ...constant(Math.log2(BLOCK)), CODE.i32ShiftRight]),
  ...assign(BOX_AT, [...get(AT), ...constant(Math.log2(BOX_BYTES / FLOAT_BYTES)), CODE.i32ShiftLeft]),
  ...Array.from({ length: BLOCK }, (_, k) => placeBox(k)).flat(),
  ...[LOW, LOW, HIGH, HIGH].flatMap((local, lane) => storeLane(ROW_AT[lane], BLOCK_AT, 0, local, lane)),
  ...storeLane(ROW_AT[4], BLOCK_AT, 0, SMALLEST, 0),
  ...storeLane(ROW_AT[5], BLOCK_AT, 0, LARGEST, 0),
  // The highest of eight bounds, in every place.
  ...assign(
    PEAK,
    binary(CODE.f32x4Larger, load(CODE.v128Load, BOUNDS, AT, 0), load(CODE.v128Load, BOUNDS, AT, 4 * FLOAT_BYTES)),
  ),
  ...widest(PEAK, [2, 3, 0, 1]),
  ...widest(PEAK, [1, 0, 3, 2]),
  ...storeLane(PEAKS, BLOCK_AT, 0, PEAK, 0),
];

const body = [
  ...begin,
  ...whileBelow(AT, END, [...placeBlock, ...assign(AT, [...get(AT), ...constant(BLOCK * FLOAT_BYTES), CODE.i32Add])]),
];

let compiled: WebAssembly.Module | null = null;

/** Places thousands of boxes in some microseconds: in JavaScript it takes as long as a hundred targets' look at them does. */
export function placeBoxesIn(memory: WebAssembly.Memory): PlaceBoxes {
  compiled ??= compile(PARAMETERS, LOCALS, body);
  return bind<PlaceBoxes>(compiled, memory);
}
