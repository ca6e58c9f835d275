import { strToU8, zipSync } from 'fflate';
import { encodeNpy } from '../../core/npy.ts';
import { unpackTrack } from './kept-track.ts';
import type { SessionReport } from './session-report-schema.ts';

/** The first time that a zip file can say, so that the same maps give the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/**
 * The maps of an audit of recordings as an `.npz` file (`numpy.load` reads it): `map0`, `map1`, ..., float32 [rows, columns] of
 * raw scores along a recording, NaN where no window was explained; and `index.json`, which names recording, model, method, rows
 * and times of each.
 */
export function sessionMaps({ sessions, models }: SessionReport): Uint8Array {
  const files: Record<string, Uint8Array> = {};
  const index = sessions.flatMap(({ session, results }) =>
    results.flatMap((result, model) => {
      if (result.status !== 'explained') return [];
      const { rows, columns, start, step, data } = unpackTrack(result.track);
      return [{ session, model, result, rows, columns, start, step, data }];
    }),
  );
  const entries = index.map(({ session, model, result, rows, columns, start, step, data }, k) => {
    files[`map${k}.npy`] = encodeNpy(data, [rows, columns]);
    const { method, layer, rows: names } = result;
    return { array: `map${k}`, recording: session, model: models[model].file, method, layer, rows: names, start, step };
  });
  return zipSync({ ...files, 'index.json': strToU8(JSON.stringify(entries)) }, { mtime: NO_TIME });
}
