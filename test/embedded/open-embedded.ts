import { readFileSync } from 'node:fs';
import { runtimeSettings } from '../../src/runtime/settings.ts';
import { Model } from '../../src/tasks/model.ts';

interface Sets {
  readonly full: Readonly<Record<string, { readonly seed: number }>>;
  readonly cropClasses: readonly string[];
}

const sets: Sets = JSON.parse(readFileSync('training/sets.json', 'utf8'));

// A second thread waits by spinning, which costs a busy machine more than it gains.
runtimeSettings.threads = 1;

/** First seeds of what no model was trained on. */
export const HELD_OUT_SCENES = sets.full.sceneVal.seed;
export const HELD_OUT_CROPS = sets.full.cropVal.seed;
export const HELD_OUT_LAMPS = sets.full.lampVal.seed;
export const HELD_OUT_ATTRIBUTES = sets.full.attributeVal.seed;
export const HELD_OUT_MOTION = sets.full.motionVal.seed;
export const HELD_OUT_SOUND = sets.full.soundVal.seed;
export const CROP_CLASSES = sets.cropClasses;

/** A model of this project by its name, or its bytes alone, which have no recipe beside them. */
export function openEmbedded(source: string | Uint8Array): Promise<Model> {
  const name = typeof source === 'string' ? `embedded:${source}` : source;
  return Model.load(name, { backend: 'wasm' });
}
