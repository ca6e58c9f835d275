import { draw } from './draw.ts';
import type { Drawing } from './drawing.ts';

/** Draws away from the page, which stays quick. One request, one answer, in order. */
addEventListener('message', async ({ data }: MessageEvent<Drawing>) => {
  try {
    postMessage(await draw(data));
  } catch (error) {
    postMessage(String(error));
  }
});
