import { pyramidOf } from '../../core/series/pyramid.ts';
import type { Scene } from './scene.ts';
import { type Inks, prepare } from './surface.ts';
import type { TimeView } from './time-view.ts';

/** The whole recording in small, with the wrong windows; painted when these change, not when the view moves. */
export class MiniMap {
  /** What the picture that is there was made of. */
  #painted: readonly unknown[] = [];

  paint(canvas: HTMLCanvasElement, scene: Scene, view: TimeView, inks: Inks): void {
    const { recording } = scene.parts;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    const of = [canvas, recording, scene.verdicts, width, height, devicePixelRatio, inks];
    if (of.every((one, at) => one === this.#painted[at])) return;
    const surface = prepare(canvas, width, height);
    if (!surface || !recording) return;
    this.#painted = of;
    const { context } = surface;
    const pixels = Math.floor(width);
    context.fillStyle = inks.muted;
    context.globalAlpha = 0.6;
    for (const values of recording.data) {
      const pyramid = pyramidOf(values);
      const count = pyramid.values.length;
      const { least, greatest } = pyramid.extent(0, count);
      const scale = (height - 8) / (greatest - least || 1);
      const { low, high } = pyramid.thin(0, count, pixels);
      for (let x = 0; x < pixels; x++) {
        if (Number.isNaN(low[x])) continue;
        const top = 3 + (greatest - high[x]) * scale;
        context.fillRect(x, top, 1, Math.max(1, (high[x] - low[x]) * scale));
      }
    }
    context.globalAlpha = 1;
    context.fillStyle = inks.danger;
    const scale = width / (view.end - view.start);
    for (const { start, end, isRight } of scene.verdicts) {
      if (isRight === false) context.fillRect(((start + end) / 2 - view.start) * scale - 1, height - 4, 2, 4);
    }
  }
}

/** Drags on the mini-map: the stretch that is seen goes along; a press beside it brings it there. */
export class MiniMapDrag {
  readonly #look: (from: number, to: number) => void;
  readonly #view: () => TimeView | null;
  /** Seconds from the left end of the stretch to the pointer; null while none is down. */
  #held: number | null = null;

  constructor(view: () => TimeView | null, look: (from: number, to: number) => void) {
    this.#view = view;
    this.#look = look;
  }

  readonly down = (event: PointerEvent): void => {
    const view = this.#view();
    if (!view || event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const time = timeUnder(event, view);
    this.#held = time >= view.from && time <= view.to ? time - view.from : view.span / 2;
    this.move(event);
  };

  readonly move = (event: PointerEvent): void => {
    const view = this.#view();
    if (this.#held === null || !view) return;
    const from = timeUnder(event, view) - this.#held;
    this.#look(from, from + view.span);
  };

  readonly up = (): void => {
    this.#held = null;
  };
}

function timeUnder(event: PointerEvent, view: TimeView): number {
  const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
  return view.start + ((event.clientX - place.left) / place.width) * (view.end - view.start);
}
