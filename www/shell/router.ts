import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The places of the app; each is what follows # in its address, so that any host can serve it. */
export const ROUTES = ['explain', 'audit', 'library'] as const;
export type Route = (typeof ROUTES)[number];

/** Leads people who come with a model of their own past the example: an address to share. */
export const OWN = 'own';

/** Follows the fragment of the address. */
export class Router implements ReactiveController {
  #route: Route = readRoute();
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  get route(): Route {
    return this.#route;
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#follow);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#follow);
  }

  go(route: Route): void {
    if (route !== this.#route) location.hash = route;
  }

  #follow = (): void => {
    this.#route = readRoute();
    this.#host.requestUpdate();
  };
}

function readRoute(): Route {
  return ROUTES.find((route) => location.hash === `#${route}`) ?? 'explain';
}
