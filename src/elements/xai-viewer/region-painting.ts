import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { RegionMask } from '../../core/targets.ts';
import { strings } from '../strings.ts';

/** Width of the brush as a share of the picture's shorter side. */
const BRUSH = 0.06;
/** Longest side in pixels of the canvas that is painted on. */
const CANVAS_SIDE = 1024;

type Size = { readonly width: number; readonly height: number };

/** Paints a region over the picture with a round brush: one stroke, from pressing to letting go. */
export class RegionPainting implements ReactiveController {
  active = false;
  #brush: CanvasRenderingContext2D | null = null;
  #last: { x: number; y: number } | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #size: () => Size | null;
  readonly #take: (mask: RegionMask) => void;

  /**
   * @param size pixels of the picture, or null without one
   * @param take is given what was painted, in the picture's own pixels
   */
  constructor(host: ReactiveControllerHost, size: () => Size | null, take: (mask: RegionMask) => void) {
    this.#host = host;
    this.#size = size;
    this.#take = take;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  toggle = (): void => {
    if (this.active) this.stop();
    else if (this.#size()) this.active = true;
    this.#host.requestUpdate();
  };

  stop(): void {
    this.active = false;
    this.#brush = null;
    this.#last = null;
    this.#host.requestUpdate();
  }

  onPointerDown = (event: PointerEvent): void => {
    const size = this.#size();
    if (event.button !== 0 || !size) return;
    const canvas = event.currentTarget as HTMLCanvasElement;
    canvas.setPointerCapture(event.pointerId);
    const factor = Math.min(1, CANVAS_SIDE / Math.max(size.width, size.height));
    canvas.width = Math.max(1, Math.round(size.width * factor));
    canvas.height = Math.max(1, Math.round(size.height * factor));
    this.#brush = canvas.getContext('2d', { willReadFrequently: true });
    if (!this.#brush) return;
    Object.assign(this.#brush, {
      lineCap: 'round',
      lineJoin: 'round',
      lineWidth: Math.max(1, BRUSH * Math.min(canvas.width, canvas.height)),
      strokeStyle: '#ffffff',
    });
    this.#strokeTo(event);
  };

  onPointerMove = (event: PointerEvent): void => {
    // Between two frames a fast hand draws more than a straight line.
    for (const part of event.getCoalescedEvents?.() ?? [event]) this.#strokeTo(part);
  };

  onPointerUp = (event: PointerEvent): void => {
    this.#strokeTo(event);
    const size = this.#size();
    const brush = this.#brush;
    this.stop();
    if (brush && size) this.#take(readMask(brush, size));
  };

  onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.stop();
    event.preventDefault();
    event.stopPropagation();
  };

  #strokeTo(event: PointerEvent): void {
    const brush = this.#brush;
    if (!brush) return;
    const frame = brush.canvas.getBoundingClientRect();
    const to = {
      x: ((event.clientX - frame.left) / frame.width) * brush.canvas.width,
      y: ((event.clientY - frame.top) / frame.height) * brush.canvas.height,
    };
    const from = this.#last ?? to;
    brush.beginPath();
    brush.moveTo(from.x, from.y);
    // A line without length would not be drawn, and a mere press is a dot.
    brush.lineTo(to.x + 0.01, to.y);
    brush.stroke();
    this.#last = to;
  }
}

/** What was painted, in the picture's own pixels. */
function readMask(brush: CanvasRenderingContext2D, { width, height }: Size): RegionMask {
  const { canvas } = brush;
  const { data: painted } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * canvas.height) / height) * canvas.width;
    for (let x = 0; x < width; x++) {
      const at = row + Math.floor(((x + 0.5) * canvas.width) / width);
      data[y * width + x] = Number(painted[4 * at + 3] > 127);
    }
  }
  return { width, height, data };
}

/** The layer over the picture that takes the brush. */
export function renderPainting(painting: RegionPainting): TemplateResult {
  return html`<canvas
    class="drawing painting"
    width="1"
    height="1"
    tabindex="0"
    role="application"
    aria-label=${strings.paintRegion}
    @pointerdown=${painting.onPointerDown}
    @pointermove=${painting.onPointerMove}
    @pointerup=${painting.onPointerUp}
    @keydown=${painting.onKeyDown}
  ></canvas>`;
}
