import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { encodeNpy } from '../../src/core/npy.ts';
import type { Reference } from './judge.ts';
import { SIDE } from './plane.ts';
import { masksOf, type StreamRun } from './stream-run.ts';

/**
 * Writes references to a file of the repository, so that a later machine can tell whether it finds the same: `numpy.load` reads
 * one plane a target, and `references.json` says what each is of.
 */
export function keepReferences(
  file: string,
  pairs: readonly { name: string; run: StreamRun; references: readonly Reference[] }[],
): void {
  const files: Record<string, Uint8Array> = {};
  const index: object[] = [];
  for (const { name, run, references } of pairs) {
    const { modelSha256, pictureSha256, spec, targets } = run;
    const scoresSha256 = createHash('sha256').update(run.scores).digest('hex');
    references.forEach(({ map, reliability }, k) => {
      const plane = `${name}.${k}.npy`;
      files[plane] = encodeNpy(map, [SIDE, SIDE]);
      const about = { pair: name, target: targets[k], masks: masksOf(run), reliability, spec };
      index.push({ file: plane, ...about, modelSha256, pictureSha256, scoresSha256 });
    });
  }
  writeFileSync(file, zipSync({ 'references.json': strToU8(JSON.stringify(index, null, 1)), ...files }));
}
