import { createPageContext } from '../src/scenes/page-canvas.ts';
import { drawScene } from '../src/scenes/scene.ts';

export const EXAMPLE_NAMES = ['scenes'] as const;
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

export const EXAMPLES: Readonly<Record<ExampleName, Example>> = {
  scenes: {
    models: ['embedded:detector'],
    async *draw() {
      for (const seed of SCENES) yield await drawSceneFile(seed);
    },
  },
};

/** The scene of a seed, as `xai-viewer explain --scene` draws it too. */
export async function drawSceneFile(seed: number): Promise<File> {
  const { pixels } = drawScene(seed, createPageContext, { size: SCENE_SIZE });
  return pngFile(pixels, SCENE_SIZE, `scene-${seed}.png`);
}

async function pngFile(pixels: Uint8ClampedArray, size: number, name: string): Promise<File> {
  const context = createPageContext(size) as OffscreenCanvasRenderingContext2D;
  context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), size, size), 0, 0);
  return new File([await context.canvas.convertToBlob()], name, { type: 'image/png' });
}
