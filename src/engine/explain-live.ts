import { XaiError } from '../core/errors.ts';
import type { FrameInfo, ModelInfo } from './info.ts';
import type { ModelHandle } from './model-handle.ts';
import type { FramePixels, FrameWish } from './protocol.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Longest side of the picture that is shown, pixels. */
const SHOWN_SIDE = 640;
/** How much longer the picture that is sent is than what the model is fed: what is left of shrinking is the model's recipe's. */
const SENT_SIDE = 1.5;

/** A frame that was explained. Boxes and map are in the pixels of `prediction`, which may be fewer than those of `picture`. */
export interface LiveFrame extends FrameInfo {
  /** The very frame that was explained; painted over when the next one is asked for. */
  readonly picture: OffscreenCanvas;
  /** From taking the frame to its answer. */
  readonly milliseconds: number;
}

/**
 * Predicts and explains what a video shows, frame by frame: the next one is taken when it is asked for, so that nothing is
 * ever queued, and however slow the model is, what is shown is as old as one answer. Canvases are used again.
 * @param video plays; each of its frames is explained once at most
 * @param wish asked anew for each frame
 * @throws XaiError as `ModelHandle.load` and `ModelHandle.explainFrame`, `method-unsupported` for a model of recordings; the
 *   signal's reason when it aborts
 */
export async function* explainLive(
  model: ModelHandle,
  video: HTMLVideoElement,
  wish: () => FrameWish,
  signal: AbortSignal,
): AsyncGenerator<LiveFrame, never, void> {
  const sentSide = sideFor(await model.load({ signal }));
  const picture = new OffscreenCanvas(1, 1);
  const sent = new OffscreenCanvas(1, 1);
  let fresh = Promise.resolve();
  // Which method suits the model is found out at the first frame that has something to explain.
  let found: string | null = null;
  for (;;) {
    await unlessAborted(signal, fresh);
    const startedAt = performance.now();
    draw(video, video.videoWidth, video.videoHeight, picture, SHOWN_SIDE);
    fresh = nextFrame(video);
    const frame = draw(picture, picture.width, picture.height, sent, sentSide);
    const wanted = wish();
    const answer = await model.explainFrame(pixelsOf(frame), { ...wanted, method: wanted.method ?? found }, { signal });
    if (wanted.method === null) found = answer.map?.provenance.method ?? found;
    yield { ...answer, picture, milliseconds: performance.now() - startedAt };
  }
}

/** Fewer pixels are quicker to read out, to send, to shrink and to colour. */
function sideFor({ name, task, recipe }: ModelInfo): number {
  if (task === 'series') {
    throw new XaiError('method-unsupported', `${name} takes recordings. Open a model that looks at pictures.`);
  }
  const { width, height } = recipe.input as { readonly width: number; readonly height: number };
  return Math.min(SHOWN_SIDE, Math.ceil(SENT_SIDE * Math.max(width, height)));
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => video.requestVideoFrameCallback(() => resolve()));
}

/** Draws a picture as large as it is, or shrunk to a longest side. */
function draw(
  source: CanvasImageSource,
  sourceWidth: number,
  sourceHeight: number,
  canvas: OffscreenCanvas,
  side: number,
): OffscreenCanvasRenderingContext2D {
  const scale = Math.min(1, side / Math.max(sourceWidth, sourceHeight));
  const width = Math.max(1, Math.round(sourceWidth * scale));
  const height = Math.max(1, Math.round(sourceHeight * scale));
  // Setting a size, even the same one, would allocate the canvas anew.
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const options = { alpha: false, willReadFrequently: true };
  const context = canvas.getContext('2d', options) as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return context;
}

function pixelsOf(context: OffscreenCanvasRenderingContext2D): FramePixels {
  const { width, height } = context.canvas;
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
