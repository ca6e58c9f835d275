import { type ViewerPhase, XaiPhaseEvent } from './events.ts';

/** Tells the page where an element stands: by a CSS state for all but `idle`, and by `xai-phase` when that has changed. */
export class PhaseStates {
  readonly #host: HTMLElement;
  readonly #states: CustomStateSet;
  #last: ViewerPhase = 'idle';

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#states = host.attachInternals().states;
  }

  tell(phase: ViewerPhase): void {
    if (phase === this.#last) return;
    this.#states.delete(this.#last);
    if (phase !== 'idle') this.#states.add(phase);
    this.#last = phase;
    this.#host.dispatchEvent(new XaiPhaseEvent(phase));
  }
}
