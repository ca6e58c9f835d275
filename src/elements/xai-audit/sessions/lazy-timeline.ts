import { noChange } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import type { ElementPart } from 'lit/directive.js';

/** Draws a timeline as SVG. @returns null where there is none */
export type DrawTimeline = (width: number, isDark: boolean, signal: AbortSignal) => Promise<string | null>;

/** How far outside of the view timelines are drawn already, as a CSS margin. */
const MARGIN = '300px';
const NARROWEST = 280;

interface Wanted {
  readonly key: string;
  readonly draw: DrawTimeline;
  /** What was drawn last: width and whether it was dark. */
  readonly drawn: string;
  readonly isNear: boolean;
}

/** Draws timelines one after the other as they come near the view, and anew where their width or the page's colours change. */
class TimelineLoader {
  readonly #wanted = new Map<HTMLImageElement, Wanted>();
  #observer: IntersectionObserver | null = null;
  #sizes: ResizeObserver | null = null;
  #task: { readonly image: HTMLImageElement; readonly controller: AbortController } | null = null;

  watch(image: HTMLImageElement, key: string, draw: DrawTimeline): void {
    if (!this.#observer) this.#begin();
    const isNear = this.#wanted.get(image)?.isNear ?? false;
    this.#wanted.set(image, { key, draw, drawn: '', isNear });
    this.#observer?.observe(image);
    if (image.parentElement) this.#sizes?.observe(image.parentElement);
    this.#next();
  }

  forget(image: HTMLImageElement): void {
    this.#observer?.unobserve(image);
    if (image.parentElement) this.#sizes?.unobserve(image.parentElement);
    this.#wanted.delete(image);
    if (this.#task?.image === image) this.#task.controller.abort();
  }

  #begin(): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries)
          this.#change(target as HTMLImageElement, { isNear: isIntersecting });
        this.#next();
      },
      { rootMargin: MARGIN },
    );
    this.#sizes = new ResizeObserver(() => this.#next());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#next());
  }

  #change(image: HTMLImageElement, changes: Partial<Wanted>): void {
    const wanted = this.#wanted.get(image);
    if (wanted) this.#wanted.set(image, { ...wanted, ...changes });
  }

  #next(): void {
    if (this.#task) return;
    for (const [image, { draw, drawn, isNear }] of this.#wanted) {
      const width = Math.max(NARROWEST, Math.round(image.parentElement?.clientWidth ?? 0));
      const isDark = isOnDark(image);
      const look = `${width} ${isDark}`;
      if (!isNear || drawn === look || !image.isConnected) continue;
      const controller = new AbortController();
      this.#task = { image, controller };
      this.#change(image, { drawn: look });
      void show(image, () => draw(width, isDark, controller.signal)).finally(() => {
        this.#task = null;
        this.#next();
      });
      return;
    }
  }
}

/** Text is light where the page is dark. */
function isOnDark(element: Element): boolean {
  const [red, green, blue] = (/^rgba?\(([^)]*)\)/.exec(getComputedStyle(element).color)?.[1] ?? '')
    .split(/[\s,/]+/)
    .map(Number);
  if (!Number.isFinite(red)) return matchMedia('(prefers-color-scheme: dark)').matches;
  return red + green + blue > 3 * 128;
}

async function show(image: HTMLImageElement, draw: () => Promise<string | null>): Promise<void> {
  try {
    const svg = await draw();
    if (svg === null) return;
    const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    image.src = address;
    await image.decode().finally(() => URL.revokeObjectURL(address));
    image.dataset.drawn = '';
  } catch {
    // A recording that is gone leaves its place empty; its numbers are there all the same.
  }
}

const loader = new TimelineLoader();

class LazyTimeline extends AsyncDirective {
  #image: HTMLImageElement | null = null;
  #wanted: { readonly key: string; readonly draw: DrawTimeline } | null = null;

  render(_key: string, _draw: DrawTimeline): unknown {
    return noChange;
  }

  override update({ element }: ElementPart, [key, draw]: Parameters<this['render']>): unknown {
    const image = element as HTMLImageElement;
    const isSame = image === this.#image && key === this.#wanted?.key;
    this.#image = image;
    this.#wanted = { key, draw };
    // A parent is there once the template is.
    if (!isSame) queueMicrotask(() => this.isConnected && loader.watch(image, key, draw));
    return noChange;
  }

  override disconnected(): void {
    if (this.#image) loader.forget(this.#image);
  }

  override reconnected(): void {
    if (this.#image && this.#wanted) loader.watch(this.#image, this.#wanted.key, this.#wanted.draw);
  }
}

/** `<img ${lazyTimeline(key, draw)}>`: a timeline as wide as its parent, once it is near the view; another key is another one. */
export const lazyTimeline = directive(LazyTimeline);
