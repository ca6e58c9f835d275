import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Box } from '../../core/boxes.ts';
import { strings } from '../strings.ts';
import { placeBox } from './place-box.ts';

/** A box of less than this many screen pixels was a slip of the hand. */
const SMALLEST = 6;
/** Share of the picture's shorter side that an arrow key moves or resizes by. */
const KEY_STEP = 0.03;

/** Who is told of what was drawn. */
export interface DrawingTakers {
  /** A box was finished, picture pixels. */
  box(box: Box): void;
  /** A mere click, pixel of the picture. */
  pixel(x: number, y: number): void;
}

/** Draws a box over the picture, by pointer or by keyboard. */
export class BoxDrawing implements ReactiveController {
  active = false;
  /** The box so far, picture pixels. */
  box: Box | null = null;
  #from: { x: number; y: number } | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #size: () => Size | null;
  readonly #takers: DrawingTakers;

  /** @param size pixels of the picture, or null without one */
  constructor(host: ReactiveControllerHost, size: () => Size | null, takers: DrawingTakers) {
    this.#host = host;
    this.#size = size;
    this.#takers = takers;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  toggle = (): void => {
    if (this.active) {
      this.stop();
      return;
    }
    const size = this.#size();
    if (!size) return;
    this.active = true;
    // The keyboard starts from a box in the middle.
    this.box = [size.width * 0.35, size.height * 0.35, size.width * 0.65, size.height * 0.65];
    this.#host.requestUpdate();
  };

  stop(): void {
    this.active = false;
    this.box = null;
    this.#from = null;
    this.#host.requestUpdate();
  }

  onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const layer = event.currentTarget as HTMLElement;
    layer.setPointerCapture(event.pointerId);
    this.#from = this.#point(event);
    this.#span(event);
  };

  onPointerMove = (event: PointerEvent): void => {
    if (this.#from) this.#span(event);
  };

  onPointerUp = (event: PointerEvent): void => {
    if (!this.#from) return;
    this.#span(event);
    this.#from = null;
    const layer = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const size = this.#size();
    if (!this.box || !size) return;
    const [x0, y0, x1, y1] = this.box;
    const wide = ((x1 - x0) / size.width) * layer.width >= SMALLEST;
    const high = ((y1 - y0) / size.height) * layer.height >= SMALLEST;
    if (wide && high) this.#finish();
    else this.#finishAt(this.#point(event), size);
  };

  onKeyDown = (event: KeyboardEvent): void => {
    const size = this.#size();
    if (!size || !this.box) return;
    const step = Math.max(1, Math.round(Math.min(size.width, size.height) * KEY_STEP));
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const move = moves[event.key];
    if (event.key === 'Escape') this.stop();
    else if (event.key === 'Enter') this.#finish();
    else if (move) this.box = event.shiftKey ? resized(this.box, move, size, step) : moved(this.box, move, size);
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.#host.requestUpdate();
  };

  #finish(): void {
    const { box } = this;
    this.stop();
    if (box) this.#takers.box(box.map(Math.round) as unknown as Box);
  }

  #finishAt({ x, y }: { x: number; y: number }, { width, height }: Size): void {
    this.#takers.pixel(Math.min(width - 1, Math.floor(x)), Math.min(height - 1, Math.floor(y)));
  }

  #point(event: PointerEvent): { x: number; y: number } {
    const frame = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const size = this.#size() ?? { width: 0, height: 0 };
    const within = (share: number) => Math.min(1, Math.max(0, share));
    return {
      x: within((event.clientX - frame.left) / frame.width) * size.width,
      y: within((event.clientY - frame.top) / frame.height) * size.height,
    };
  }

  #span(event: PointerEvent): void {
    const to = this.#point(event);
    const from = this.#from ?? to;
    this.box = [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.max(from.x, to.x), Math.max(from.y, to.y)];
    this.#host.requestUpdate();
  }
}

type Size = { readonly width: number; readonly height: number };

function moved(box: Box, [x, y]: [number, number], size: Size): Box {
  const dx = Math.min(size.width - box[2], Math.max(-box[0], x));
  const dy = Math.min(size.height - box[3], Math.max(-box[1], y));
  return [box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy];
}

function resized(box: Box, [x, y]: [number, number], size: Size, smallest: number): Box {
  return [
    box[0],
    box[1],
    Math.min(size.width, Math.max(box[0] + smallest, box[2] + x)),
    Math.min(size.height, Math.max(box[1] + smallest, box[3] + y)),
  ];
}

/** The layer over the picture that takes the pointer and the keys. */
export function renderDrawing(drawing: BoxDrawing, size: Size): TemplateResult {
  const { box } = drawing;
  return html`<div
    class="drawing"
    tabindex="0"
    role="application"
    aria-label=${box ? spoken(box) : strings.drawBox}
    @pointerdown=${drawing.onPointerDown}
    @pointermove=${drawing.onPointerMove}
    @pointerup=${drawing.onPointerUp}
    @keydown=${drawing.onKeyDown}
  >${box ? html`<div class="box drawn" ${placeBox(box, size.width, size.height)}></div>` : nothing}</div>`;
}

function spoken(box: Box): string {
  const [x0, y0, x1, y1] = box.map(Math.round);
  return strings.drawnBox(x0, y0, x1 - x0, y1 - y0);
}
