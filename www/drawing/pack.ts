import { createPageContext } from '../../src/scenes/page-canvas.ts';

/** A square picture as PNG. @param pixels RGBA */
export function pack(pixels: Uint8ClampedArray, size: number): Promise<Blob> {
  const context = createPageContext(size) as OffscreenCanvasRenderingContext2D;
  context.putImageData(new ImageData(Uint8ClampedArray.from(pixels), size, size), 0, 0);
  return context.canvas.convertToBlob();
}
