import { type AxisReach, axisReach, gridReach } from './axis-reach.ts';
import { XaiError } from './errors.ts';
import { type MixRows, mixRowsIn } from './mix-rows.ts';
import type { Placement } from './placement.ts';
import { makeMemory } from './wasm-memory.ts';

const FLOAT_BYTES = 4;

/**
 * Brings a map of the content rectangle to the picture's own pixels: bilinear with half-pixel centres and clamped
 * borders. Picture pixels that the resize rule cut off (centre crop) get 0: the model never saw them.
 * @param map length content height x content width, row-major.
 * @returns length picture height x width.
 * @throws XaiError `option-invalid` when the map is not as large as the content rectangle.
 */
export function mapToPicture(map: Float32Array, placement: Placement): Float32Array {
  const { picture, crop, content } = placement;
  if (map.length !== content.width * content.height) {
    throw new XaiError(
      'option-invalid',
      `A map of ${map.length} values does not cover the content rectangle of ${content.width} x ${content.height}. ` +
        'Pass the map together with the placement that it was made for.',
      { option: 'map' },
    );
  }
  const span = (cells: number) => ({ offset: 0, cells, low: 0, high: cells - 1 });
  const across = axisReach(picture.width, crop.x, crop.width, span(content.width));
  const down = axisReach(picture.height, crop.y, crop.height, span(content.height));
  return stretch(map, content.width, picture, across, down);
}

/**
 * Brings a map whose cells divide the model's whole input, padding included (a layer's grid), to the picture's own
 * pixels, in the same way; cells whose centre lies on padding are not read.
 * @param grid length rows x columns, row-major.
 * @returns length picture height x width.
 */
export function gridToPicture(grid: Float32Array, columns: number, rows: number, placement: Placement): Float32Array {
  const { across, down } = gridReach(placement, columns, rows);
  return stretch(grid, columns, placement.picture, across, down);
}

function stretch(
  map: Float32Array,
  columns: number,
  picture: Placement['picture'],
  across: AxisReach,
  down: AxisReach,
): Float32Array {
  const { width } = picture;
  const { start, end } = across;
  const length = Math.max(0, end - start);
  const out = new Float32Array(width * picture.height);
  const bench = workbench(length);
  const bytes = length * FLOAT_BYTES;
  // Each row of cells is brought to the picture's width once, however many rows of pixels lie between it and the next.
  let above = { row: -1, at: bench.rowAt(0) };
  let below = { row: -1, at: bench.rowAt(1) };
  const result = bench.rowAt(2);
  const finished = bench.floats.subarray(result, result + length);
  for (let y = down.start; y < down.end; y++) {
    const [first, second, share] = [down.first[y], down.second[y], down.share[y]];
    if (above.row !== first || below.row !== second) {
      if (above.row !== first) [above, below] = [below, above];
      if (above.row !== first) widen(above, first);
      if (below.row !== second) widen(below, second);
    }
    bench.mix(result * FLOAT_BYTES, above.at * FLOAT_BYTES, below.at * FLOAT_BYTES, share, bytes);
    out.set(finished, y * width + start);
  }
  return out;

  /** Brings a row of cells on to the pixels of a row. */
  function widen(to: { row: number; readonly at: number }, row: number): void {
    const cells = row * columns;
    const { floats } = bench;
    for (let x = start, at = to.at; x < end; x++, at++) {
      const left = map[cells + across.first[x]];
      floats[at] = left + across.share[x] * (map[cells + across.second[x]] - left);
    }
    to.row = row;
  }
}

/** Three rows of pixels in wasm's memory: two to blend, and what comes of it. */
interface Workbench {
  readonly length: number;
  readonly floats: Float32Array;
  readonly mix: MixRows;
  rowAt(k: number): number;
}

let kept: Workbench | null = null;

/** Kept from map to map, as large as the widest picture needs. */
function workbench(length: number): Workbench {
  if (kept && kept.length >= length) return kept;
  const memory = makeMemory(3 * length * FLOAT_BYTES, 'Rows of this picture', { advice: 'choose a smaller picture' });
  kept = {
    length,
    floats: new Float32Array(memory.buffer),
    mix: mixRowsIn(memory),
    rowAt: (k) => k * length,
  };
  return kept;
}
