import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { droppedFiles, type PlacedFile } from './dropped-files.ts';

/** What becomes of files that come in. */
export interface FileTaker {
  /** Files are about to come, by whatever way: what was said of others is old. */
  expect(): void;
  /** Files of a drop, with their places in its folders; none where a folder was empty. */
  drop(files: readonly PlacedFile[]): Promise<void>;
  /** Files of the clipboard or the system. */
  take(files: readonly File[]): Promise<void>;
}

/** Takes the files that reach the page by another way than its own buttons: dropped, pasted, or opened by the system with the app. */
export class IncomingFiles implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #taker: FileTaker;
  #isDragged = false;

  constructor(host: ReactiveControllerHost, taker: FileTaker) {
    this.#host = host;
    this.#taker = taker;
    host.addController(this);
  }

  /** Whether files are held over the page. */
  get isDragged(): boolean {
    return this.#isDragged;
  }

  hostConnected(): void {
    document.addEventListener('change', this.#onChoice, true);
    document.addEventListener('paste', this.#onPaste);
    document.addEventListener('dragover', this.#onDragOver);
    document.addEventListener('dragleave', this.#onDragLeave);
    document.addEventListener('drop', this.#onDrop);
  }

  hostDisconnected(): void {
    document.removeEventListener('change', this.#onChoice, true);
    document.removeEventListener('paste', this.#onPaste);
    document.removeEventListener('dragover', this.#onDragOver);
    document.removeEventListener('dragleave', this.#onDragLeave);
    document.removeEventListener('drop', this.#onDrop);
  }

  /** Files that the system opens with the installed app wait until they are asked for. */
  collectLaunched(): void {
    window.launchQueue?.setConsumer(async ({ files }) => {
      await this.#taker.take(await Promise.all(files.map((handle) => handle.getFile())));
    });
  }

  /** Before those who take the files have something to say of them. */
  #onChoice = ({ target }: Event): void => {
    if (target instanceof HTMLInputElement && target.type === 'file') this.#taker.expect();
  };

  #onPaste = (event: ClipboardEvent): void => {
    const files = event.clipboardData?.files;
    if (files?.length) void this.#taker.take([...files]);
  };

  #onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#setDragged(true);
  };

  #onDragLeave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.#setDragged(false);
  };

  #onDrop = async (event: DragEvent): Promise<void> => {
    // Text is dropped into fields.
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#setDragged(false);
    this.#taker.expect();
    await this.#taker.drop(await droppedFiles(event.dataTransfer));
  };

  #setDragged(isDragged: boolean): void {
    if (this.#isDragged === isDragged) return;
    this.#isDragged = isDragged;
    this.#host.requestUpdate();
  }
}

declare global {
  interface Window {
    /** Only some browsers have it. */
    readonly launchQueue?: {
      setConsumer(consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void): void;
    };
  }
}
