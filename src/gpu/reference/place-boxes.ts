import type { BoxCoding } from '../../core/proposals.ts';
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
  I32,
  inSteps,
  load,
  sum,
  turned,
  V128,
  whileBelow,
} from '../../core/wasm-code.ts';

/**
 * Decodes boxes and puts them into the order that {@link FindRivals} reads: a plane of each edge and one of their areas.
 *
 * Addresses are bytes. A plane has `bytes`, a whole number of vectors; the planes follow each other from 0 on. Priors are four
 * planes from `priors` on.
 * @param raw four planes of numbers, or the four of each box side by side
 * @param worth a plane: a box of 0 may be anything, and has no area where it is not a number
 * @param offset added to every width and height
 * @returns 0, or another number where a box that counts is not a number, or infinite
 */
export type PlaceBoxes = (
  raw: number,
  bytes: number,
  worth: number,
  priors: number,
  scaleX: number,
  scaleY: number,
  offset: number,
) => number;

/** How the four numbers of boxes lie: each in a plane of its own, or side by side. */
export type Arrangement = 'planes' | 'boxes';

/** Codings that take no exponential. */
export type PlainCoding = Extract<BoxCoding, 'xyxy' | 'cxcywh' | 'ssd-corner'>;

/** Parameters, in order; then locals. */
const [RAW, BYTES, WORTH, PRIORS, SCALE_X, SCALE_Y, OFFSET] = [0, 1, 2, 3, 4, 5, 6];
const PARAMETERS = [...Array(4).fill(I32), ...Array(3).fill(F32)];
/** Where a vector lies in its plane, and the boxes themselves where they lie side by side; what was found to be no number. */
const [AT, BOX_AT, WRONG] = [7, 8, 9];
/** Where the planes of edges and areas, the raw ones and those of priors begin. */
const EDGE_AT = [10, 11, 12, 13];
const AREA_AT = 14;
const RAW_AT = [15, 16, 17, 18];
const PRIOR_AT = [19, 20, 21, 22];
/** Of four boxes: what they were made of, their edges; four times the scales and what is added; which are numbers. */
const OWN = [23, 24, 25, 26];
const EDGES = [27, 28, 29, 30];
const [ACROSS, DOWN, ADDED, IS_NUMBER] = [31, 32, 33, 34];
const LOCALS = [
  [16, I32],
  [12, V128],
] as const;

const VECTOR_BYTES = 16;

const times = (a: readonly number[], b: readonly number[]) => binary(CODE.f32x4Mul, a, b);
const plus = (a: readonly number[], b: readonly number[]) => binary(CODE.f32x4Add, a, b);
const minus = (a: readonly number[], b: readonly number[]) => binary(CODE.f32x4Sub, a, b);
const splat = (local: number) => [...get(local), ...CODE.f32x4Splat];
const prior = (k: number) => load(CODE.v128Load, PRIOR_AT[k], AT, 0);
const half = (value: readonly number[]) => times(value, [...HALF, ...CODE.f32x4Splat]);
/** The constant .5: an opcode, and a float32. */
const HALF = [0x43, 0, 0, 0, 0x3f];

/** Edges of four boxes in the order of steps of `DECODE` in `decode-proposals.ts`: all results are the same to the last bit. */
const DECODE: { readonly [coding in PlainCoding]: readonly number[] } = {
  xyxy: EDGES.flatMap((edge, k) => assign(edge, times(get(OWN[k]), get(k % 2 === 0 ? ACROSS : DOWN)))),
  cxcywh: [0, 1].flatMap((axis) => {
    const scale = get(axis === 0 ? ACROSS : DOWN);
    return [
      ...assign(OWN[axis], times(get(OWN[axis]), scale)),
      ...assign(OWN[axis + 2], half(times(get(OWN[axis + 2]), scale))),
      ...assign(EDGES[axis], minus(get(OWN[axis]), get(OWN[axis + 2]))),
      ...assign(EDGES[axis + 2], plus(get(OWN[axis]), get(OWN[axis + 2]))),
    ];
  }),
  'ssd-corner': [0, 1].flatMap((axis) => [
    ...assign(EDGES[axis], plus(times(get(OWN[axis]), prior(axis + 2)), prior(axis))),
    ...assign(EDGES[axis + 2], plus(plus(times(get(OWN[axis + 2]), prior(axis + 2)), prior(axis)), prior(axis + 2))),
  ]),
};

