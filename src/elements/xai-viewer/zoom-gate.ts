import type { LaterParts } from './later-parts.ts';

/** What listens to the pointer over the pictures. */
export interface ZoomGestures {
  readonly onWheel: EventListenerObject & AddEventListenerOptions;
  readonly onDoubleClick: (event: MouseEvent) => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove?: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
}

/** Hears what enlarges the picture as long as the file that can do it is not there, and does it again when it is. */
export class ZoomGate implements ZoomGestures {
  /** Fingers on the picture. */
  #fingers: PointerEvent[] = [];
  readonly #tools: LaterParts['tools'];

  constructor(tools: LaterParts['tools']) {
    this.#tools = tools;
  }

  // The page's own zoom would follow if the listener were passive.
  readonly onWheel = {
    passive: false,
    handleEvent: (event: WheelEvent): void => {
      if (!(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const kept = keep(event);
      this.#tools.use(({ zooming }) => zooming.onWheel.handleEvent(kept));
    },
  };

  onDoubleClick = (event: MouseEvent): void => {
    const kept = keep(event);
    this.#tools.use(({ zooming }) => zooming.onDoubleClick(kept));
  };

  onPointerDown = (event: PointerEvent): void => {
    if (event.pointerType !== 'touch') return;
    this.#fingers.push(keep(event));
    if (this.#fingers.length === 2) this.#tools.use(({ zooming }) => this.#fingers.forEach(zooming.onPointerDown));
  };

  onPointerUp = ({ pointerId }: PointerEvent): void => {
    this.#fingers = this.#fingers.filter((finger) => finger.pointerId !== pointerId);
  };
}

/** What an event says, beyond the turn in which it is heard. */
function keep<E extends MouseEvent>(event: E): E {
  const { target, clientX, clientY, button, ctrlKey, metaKey } = event;
  const { deltaY, deltaMode, pointerId } = event as MouseEvent & Partial<WheelEvent & PointerEvent>;
  const kept = { target, clientX, clientY, button, ctrlKey, metaKey, deltaY, deltaMode, pointerId };
  return { ...kept, preventDefault() {} } as unknown as E;
}
