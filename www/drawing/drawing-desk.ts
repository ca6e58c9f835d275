import { trustWorkerUrl } from '../../src/engine/settings.ts';
import { type Drawing, drawingName } from './drawing.ts';
import type { Sample, SampleWish } from './samples.ts';

/** Has pictures drawn by a worker of their own, which starts with the first. */
export class DrawingDesk {
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** One after the other, in the order of asking. */
  async draw(drawing: Drawing): Promise<File> {
    const picture = await this.#inTurn<Blob>(drawing);
    return new File([picture], drawingName(drawing), { type: picture.type });
  }

  /** Annotated pictures of a seed, in the same order of asking. */
  drawSamples(wish: SampleWish): Promise<Sample[]> {
    return this.#inTurn<Sample[]>(wish);
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #inTurn<T>(wish: Drawing | SampleWish): Promise<T> {
    const next = this.#last.then(() => this.#ask<T>(wish));
    this.#last = next.catch(() => {});
    return next;
  }

  #ask<T>(wish: Drawing | SampleWish): Promise<T> {
    const url = trustWorkerUrl(new URL('drawing-worker.js', document.baseURI).href);
    this.#worker ??= new Worker(url, { type: 'module', name: 'drawing' });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<T | string>) => {
        if (typeof data === 'string') reject(new Error(data));
        else resolve(data);
      };
      worker.onerror = ({ message }) => reject(new Error(message || 'The worker that draws did not start.'));
      worker.postMessage(wish);
    });
  }
}
