import { draw } from './draw.ts';
import type { Drawing } from './drawing.ts';
import { drawSamples, type SampleWish } from './samples.ts';

/** Draws away from the page, which stays quick. One request, one answer, in order. */
addEventListener('message', async ({ data }: MessageEvent<Drawing | SampleWish>) => {
  try {
    const isSample = data.kind === 'crops' || data.kind === 'annotated-scene';
    postMessage(await (isSample ? drawSamples(data) : draw(data)));
  } catch (error) {
    postMessage(String(error));
  }
});
