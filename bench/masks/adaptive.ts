import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { decodeNpy, encodeNpy } from '../../src/core/npy.ts';
import type { Picture } from '../../src/core/picture.ts';
import type { Placement } from '../../src/core/placement.ts';
import { gridToPicture } from '../../src/core/resample.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import { AISE, aise } from '../../src/methods/aise.ts';
import type { Model } from '../../src/tasks/model.ts';
import type { Pair } from './pairs.ts';
import { SIDE } from './plane.ts';
import { type StreamRun, store } from './stream-run.ts';

/** The way whose masks are chosen one after the other, by what the model said of those before: no stream holds them. */
export const ADAPTIVE = 'AISE';

/** Targets that it is run for: each pays for passes of its own. */
const TARGETS = 2;

/** Maps by target and number of passes; the search has no seed, so that there is one of each. */
export type AdaptiveMaps = ReadonlyMap<string, Float32Array>;

export function adaptiveKey(target: number, passes: number): string {
  return `${target}-${passes}`;
}

const fileOf = ({ name }: Pair) => path.join(store.folder, name, 'aise.npz');

/** What was run before, or null. */
export function storedAdaptive(pair: Pair): AdaptiveMaps | null {
  const file = fileOf(pair);
  if (!existsSync(file)) return null;
  const files = Object.entries(unzipSync(readFileSync(file)));
  return new Map(files.map(([name, bytes]) => [name.replace(/\.npy$/, ''), decodeNpy(bytes).data as Float32Array]));
}

/** Runs it at each number of passes, since every search begins anew. */
export async function runAdaptive(
  pair: Pair,
  { model, picture }: { readonly model: Model; readonly picture: Picture },
  { targets, placement }: StreamRun,
  marks: readonly number[],
  tell: (text: string) => void,
): Promise<void> {
  const detections = pair.method === 'd-rise' ? (await model.predict(picture)).boxes : undefined;
  const files: Record<string, Uint8Array> = {};
  for (const [target, { classIndex }] of targets.slice(0, TARGETS).entries()) {
    const chosen = detections?.[target] ?? classIndex;
    for (const passes of marks) {
      const perWindow = AISE.passes?.({ windows: 1 }, model) ?? 1;
      const windows = Math.floor(passes / perWindow);
      const [map] = await aise(model, picture, { targets: [chosen], windows, partialEvery: null }).result();
      files[`${adaptiveKey(target, passes)}.npy`] = encodeNpy(planeOf(map, placement), [SIDE, SIDE]);
      tell(`${pair.name}, ${ADAPTIVE}: target ${target + 1}, ${windows * perWindow} passes`);
    }
  }
  const file = fileOf(pair);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, zipSync(files, { level: 0 }));
  renameSync(`${file}.part`, file);
}

/** What of a picture's map the model saw, on a plane of {@link SIDE} pixels a side. */
function planeOf({ data, width, height }: Saliency, { crop }: Placement): Float32Array {
  return gridToPicture(data, width, height, {
    picture: { width: SIDE, height: SIDE },
    input: { width, height },
    crop: { x: 0, y: 0, width: SIDE, height: SIDE },
    content: crop,
  });
}
