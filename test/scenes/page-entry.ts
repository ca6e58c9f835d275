import { createPageContext } from '../../src/scenes/page-canvas.ts';
import { drawScene } from '../../src/scenes/scene.ts';

/** Draws one scene in the page, for the test to compare with Node's. */
Object.assign(globalThis, {
  drawHere(seed: number) {
    const { pixels, objects } = drawScene(seed, createPageContext);
    return { pixels: Array.from(pixels), objects };
  },
});