const begin = [
  ...inSteps([...EDGE_AT, AREA_AT], constant(0), BYTES),
  ...inSteps(RAW_AT, get(RAW), BYTES),
  ...inSteps(PRIOR_AT, get(PRIORS), BYTES),
  ...[SCALE_X, SCALE_Y, OFFSET].flatMap((given, k) => assign([ACROSS, DOWN, ADDED][k], splat(given))),
];

const READ: { readonly [arrangement in Arrangement]: readonly number[] } = {
  planes: OWN.flatMap((own, k) => assign(own, load(CODE.v128Load, RAW_AT[k], AT, 0))),
  boxes: [
    ...assign(BOX_AT, [...get(AT), ...constant(Math.log2(OWN.length)), CODE.i32ShiftLeft]),
    ...OWN.flatMap((own, k) => assign(own, load(CODE.v128Load, RAW, BOX_AT, k * VECTOR_BYTES))),
    ...turned(OWN, EDGES),
  ],
};

/** Finds which boxes are numbers: what is not finite less itself is none. Those that are not are 0; it is noted if they count. */
const check = [
  ...assign(EDGES[0], plus(plus(get(OWN[0]), get(OWN[1])), plus(get(OWN[2]), get(OWN[3])))),
  ...assign(
    IS_NUMBER,
    binary(CODE.f32x4Equal, minus(get(EDGES[0]), get(EDGES[0])), [...constant(0), ...CODE.i32x4Splat]),
  ),
  ...OWN.flatMap((own) => assign(own, binary(CODE.v128And, get(own), get(IS_NUMBER)))),
  ...[...get(IS_NUMBER), ...CODE.i32x4Bits, ...constant(0b1111), CODE.i32Sub],
  ...choose(
    assign(WRONG, [
      ...get(WRONG),
      ...binary(
        CODE.v128AndNot,
        binary(CODE.f32x4NotEqual, load(CODE.v128Load, WORTH, AT, 0), [...constant(0), ...CODE.i32x4Splat]),
        get(IS_NUMBER),
      ),
      ...CODE.i32x4Bits,
      CODE.i32Or,
    ]),
    [],
  ),
];

const span = (low: number, high: number) => plus(minus(get(EDGES[high]), get(EDGES[low])), get(ADDED));
const store = (plane: number, value: readonly number[]) => [...sum(plane, AT), ...value, ...CODE.v128Store, 0, 0];

function placeAll(arrangement: Arrangement, coding: PlainCoding): number[] {
  return [
    ...begin,
    ...whileBelow(AT, BYTES, [
      ...READ[arrangement],
      ...check,
      ...DECODE[coding],
      ...EDGES.flatMap((edge, k) => store(EDGE_AT[k], get(edge))),
      ...store(AREA_AT, times(span(0, 2), span(1, 3))),
      ...assign(AT, [...get(AT), ...constant(VECTOR_BYTES), CODE.i32Add]),
    ]),
    ...get(WRONG),
  ];
}

const compiled = new Map<string, WebAssembly.Module>();

/** Places thousands of boxes in some microseconds: in JavaScript it takes as long as a hundred targets' look at them does. */
export function placeBoxesIn(memory: WebAssembly.Memory, arrangement: Arrangement, coding: PlainCoding): PlaceBoxes {
  const key = `${arrangement} ${coding}`;
  const module = compiled.get(key) ?? compile(PARAMETERS, LOCALS, placeAll(arrangement, coding), I32);
  compiled.set(key, module);
  return bind<PlaceBoxes>(module, memory);
}
