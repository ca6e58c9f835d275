import type { TimeView } from './time-view.ts';

/** What gestures do to a timeline. */
export interface GestureHost {
  readonly view: TimeView | null;
  /** Left edge and width of the plots, in page pixels. */
  readonly plot: { readonly left: number; readonly width: number };
  /** The view has changed. */
  moved(): void;
  /** The pointer is over a moment; null: it left. `track` is the track that it is over. */
  pointAt(time: number | null, track: string | null): void;
  /** A click or a tap at a moment. */
  press(time: number): void;
}

/** Pixels that a pointer may tremble before a press becomes a drag. */
const TREMBLE = 4;
/** Zoom of one pixel of a wheel's turn. */
const WHEEL_ZOOM = 0.002;
const WHEEL_MOST = 240;
/** Pixels of a wheel that counts lines. */
const LINE = 16;

/** Drags, pinches, clicks and turns of the wheel over the tracks. */
export class Gestures {
  readonly #host: GestureHost;
  /** Pointers that are down: where they are now, in page pixels. */
  readonly #down = new Map<number, number>();
  /** Where a press began; null once it became a drag. */
  #pressAt: number | null = null;

  constructor(host: GestureHost) {
    this.#host = host;
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.#host.view) return;
    this.#down.set(event.pointerId, event.clientX);
    this.#pressAt = this.#down.size === 1 ? event.clientX : null;
  };

  readonly move = (event: PointerEvent): void => {
    const { view, plot } = this.#host;
    if (!view) return;
    const before = this.#down.get(event.pointerId);
    if (before === undefined) {
      const track = (event.target as Element).closest<HTMLElement>('[data-track]')?.dataset.track ?? null;
      const x = event.clientX - plot.left;
      this.#host.pointAt(x < 0 || x > plot.width ? null : view.timeAt(x, plot.width), track);
      return;
    }
    if (this.#pressAt !== null) {
      if (Math.abs(event.clientX - this.#pressAt) < TREMBLE) return;
      this.#pressAt = null;
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    }
    const others = [...this.#down].filter(([id]) => id !== event.pointerId);
    this.#down.set(event.pointerId, event.clientX);
    if (others.length === 0) view.pan(((before - event.clientX) / plot.width) * view.span);
    else this.#pinch(view, others[0][1], before, event.clientX);
    this.#host.moved();
  };

  readonly up = (event: PointerEvent): void => {
    const { view, plot } = this.#host;
    const wasDown = this.#down.delete(event.pointerId);
    if (wasDown && this.#pressAt !== null && view && event.type === 'pointerup') {
      const x = event.clientX - plot.left;
      if (x >= 0 && x <= plot.width) this.#host.press(view.timeAt(x, plot.width));
    }
    this.#pressAt = null;
  };

  readonly leave = (): void => {
    this.#host.pointAt(null, null);
  };

  readonly wheel = (event: WheelEvent): void => {
    const { view, plot } = this.#host;
    if (!view) return;
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      view.pan(((sideways * unit) / plot.width) * view.span);
    } else {
      // Nothing is left to zoom out: the page scrolls on.
      if (view.isWhole && event.deltaY > 0 && !event.ctrlKey) return;
      const turn = Math.max(-WHEEL_MOST, Math.min(WHEEL_MOST, event.deltaY * unit * (event.ctrlKey ? 4 : 1)));
      view.zoom(Math.exp(turn * WHEEL_ZOOM), view.timeAt(event.clientX - plot.left, plot.width));
    }
    event.preventDefault();
    this.#host.moved();
  };

  /** Two fingers: what lay under each stays under it. */
  #pinch(view: TimeView, still: number, before: number, now: number): void {
    const { left, width } = this.#host.plot;
    const [a, b] = [view.timeAt(still - left, width), view.timeAt(before - left, width)];
    const apart = Math.max(8, Math.abs(now - still));
    const span = (Math.abs(b - a) / apart) * width;
    const from = a - ((still - left) / width) * span;
    view.show(from, from + span);
  }
}
