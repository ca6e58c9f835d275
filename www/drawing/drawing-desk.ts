import { trustWorkerUrl } from '../../src/engine/settings.ts';
import { type Drawing, drawingName } from './drawing.ts';

/** Has pictures drawn by a worker of their own, which starts with the first. */
export class DrawingDesk {
  #worker: Worker | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** One after the other, in the order of asking. */
  draw(drawing: Drawing): Promise<File> {
    const next = this.#last.then(() => this.#ask(drawing));
    this.#last = next.catch(() => {});
    return next;
  }

  close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }

  #ask(drawing: Drawing): Promise<File> {
    const url = trustWorkerUrl(new URL('drawing-worker.js', document.baseURI).href);
    this.#worker ??= new Worker(url, { type: 'module', name: 'drawing' });
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Blob | string>) => {
        if (data instanceof Blob) resolve(new File([data], drawingName(drawing), { type: data.type }));
        else reject(new Error(data));
      };
      worker.onerror = ({ message }) => reject(new Error(message || 'The worker that draws did not start.'));
      worker.postMessage(drawing);
    });
  }
}
