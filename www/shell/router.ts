import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The places of the app; each is what follows # in its address, up to a slash, so that any host can serve it. */
export const ROUTES = ['explain', 'timeline', 'audit', 'library', 'help'] as const;
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

  /** What follows the place: `methods/d-rise` of `#help/methods/d-rise`. */
  get rest(): string {
    return decoded(location.hash.slice(this.#route.length + 2));
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
  const [place] = location.hash.slice(1).split('/');
  return ROUTES.find((route) => route === place) ?? 'explain';
}

/** Some programs escape what they take from an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
