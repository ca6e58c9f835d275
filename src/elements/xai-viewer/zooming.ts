import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Box } from '../../core/boxes.ts';
import { XaiViewportEvent } from '../events.ts';
import { centred, isSameViewport, panned, type Viewport, WHOLE, zoomed } from './viewport.ts';
import type { ZoomGestures } from './zoom-gate.ts';

/** What a press of a button enlarges by, and a double click. */
const STEP = 1.5;
const LEAP = 3;
/** What a wheel that was turned by so many pixels enlarges by: e to the power of one. */
const WHEEL_PIXELS = 300;
/** Lines of a wheel that counts in lines, as pixels. */
const LINE = 16;
/** A pointer that has moved by fewer pixels wanted to click. */
const SLIP = 4;

export interface ZoomingHost extends ReactiveControllerHost, HTMLElement {
  viewport: Viewport;
}

/** What the pointer does, where it does not enlarge or move. */
export interface ZoomingQuestions {
  /** Whether it draws. */
  isDrawing(): boolean;
  /** What is chosen, as shares of the picture; null where that is the whole picture. */
  chosen(): Box | null;
}

type Point = { readonly x: number; readonly y: number };

/**
 * Enlarges the picture and moves it under the pointer: a wheel with the control key, as pinching on a touchpad gives it, two
 * fingers, a double click, dragging. All pictures of the element show the same part.
 */
export class Zooming implements ReactiveController, ZoomGestures {
  readonly #host: ZoomingHost;
  readonly #ask: ZoomingQuestions;
  readonly #pointers = new Map<number, Point>();
  /** The picture that they are on. */
  #frame: Element | null = null;
  /** Where the only pointer went down; null once it has gone further than a click. */
  #start: Point | null = null;

  constructor(host: ZoomingHost, ask: ZoomingQuestions) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#pointers.clear();
  }

  get isOn(): boolean {
    return this.#host.viewport.scale > 1;
  }

  /** Enlarges towards what is chosen. */
  enlarge = (): void => {
    const box = this.#ask.chosen();
    const next = zoomed(this.#host.viewport, STEP, 0.5, 0.5);
    this.#set(box ? centred(next, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2) : next);
  };

  reduce = (): void => this.#set(zoomed(this.#host.viewport, 1 / STEP, 0.5, 0.5));

  showAll = (): void => this.#set(WHOLE);

  /** Moves so far that the middle of what is chosen is seen. */
  reveal(): void {
    const box = this.#ask.chosen();
    const { viewport } = this.#host;
    if (!box || viewport.scale === 1) return;
    const [x, y] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
    const isSeen = (at: number, from: number) => at >= from && at <= from + 1 / viewport.scale;
    if (!isSeen(x, viewport.x) || !isSeen(y, viewport.y)) this.#set(centred(viewport, x, y));
  }

  // The page's own zoom would follow if the listener were passive.
  readonly onWheel = {
    passive: false,
    handleEvent: (event: WheelEvent): void => {
      const frame = frameOf(event)?.getBoundingClientRect();
      if (!frame || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY;
      this.#zoomAt(frame, event, Math.exp(-pixels / WHEEL_PIXELS));
    },
  };

  onDoubleClick = (event: MouseEvent): void => {
    const frame = frameOf(event)?.getBoundingClientRect();
    if (!frame || this.#ask.isDrawing()) return;
    if (this.isOn) this.showAll();
    else this.#zoomAt(frame, event, LEAP);
  };

  onPointerDown = (event: PointerEvent): void => {
    const frame = frameOf(event);
    if (event.button !== 0 || !frame || this.#ask.isDrawing()) return;
    this.#frame = frame;
    this.#pointers.set(event.pointerId, pointOf(event));
    this.#start = this.#pointers.size === 1 ? pointOf(event) : null;
  };

  onPointerMove = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId);
    const frame = this.#frame?.getBoundingClientRect();
    if (!before || !frame) return;
    if (event.buttons === 0) {
      this.#pointers.delete(event.pointerId);
      return;
    }
    const now = pointOf(event);
    if (this.#pointers.size === 1 && !this.isOn) return;
    if (this.#start && Math.hypot(now.x - this.#start.x, now.y - this.#start.y) < SLIP) return;
    this.#start = null;
    // From here on it is no click on what lies under it.
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, now);
    const [other] = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    if (!other) {
      this.#set(panned(this.#host.viewport, (now.x - before.x) / frame.width, (now.y - before.y) / frame.height));
      return;
    }
    const grown = distance(now, other) / Math.max(1, distance(before, other));
    const middle = { clientX: (before.x + other.x) / 2, clientY: (before.y + other.y) / 2 };
    const next = zoomed(this.#host.viewport, grown, ...sharesOf(frame, middle));
    this.#set(panned(next, (now.x - before.x) / 2 / frame.width, (now.y - before.y) / 2 / frame.height));
  };

  onPointerUp = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId);
  };

  #zoomAt(frame: DOMRect, event: MouseEvent, factor: number): void {
    this.#set(zoomed(this.#host.viewport, factor, ...sharesOf(frame, event)));
  }

  #set(next: Viewport): void {
    if (isSameViewport(next, this.#host.viewport)) return;
    this.#host.viewport = next;
    this.#host.dispatchEvent(new XaiViewportEvent(next));
  }
}

function pointOf({ clientX, clientY }: MouseEvent): Point {
  return { x: clientX, y: clientY };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The frame of the picture that an event is about. */
function frameOf({ target }: Event): Element | null {
  return target instanceof Element ? target.closest('.stage, .view') : null;
}

function sharesOf(frame: DOMRect, { clientX, clientY }: { clientX: number; clientY: number }): [number, number] {
  return [(clientX - frame.left) / frame.width, (clientY - frame.top) / frame.height];
}
