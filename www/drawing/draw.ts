import { cropObject, croppable } from '../../src/scenes/crop.ts';
import { createPageContext } from '../../src/scenes/page-canvas.ts';
import { addOverlay } from '../../src/scenes/plants/overlay.ts';
import { drawScene, type Scene } from '../../src/scenes/scene.ts';
import type { Drawing } from './drawing.ts';
import { pack } from './pack.ts';

const SCENE_SIZE = 640;
/** Crops are cut as for the classifiers' training, twice as large. */
const CROP_SIZE = 256;
const CROP_SCENE = CROP_SIZE * 3;
const CAPTION_SEED = 3;

let last: { readonly seed: number; readonly scene: Scene } | null = null;

/** Draws and packs a picture as PNG. */
export function draw(drawing: Drawing): Promise<Blob> {
  if (drawing.kind === 'scene') {
    return pack(drawScene(drawing.seed, createPageContext, { size: SCENE_SIZE }).pixels, SCENE_SIZE);
  }
  const { seed, label, captioned } = drawing;
  // The same crop is often wanted with the caption and without it.
  if (last?.seed !== seed) last = { seed, scene: drawScene(seed, createPageContext, { size: CROP_SCENE }) };
  const object = croppable(last.scene).find((one) => one.label === label);
  if (!object) throw new Error(`Scene ${seed} shows no ${label} to cut out.`);
  const { pixels } = cropObject(last.scene, object, CROP_SIZE, seed);
  const marked = captioned ? addOverlay(pixels, CROP_SIZE, 'caption', CAPTION_SEED, createPageContext).pixels : pixels;
  return pack(marked, CROP_SIZE);
}
