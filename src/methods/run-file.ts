import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { XaiError } from '../core/errors.ts';
import { decodeNpy, encodeNpy } from '../core/npy.ts';
import { damagedFile } from '../core/zip-damage.ts';
import { masksOf, type StoredRun } from './stored-run.ts';

/** Of one part, unpacked; a million masks with all that is kept of them take less. */
const MOST_BYTES = 2 ** 32;

const FORMAT = 'xai-viewer run 1';

/** A stored run as an `.npz` file (`numpy.load` reads it): scores, what was kept of each mask, and `run.json`. */
export function encodeRun(run: StoredRun): Uint8Array {
  const { scores, kept, ...about } = run;
  const masks = masksOf(run);
  return zipSync(
    {
      'run.json': strToU8(JSON.stringify({ format: FORMAT, ...about })),
      'scores.npy': encodeNpy(scores, [masks, run.targets.length]),
      'kept.npy': encodeNpy(kept, [masks, masks > 0 ? kept.length / masks : 0]),
    },
    // Packed proposals are close to noise. The same run is the same file, whenever it is written.
    { level: 1, mtime: new Date(1980, 0, 1) },
  );
}

/** @throws XaiError `option-invalid` for a file that {@link encodeRun} has not written, that was cut off, or in which a bit has changed */
export function decodeRun(bytes: Uint8Array, file?: string): StoredRun {
  const refuse = (cause?: unknown) =>
    new XaiError('option-invalid', `${file ?? 'The file'} is no stored run, or it is damaged. Run again.`, {
      option: 'resume',
      file,
      cause,
    });
  try {
    const files = unzipSync(bytes, { filter: ({ originalSize }) => originalSize < MOST_BYTES });
    if (damagedFile(bytes, files) !== null) throw refuse();
    const { format, ...about } = JSON.parse(strFromU8(files['run.json']));
    if (format !== FORMAT) throw refuse();
    return { ...about, scores: decodeNpy(files['scores.npy']).data, kept: decodeNpy(files['kept.npy'], '<u4').data };
  } catch (cause) {
    throw cause instanceof XaiError && cause.option === 'resume' ? cause : refuse(cause);
  }
}
