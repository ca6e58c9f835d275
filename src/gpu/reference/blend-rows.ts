import { type Lanes, overRow } from '../../core/row-code.ts';
import { bind, compile, F32, get, I32, load, sum } from '../../core/wasm-code.ts';

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

/** Parameters and locals of the function, in order. */
const [OUT, BASE, DIFF, FIRST, SECOND, WEIGHT, BYTES, AT, WHOLE] = [0, 1, 2, 3, 4, 5, 6, 7, 8];

/** out = base + (first + weight (second - first)) diff, `offset` bytes behind AT. */
function blendAt(lanes: Lanes, offset: number): number[] {
  const of = (row: number) => load(lanes.load, row, AT, offset);
  return [
    ...sum(OUT, AT),
    ...[...of(BASE), ...of(FIRST)],
    ...[...get(WEIGHT), ...lanes.splat],
    ...[...of(SECOND), ...of(FIRST), ...lanes.sub],
    ...[...lanes.mul, ...lanes.add, ...of(DIFF), ...lanes.mul, ...lanes.add],
    ...[...lanes.store, 0, offset],
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
    overRow(AT, WHOLE, BYTES, blendAt),
  );
  return bind<BlendRow>(compiled, memory);
}
