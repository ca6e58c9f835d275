import { strToU8, zipSync } from 'fflate';
import { encodeNpy } from '../../core/npy.ts';
import { GRID, unpackGrid } from '../../core/packed-grid.ts';
import type { AuditReport } from '../result/audit-schema.ts';
import { flatRows } from './flat-rows.ts';

/** The first time that a zip file can say, so that the same maps give the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * The maps of an audit as an `.npz` file (`numpy.load` reads it): `maps`, float32 [maps, 32, 32] of raw scores over the picture,
 * and `index.json`, which names picture, model, method, label and class of each, in the order of the rows of the table.
 */
export function auditMaps(report: AuditReport): Uint8Array {
  const rows = flatRows(report);
  const maps = new Float32Array(rows.length * GRID * GRID);
  rows.forEach(({ explanation }, k) => {
    maps.set(unpackGrid(explanation.map), k * GRID * GRID);
  });
  const index = rows.map(({ picture, model, method, layer, explanation }) => {
    const { label, score, class: classIndex } = explanation;
    return { picture, model, method, layer, label, class: classIndex, score };
  });
  return zipSync(
    { 'maps.npy': encodeNpy(maps, [rows.length, GRID, GRID]), 'index.json': strToU8(JSON.stringify(index)) },
    { mtime: NO_TIME },
  );
}
