import { overRow } from './row-code.ts';
import { bind, compile, F32, get, I32, load, sum } from './wasm-code.ts';

/** out[i] = first[i] + weight (second[i] - first[i]), all float32: byte addresses in the memory, and the length of a row in bytes. */
export type MixRows = (out: number, first: number, second: number, weight: number, bytes: number) => void;

/** Parameters and locals of the function, in order. */
const [OUT, FIRST, SECOND, WEIGHT, BYTES, AT, WHOLE] = [0, 1, 2, 3, 4, 5, 6];

let compiled: WebAssembly.Module | null = null;

/** The inner loop of enlarging maps, four floats at a time: a map of a million pixels takes less time than clearing it away. */
export function mixRowsIn(memory: WebAssembly.Memory): MixRows {
  compiled ??= compile(
    [I32, I32, I32, F32, I32],
    [[2, I32]],
    overRow(AT, WHOLE, BYTES, (lanes, offset) => {
      const of = (row: number) => load(lanes.load, row, AT, offset);
      return [
        ...sum(OUT, AT),
        ...[...of(FIRST), ...get(WEIGHT), ...lanes.splat],
        ...[...of(SECOND), ...of(FIRST), ...lanes.sub, ...lanes.mul, ...lanes.add],
        ...[...lanes.store, 0, offset],
      ];
    }),
  );
  return bind<MixRows>(compiled, memory);
}
