import { packGrid, unpackCells, wordsToText } from '../../core/packed-grid.ts';
import { resamplePlane } from '../../tasks/resample.ts';
import type { PackedPlane } from './session-record.ts';

/** Rows and columns of a kept map: of more, means over neighbours. */
const MOST = 128;
const GREATEST = 65_535;

export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** Length rows x columns, row-major. */
  readonly data: Float32Array;
}

/** A map of a window as it is kept. */
export function packPlane(plane: Plane): PackedPlane {
  const [rows, columns] = [Math.min(MOST, plane.rows), Math.min(MOST, plane.columns)];
  return { rows, columns, ...packGrid(resize(plane, rows, columns)) };
}

export function unpackPlane({ rows, columns, scale, cells }: PackedPlane): Plane {
  return { rows, columns, data: unpackCells({ scale, cells }, rows * columns) };
}

/** Means over what falls together, linear between where there is less. */
export function resize({ rows, columns, data }: Plane, toRows: number, toColumns: number): Float32Array {
  if (rows === toRows && columns === toColumns) return data;
  const whole = { x: 0, y: 0, width: columns, height: rows };
  return resamplePlane({ width: columns, height: rows, data }, whole, toColumns, toRows, 'area');
}

/** Scores in [0, 1], in 16 bits each. */
export function packShares(shares: Float32Array): string {
  return wordsToText(Uint16Array.from(shares, (share) => Math.round(Math.min(1, Math.max(0, share)) * GREATEST)));
}

/** What {@link packShares} made. */
export function unpackShares(text: string): Float32Array {
  const bytes = atob(text);
  return Float32Array.from(
    { length: bytes.length / 2 },
    (_, k) => (bytes.charCodeAt(2 * k) + 256 * bytes.charCodeAt(2 * k + 1)) / GREATEST,
  );
}
