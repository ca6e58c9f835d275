import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How far outside the view an element counts as near, as a CSS margin. */
const MARGIN = '200px';

type VisibilityHost = Pick<ReactiveControllerHost, 'addController' | 'requestUpdate'> & Element;

/** Notices when its host comes near the view; it stays noticed from then on. */
export class Visibility implements ReactiveController {
  near = false;
  #observer: IntersectionObserver | null = null;
  readonly #host: VisibilityHost;

  constructor(host: VisibilityHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.near) return;
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.near = true;
        this.hostDisconnected();
        this.#host.requestUpdate();
      },
      { rootMargin: MARGIN },
    );
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }
}
