import { snap } from '../../core/series/edit-labels.ts';
import type { Label } from '../../core/series/recording.ts';
import type { GestureHost } from './gestures.ts';
import type { LabelEditing } from './label-editing.ts';

/** Pixels about the end of a label in which it is taken hold of, by mouse and by finger. */
const REACH = { mouse: 5, touch: 14 };
/** Pixels in which a dragged end meets the end of another label. */
const SNAP = 6;
/** Pixels that a pointer may tremble before a press becomes a drag. */
const TREMBLE = 4;

/** What a press takes hold of: an end of a label, all of it, or an empty place. */
type Grip =
  | { readonly kind: 'start' | 'end' | 'label'; readonly label: Label }
  | { readonly kind: 'empty'; readonly label: null };

interface Drag {
  readonly pointer: number;
  readonly grip: Grip;
  /** Where it began: page pixels and seconds. */
  readonly x: number;
  readonly time: number;
  /** False until the pointer has moved far enough. */
  isMoving: boolean;
}

/** Who is told what a press has led to. */
export interface LabelPresses {
  /** A label was chosen, by a press or since its drag began. */
  chosen(): void;
  /** A label was pressed twice. */
  opened(): void;
}

/** Draws, moves and resizes labels on their track. */
export class LabelDrag {
  readonly #host: GestureHost;
  readonly #editing: LabelEditing;
  readonly #presses: LabelPresses;
  #drag: Drag | null = null;

  constructor(host: GestureHost, editing: LabelEditing, presses: LabelPresses) {
    this.#host = host;
    this.#editing = editing;
    this.#presses = presses;
  }

  /** Whether a label is being drawn, moved or resized. */
  get isMoving(): boolean {
    return this.#drag?.isMoving ?? false;
  }

  readonly down = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.#host.view) return;
    event.stopPropagation();
    // A second finger is no part of a drag: what it began is taken back.
    if (this.#drag) {
      this.cancel();
      return;
    }
    const time = this.#timeAt(event.clientX);
    const grip = this.#gripAt(time, event.pointerType === 'touch' ? REACH.touch : REACH.mouse);
    this.#drag = { pointer: event.pointerId, grip, x: event.clientX, time, isMoving: false };
    // By a finger the page may still be scrolled: then the browser cancels, and nothing has happened.
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };

  readonly move = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag) {
      const layer = event.currentTarget as HTMLElement;
      layer.dataset.grip = this.#gripAt(this.#timeAt(event.clientX), REACH.mouse).kind;
      return;
    }
    event.stopPropagation();
    if (event.pointerId !== drag.pointer) return;
    if (!drag.isMoving) {
      if (Math.abs(event.clientX - drag.x) < TREMBLE) return;
      drag.isMoving = true;
      this.#begin(drag);
    }
    this.#follow(drag, this.#timeAt(event.clientX));
  };

  readonly up = (event: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    if (event.type === 'pointercancel') {
      this.cancel();
      return;
    }
    event.stopPropagation();
    this.#drag = null;
    const { grip } = drag;
    if (drag.isMoving) {
      this.#editing.finish(grip.kind === 'empty' ? 'add' : grip.kind === 'label' ? 'move' : 'resize');
    } else if (grip.label) {
      this.#editing.choose(grip.label);
      this.#presses.chosen();
    } else {
      this.#editing.choose(null);
      this.#host.press(drag.time);
    }
  };

  readonly open = (event: MouseEvent): void => {
    if (this.#gripAt(this.#timeAt(event.clientX), REACH.mouse).label) this.#presses.opened();
  };

  /** Takes back what is under way; false where nothing was. */
  cancel(): boolean {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag?.isMoving) return false;
    this.#editing.giveUp(drag);
    return true;
  }

  #begin(drag: Drag): void {
    const { grip, time } = drag;
    if (grip.label) this.#editing.choose(grip.label);
    else this.#editing.add(this.#editing.round(time), this.#editing.round(time), drag);
    // From now on Escape takes it back.
    this.#presses.chosen();
  }

  #follow(drag: Drag, now: number): void {
    const editing = this.#editing;
    const { grip, time } = drag;
    const others = editing.labels.filter((one) => one !== editing.chosen);
    const reach = SNAP * this.#secondsPerPixel;
    const met = (at: number) => {
      const snapped = snap(at, others, reach);
      return snapped === at ? editing.round(at) : snapped;
    };
    if (grip.kind === 'empty') editing.span(met(time), met(now), drag);
    else if (grip.kind === 'label') {
      const [start, end] = [grip.label.start + now - time, grip.label.end + now - time];
      // The end leads where it alone meets another label.
      const isLedByEnd = snap(start, others, reach) === start && snap(end, others, reach) !== end;
      editing.move(isLedByEnd ? met(end) - grip.label.end : met(start) - grip.label.start, drag, grip.label);
    } else editing.resize(grip.kind, met(now), drag);
  }

  /** An end of a label before its middle; of labels that lie over each other the chosen one, then the shortest. */
  #gripAt(time: number, pixels: number): Grip {
    const { labels, chosen } = this.#editing;
    const reach = pixels * this.#secondsPerPixel;
    const near = labels
      .filter(({ start, end }) => time >= start - reach && time <= end + reach)
      .sort((a, b) => Number(b === chosen) - Number(a === chosen) || a.end - a.start - (b.end - b.start));
    for (const label of near) {
      const { start, end } = label;
      // Of a short label the middle third stays free to be moved by.
      const inward = Math.min(reach, (end - start) / 3);
      if (time < start + inward) return { kind: 'start', label };
      if (time > end - inward) return { kind: 'end', label };
      return { kind: 'label', label };
    }
    return { kind: 'empty', label: null };
  }

  #timeAt(x: number): number {
    const { view, plot } = this.#host;
    return view ? view.timeAt(x - plot.left, plot.width) : 0;
  }

  get #secondsPerPixel(): number {
    const { view, plot } = this.#host;
    return view ? view.span / plot.width : 0;
  }
}
