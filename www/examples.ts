import { cropObject, croppable } from '../src/scenes/crop.ts';
import type { ClassName } from '../src/scenes/figure.ts';
import { createPageContext } from '../src/scenes/page-canvas.ts';
import { addOverlay } from '../src/scenes/plants/overlay.ts';
import { drawScene, type Scene } from '../src/scenes/scene.ts';

export const EXAMPLE_NAMES = ['scenes', 'caption'] as const;
export type ExampleName = (typeof EXAMPLE_NAMES)[number];

/** Something to see before a person has given anything: models of this project on pictures drawn here. */
export interface Example {
  /** The first is shown first. */
  readonly models: readonly string[];
  /** One picture after the other, since each takes a while to draw. */
  draw(): AsyncGenerator<File>;
}

/** Chosen by eye for variety; none was among the scenes that the models were trained on. */
const SCENES = [53, 41, 34, 24, 46, 58, 61, 67, 72, 35, 69, 22];
const SCENE_SIZE = 640;
/** Crops are cut as for the classifiers' training, twice as large. */
const CROP_SIZE = 256;
const CROP_SCENE = CROP_SIZE * 3;
const CAPTION_SEED = 3;

export const EXAMPLES: Readonly<Record<ExampleName, Example>> = {
  scenes: {
    models: ['embedded:detector'],
    async *draw() {
      for (const seed of SCENES) yield await drawSceneFile(seed);
    },
  },
  caption: {
    models: ['embedded:classifier-biased', 'embedded:classifier-fair'],
    async *draw() {
      for (const { seed, label } of CROPS) {
        const plain = cropOf(drawScene(seed, createPageContext, { size: CROP_SCENE }), label, seed);
        const marked = addOverlay(plain, CROP_SIZE, 'caption', CAPTION_SEED, createPageContext).pixels;
        yield await pngFile(marked, CROP_SIZE, `${label}-captioned.png`);
        yield await pngFile(plain, CROP_SIZE, `${label}.png`);
      }
    },
  },
};

/** Scenes with such an object whole and large. */
const CROPS: readonly { readonly seed: number; readonly label: ClassName }[] = [
  { seed: 35, label: 'boat' },
  { seed: 53, label: 'car' },
  { seed: 24, label: 'bus' },
  { seed: 41, label: 'cat' },
];

/** The scene of a seed, as `xai-viewer explain --scene` draws it too. */
export async function drawSceneFile(seed: number): Promise<File> {
  const { pixels } = drawScene(seed, createPageContext, { size: SCENE_SIZE });
  return pngFile(pixels, SCENE_SIZE, `scene-${seed}.png`);
}

function cropOf(scene: Scene, label: ClassName, seed: number): Uint8ClampedArray {
  const object = croppable(scene).find((one) => one.label === label);
  if (!object) throw new Error(`Scene ${seed} shows no ${label} to cut out.`);
  return cropObject(scene, object, CROP_SIZE, seed).pixels;
}

async function pngFile(pixels: Uint8ClampedArray, size: number, name: string): Promise<File> {
  const context = createPageContext(size) as OffscreenCanvasRenderingContext2D;
  context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), size, size), 0, 0);
  return new File([await context.canvas.convertToBlob()], name, { type: 'image/png' });
}
