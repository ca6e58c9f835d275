import type { ModelHandle } from './model-handle.ts';
import type { FrameInfo, FramePixels, FrameWish } from './protocol.ts';
import { unlessAborted } from './unless-aborted.ts';

/** Longest side of the frames that are sent, pixels: more than what most models are fed, and little to copy. */
const MOST_SIDE = 640;

/** A frame that was explained. */
export interface LiveFrame extends FrameInfo {
  /** The very picture that was explained; painted over when the next frame is asked for. */
  readonly picture: OffscreenCanvas;
  /** From taking the frame to its answer. */
  readonly milliseconds: number;
}

/**
 * Predicts and explains what a video shows, frame by frame: the next one is taken when it is asked for, so that nothing is
 * ever queued, and however slow the model is, what is shown is as old as one answer.
 * @param video plays; each of its frames is explained once at most
 * @param wish asked anew for each frame
 * @throws XaiError as `ModelHandle.explainFrame`; the signal's reason when it aborts
 */
export async function* explainLive(
  model: ModelHandle,
  video: HTMLVideoElement,
  wish: () => FrameWish,
  signal: AbortSignal,
): AsyncGenerator<LiveFrame, never, void> {
  const picture = new OffscreenCanvas(1, 1);
  let fresh = Promise.resolve();
  // Which method suits the model is found out at the first frame that has something to explain.
  let found: string | null = null;
  for (;;) {
    await unlessAborted(signal, fresh);
    const startedAt = performance.now();
    const frame = takeFrame(video, picture);
    fresh = nextFrame(video);
    const wanted = wish();
    const answer = await model.explainFrame(frame, { ...wanted, method: wanted.method ?? found }, { signal });
    if (wanted.method === null) found = answer.map?.provenance.method ?? found;
    yield { ...answer, picture, milliseconds: performance.now() - startedAt };
  }
}

function nextFrame(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => video.requestVideoFrameCallback(() => resolve()));
}

function takeFrame(video: HTMLVideoElement, picture: OffscreenCanvas): FramePixels {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, MOST_SIDE / Math.max(videoWidth, videoHeight));
  const width = Math.max(1, Math.round(videoWidth * scale));
  const height = Math.max(1, Math.round(videoHeight * scale));
  // Setting a size, even the same one, would allocate the canvas anew.
  if (picture.width !== width || picture.height !== height) Object.assign(picture, { width, height });
  const context = picture.getContext('2d', {
    alpha: false,
    willReadFrequently: true,
  }) as OffscreenCanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data };
}
