import { XaiError } from '../core/errors.ts';
import type { Context2D, CreateContext } from '../scenes/paint/canvas.ts';

/**
 * Canvases for scenes in Node.
 * @throws XaiError `backend-unavailable` when the package @napi-rs/canvas is not installed
 */
export async function loadSceneCanvas(): Promise<CreateContext> {
  const { createCanvas } = await import('@napi-rs/canvas').catch((cause) => {
    throw new XaiError(
      'backend-unavailable',
      'Drawing scenes needs the package @napi-rs/canvas, which is not installed: run "npm install @napi-rs/canvas".',
      { cause },
    );
  });
  return (size) => createCanvas(size, size).getContext('2d') as unknown as Context2D;
}
