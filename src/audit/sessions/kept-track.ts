import { packGrid, unpackCells } from '../../core/packed-grid.ts';
import type { SessionMap } from '../../core/series/session-map.ts';
import { resize } from './packed-plane.ts';
import type { PackedTrack } from './session-record.ts';

/** Rows of a kept map: bands beyond it become means of neighbours. */
const MOST_ROWS = 32;
/** Places of a kept map: 128 kB. Of longer recordings columns become means of neighbours. */
const MOST_CELLS = 65_536;

/** A map along a recording, on the recording's clock. */
export type Track = Pick<SessionMap, 'rows' | 'columns' | 'start' | 'step' | 'data'>;

/** A map along a recording as it is kept; columns that no window saw are named, since they have no score. */
export function packTrack({ rows, columns, start, step, data }: Track): PackedTrack {
  const toRows = Math.min(MOST_ROWS, rows);
  const toColumns = Math.min(columns, Math.floor(MOST_CELLS / toRows));
  const seen = Float32Array.from(data, (value) => (Number.isNaN(value) ? 0 : 1));
  const sums = resize(
    { rows, columns, data: data.map((value) => (Number.isNaN(value) ? 0 : value)) },
    toRows,
    toColumns,
  );
  const shares = resize({ rows, columns, data: seen }, toRows, toColumns);
  const means = sums.map((sum, at) => (shares[at] > 0 ? sum / shares[at] : 0));
  const wide = (step * columns) / toColumns;
  return {
    rows: toRows,
    columns: toColumns,
    start: start - step / 2 + wide / 2,
    step: wide,
    unseen: runsOf(toColumns, (column) => !(shares[column] > 0)),
    ...packGrid(means),
  };
}

export function unpackTrack({ rows, columns, start, step, scale, cells, unseen }: PackedTrack): Track {
  const data = unpackCells({ scale, cells }, rows * columns);
  for (const [from, to] of unseen) {
    for (let row = 0; row < rows; row++) data.fill(Number.NaN, row * columns + from, row * columns + to);
  }
  return { rows, columns, start, step, data };
}

/** Half-open runs of places that are so. */
function runsOf(count: number, isSo: (at: number) => boolean): [number, number][] {
  const runs: [number, number][] = [];
  for (let at = 0; at < count; at++) {
    if (!isSo(at)) continue;
    const last = runs.at(-1);
    if (last?.[1] === at) last[1]++;
    else runs.push([at, at + 1]);
  }
  return runs;
}
