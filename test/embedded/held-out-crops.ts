import { cropObject, croppable } from '../../src/scenes/crop.ts';
import { drawScene, type SceneObject } from '../../src/scenes/scene.ts';
import { createContext } from '../scenes/support.ts';

/** Width and height of what the classifiers were taught with. */
export const CROP_SIZE = 128;

export interface HeldOutCrop {
  readonly label: string;
  readonly attributes: SceneObject['attributes'];
  readonly pixels: Uint8ClampedArray;
  readonly seed: number;
}

/** Crops cut as for training, from scenes of the seeds from `first` on: `perClass` of each of `labels`. */
export function heldOutCrops(labels: readonly string[], perClass: number, first: number): HeldOutCrop[] {
  const left = new Map(labels.map((label) => [label, perClass]));
  const crops: HeldOutCrop[] = [];
  for (let seed = first; [...left.values()].some((count) => count > 0); seed++) {
    const scene = drawScene(seed, createContext, { size: CROP_SIZE * 3 });
    for (const object of croppable(scene)) {
      const count = left.get(object.label) ?? 0;
      if (count === 0) continue;
      left.set(object.label, count - 1);
      const { pixels } = cropObject(scene, object, CROP_SIZE, seed * 16 + (object.id % 16));
      crops.push({ label: object.label, attributes: object.attributes, pixels, seed });
    }
  }
  return crops;
}
