import { trustWorkerUrl } from '../../src/engine/settings.ts';
import { runLock } from './run-lock.ts';
import type { AppLoss, MessageToServiceWorker } from './worker-scope.ts';

/** Milliseconds between two looks for a new version while the page is open. */
const LOOK_AGAIN = 3_600_000;

/** What the app says about being kept for visits without a network. */
export interface OfflineListener {
  /** All files of the app are kept, for the first time. */
  onReady(): void;
  /** Another version has been fetched and can be taken. */
  onUpdate(): void;
  /** The browser had thrown away files of the app; some may be missing still. */
  onLoss(loss: AppLoss): void;
}

/** Keeps the app for visits without a network, and offers new versions of it. */
export class Offline {
  readonly #listener: OfflineListener;
  #registration: ServiceWorkerRegistration | null = null;
  #accepted = false;

  constructor(listener: OfflineListener) {
    this.#listener = listener;
  }

  /** Does nothing where there are no service workers, as in a sandboxed frame. */
  async start(): Promise<void> {
    const container = serviceWorkers();
    if (!container) return;
    const url = trustWorkerUrl(new URL('service-worker.js', document.baseURI).href);
    const isFirst = container.controller === null;
    container.addEventListener('controllerchange', () => {
      if (this.#accepted) location.reload();
    });
    try {
      this.#registration = await container.register(url, { updateViaCache: 'none' });
    } catch {
      // Forbidden by the browser's settings, or the host has no such file: the page works, with a network.
      return;
    }
    this.#watch(this.#registration);
    await container.ready;
    if (isFirst) this.#listener.onReady();
    else await this.#complete(container);
  }

  /** Takes the new version as soon as no page of the app explains anything, and loads this page anew. */
  async takeUpdate(): Promise<void> {
    this.#accepted = true;
    await runLock.whenFree(() => this.#send(this.#registration?.waiting, { kind: 'take-over' }));
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const offer = () => {
      if (registration.waiting && navigator.serviceWorker.controller) this.#listener.onUpdate();
    };
    offer();
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') offer();
      });
    });
    let looked = Date.now();
    document.addEventListener('visibilitychange', () => {
      if (document.hidden || Date.now() - looked < LOOK_AGAIN) return;
      looked = Date.now();
      // Without a network there is no other version to be found.
      registration.update().catch(() => {});
    });
  }

  async #complete(container: ServiceWorkerContainer): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<AppLoss>((resolve) => {
      port1.onmessage = ({ data }) => resolve(data);
    });
    this.#send(container.controller, { kind: 'complete' }, [port2]);
    const loss = await answer;
    if (loss.lost > 0) this.#listener.onLoss(loss);
  }

  #send(worker: ServiceWorker | null | undefined, message: MessageToServiceWorker, ports: Transferable[] = []): void {
    worker?.postMessage(message, ports);
  }
}

/** A sandboxed frame has the name but throws when it is read. */
function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return navigator.serviceWorker ?? null;
  } catch {
    return null;
  }
}
