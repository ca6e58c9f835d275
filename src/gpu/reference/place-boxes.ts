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
  ordered,
  storeLane,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';
import { BLOCK } from './find-rivals.ts';

/**
 * Puts boxes into the order that {@link FindRivals} reads, with what each block of them covers and how large its smallest and
 * its largest one is.
 *
 * Addresses are bytes. Box p has its four edges from `boxes` + 16 p on; the rest is as of {@link FindRivals}.
 * @param end 4 p behind the last box, a whole number of blocks
 * @param offset added to every width and height
 */
export type PlaceBoxes = (
  boxes: number,
  end: number,
  plane: number,
  blocks: number,
  blockPlane: number,
  offset: number,
) => void;

/** Parameters, in order; then locals. */
const [BOXES, END, PLANE, BLOCKS, BLOCK_PLANE, OFFSET] = [0, 1, 2, 3, 4, 5];
const PARAMETERS = [...Array(5).fill(I32), F32];
/** 4 p; the box at hand and its block; where the four edges of boxes and the six numbers of blocks begin. */
const [AT, BOX_AT, BLOCK_AT] = [6, 7, 8];
const EDGE_AT = [9, 10, 11, 12];
const ROW_AT = [13, 14, 15, 16, 17, 18];
/** Four times what is added. */
const ADDED = 19;
/** The box; the least and the greatest of each edge; widths and heights; the least and the greatest area. */
const [BOX, LOW, HIGH, SIZE, SMALLEST, LARGEST] = [20, 21, 22, 23, 24, 25];
const LOCALS = [
  [13, I32],
  [7, V128],
] as const;

const BOX_BYTES = 16;
const FLOAT_BYTES = 4;

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
