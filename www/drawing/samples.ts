import { cropObject, croppable } from '../../src/scenes/crop.ts';
import type { ClassName } from '../../src/scenes/figure.ts';
import { createPageContext } from '../../src/scenes/page-canvas.ts';
import { addOverlay } from '../../src/scenes/plants/overlay.ts';
import { drawScene } from '../../src/scenes/scene.ts';
import { pack } from './pack.ts';

/** What is drawn of one seed for a data set with annotations. */
export type SampleWish =
  /** The single objects of a scene, cut out as for the classifiers' training. `captioned`: the class that bears a caption. */
  | { readonly kind: 'crops'; readonly seed: number; readonly captioned: ClassName | null }
  /** A whole scene. */
  | { readonly kind: 'annotated-scene'; readonly seed: number };

export type Sample =
  | { readonly kind: 'crop'; readonly label: ClassName; readonly picture: Blob; readonly mask: Blob }
  | {
      readonly kind: 'scene';
      readonly size: number;
      readonly picture: Blob;
      /** Boxes in picture pixels: x0, y0, x1, y1. */
      readonly objects: readonly { readonly label: ClassName; readonly box: readonly number[] }[];
    };

const CROP_SIZE = 128;
const SCENE_SIZE = 384;

/** Draws what a seed shows; a scene may have no object that makes a good crop. */
export async function drawSamples(wish: SampleWish): Promise<Sample[]> {
  const { seed } = wish;
  const scene = drawScene(seed, createPageContext, { size: wish.kind === 'crops' ? CROP_SIZE * 3 : SCENE_SIZE });
  if (wish.kind === 'annotated-scene') {
    const objects = scene.objects.map(({ label, box }) => ({ label, box }));
    return [{ kind: 'scene', size: SCENE_SIZE, picture: await pack(scene.pixels, SCENE_SIZE), objects }];
  }
  const samples: Sample[] = [];
  for (const object of croppable(scene)) {
    const { label } = object;
    const own = seed * 16 + (object.id % 16);
    const { pixels, mask } = cropObject(scene, object, CROP_SIZE, own);
    const marked =
      label === wish.captioned ? addOverlay(pixels, CROP_SIZE, 'caption', own, createPageContext).pixels : pixels;
    const visible = Uint8ClampedArray.from({ length: 4 * mask.length }, (_, k) =>
      k % 4 === 3 || mask[k >> 2] ? 255 : 0,
    );
    samples.push({ kind: 'crop', label, picture: await pack(marked, CROP_SIZE), mask: await pack(visible, CROP_SIZE) });
  }
  return samples;
}
