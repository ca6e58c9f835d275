/** What a page asks of its service worker. */
export type MessageToServiceWorker =
  /** Replace the version that is in use. */
  | { readonly kind: 'take-over' }
  /** Fetch again what is missing of the app; an `AppLoss` comes back on the port. */
  | { readonly kind: 'complete' };

/** How many files of the app the browser had thrown away, and how many of them could not be fetched again. */
export interface AppLoss {
  readonly lost: number;
  readonly missing: number;
}

export interface ServiceWorkerMessage extends Event {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
  waitUntil(promise: Promise<unknown>): void;
}

/** The part of a service worker's global scope that is used here: its types cannot stand beside those of a page. */
export interface ServiceWorkerScope {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'message', listener: (event: ServiceWorkerMessage) => void): void;
}
