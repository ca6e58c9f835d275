import { noChange } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import type { ElementPart } from 'lit/directive.js';

/** Where pictures come from. */
export type ReadPicture = (name: string, signal: AbortSignal) => Promise<Blob>;

/** How far outside of the view pictures are drawn already, as a CSS margin. */
const MARGIN = '300px';
/** Pictures that are read and decoded at once. */
const AT_ONCE = 4;

interface Wanted {
  readonly name: string;
  readonly side: number;
  readonly read: ReadPicture;
}

/**
 * Draws pictures onto canvases while they are near the view, and lets their pixels go when they are not, so that thousands need
 * no more memory than a screenful.
 */
class PictureLoader {
  readonly #wanted = new WeakMap<Element, Wanted>();
  readonly #loading = new Map<Element, AbortController>();
  #waiting: HTMLCanvasElement[] = [];
  #observer: IntersectionObserver | null = null;

  watch(canvas: HTMLCanvasElement, wanted: Wanted): void {
    this.#observer ??= new IntersectionObserver((entries) => this.#look(entries), { rootMargin: MARGIN });
    this.forget(canvas);
    this.#wanted.set(canvas, wanted);
    this.#observer.observe(canvas);
  }

  forget(canvas: HTMLCanvasElement): void {
    this.#observer?.unobserve(canvas);
    this.#clear(canvas);
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const canvas = target as HTMLCanvasElement;
      if (!isIntersecting) this.#clear(canvas);
      else if (!this.#waiting.includes(canvas) && !this.#loading.has(canvas) && canvas.dataset.drawn === undefined) {
        this.#waiting.push(canvas);
      }
    }
    this.#next();
  }

  #clear(canvas: HTMLCanvasElement): void {
    this.#waiting = this.#waiting.filter((other) => other !== canvas);
    this.#loading.get(canvas)?.abort();
    // One that comes back before its reading has ended is read anew.
    this.#loading.delete(canvas);
    if (canvas.dataset.drawn === undefined) return;
    delete canvas.dataset.drawn;
    canvas.width = canvas.height = 1;
  }

  #next(): void {
    while (this.#loading.size < AT_ONCE) {
      const canvas = this.#waiting.shift();
      if (!canvas) return;
      const controller = new AbortController();
      this.#loading.set(canvas, controller);
      void this.#draw(canvas, controller.signal).finally(() => {
        if (this.#loading.get(canvas) === controller) this.#loading.delete(canvas);
        this.#next();
      });
    }
  }

  async #draw(canvas: HTMLCanvasElement, signal: AbortSignal): Promise<void> {
    const wanted = this.#wanted.get(canvas);
    if (!wanted) return;
    try {
      const blob = await wanted.read(wanted.name, signal);
      signal.throwIfAborted();
      const bitmap = await decodeSmall(blob, wanted.side);
      if (!signal.aborted) {
        canvas.width = bitmap.width;
        canvas.height = bitmap.height;
        canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
        canvas.dataset.drawn = '';
      }
      bitmap.close();
    } catch {
      // A picture that is gone leaves its place empty; its name and its map are there all the same.
    }
  }
}

/** At most `side` pixels at its longer side. */
async function decodeSmall(blob: Blob, side: number): Promise<ImageBitmap> {
  const whole = await createImageBitmap(blob);
  const scale = side / Math.max(whole.width, whole.height);
  if (scale >= 1) return whole;
  const [resizeWidth, resizeHeight] = [whole.width, whole.height].map((size) => Math.max(1, Math.round(size * scale)));
  const small = await createImageBitmap(whole, { resizeWidth, resizeHeight, resizeQuality: 'medium' });
  whole.close();
  return small;
}

const loader = new PictureLoader();

class LazyPicture extends AsyncDirective {
  #canvas: HTMLCanvasElement | null = null;
  #wanted: Wanted | null = null;

  render(_name: string, _side: number, _read: ReadPicture): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [name, side, read]: Parameters<this['render']>): unknown {
    const canvas = element as HTMLCanvasElement;
    const isSame = canvas === this.#canvas && name === this.#wanted?.name && read === this.#wanted.read;
    this.#canvas = canvas;
    this.#wanted = { name, side, read };
    if (!isSame) loader.watch(canvas, this.#wanted);
    return noChange;
  }

  override disconnected(): void {
    if (this.#canvas) loader.forget(this.#canvas);
  }

  override reconnected(): void {
    if (this.#canvas && this.#wanted) loader.watch(this.#canvas, this.#wanted);
  }
}

/** `<canvas ${lazyPicture(name, side, read)}>`: the picture of that name while it is near the view, at most `side` pixels long. */
export const lazyPicture = directive(LazyPicture);
