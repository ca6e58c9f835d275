import type { ReactiveControllerHost } from 'lit';
import type { XaiError } from '../../src/core/errors.ts';
import { asXaiError, isAbort } from '../../src/elements/xai-viewer/task-state.ts';
import { type GivenModel, keptModel } from '../explain/given-model.ts';
import type { ModelStore } from '../storage/model-store.ts';
import { fetchModel } from './fetch-model.ts';
import { askHub } from './hub.ts';
import { readModelAddress } from './model-address.ts';
import { type ModelOffer, offerOf } from './offer.ts';

/** A model on its way to this computer. */
export interface FetchState {
  readonly name: string;
  readonly done: number;
  /** Bytes in all; null while that is not known. */
  readonly total: number | null;
  /** What went wrong; null while it goes well. */
  readonly error: XaiError | null;
}

/** Fetches models that a person asks for, one at a time; what is kept already is not fetched again. */
export class ModelFetching {
  state: FetchState | null = null;
  readonly #host: ReactiveControllerHost;
  readonly #store: ModelStore;
  #controller: AbortController | null = null;

  constructor(host: ReactiveControllerHost, store: ModelStore) {
    this.#host = host;
    this.#store = store;
  }

  /** What an address stands for; null when it is no address of a model, was stopped, or failed (the state says why). */
  fetchAddress(text: string): Promise<GivenModel | null> {
    const address = readModelAddress(text, document.baseURI);
    if (!address) return Promise.resolve(null);
    if (address.kind === 'embedded') {
      return Promise.resolve({ source: address.name, name: address.name, origin: null });
    }
    return this.#fetch(text, (signal) =>
      address.kind === 'hub' ? askHub(address, signal) : Promise.resolve(offerOf(address.url)),
    );
  }

  fetchOffer(offer: ModelOffer): Promise<GivenModel | null> {
    return this.#fetch(offer.name, async () => offer);
  }

  /** Stops what is on the way, or puts its failure away. */
  stop = (): void => {
    this.#controller?.abort(new DOMException('The model is not wanted any more.', 'AbortError'));
    this.#change(null);
  };

  async #fetch(name: string, find: (signal: AbortSignal) => Promise<ModelOffer>): Promise<GivenModel | null> {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    try {
      const known = await this.#kept(name);
      if (known) return known;
      this.#change({ name, done: 0, total: null, error: null });
      const offer = await find(signal);
      const kept = await this.#kept(offer.url);
      const model =
        kept ??
        (await fetchModel(offer, signal, (done, total) =>
          this.#change({ name: offer.name, done, total, error: null }),
        ));
      this.#change(null);
      return model;
    } catch (error) {
      if (!isAbort(error)) this.#change({ name, done: 0, total: null, error: asXaiError(error) });
      return null;
    }
  }

  /** A model that was fetched from an address before. */
  async #kept(origin: string): Promise<GivenModel | null> {
    const kept = await this.#store.findByOrigin(origin).catch(() => null);
    const file = kept && (await this.#store.file(kept));
    return kept && file ? keptModel(kept, file) : null;
  }

  #change(state: FetchState | null): void {
    this.state = state;
    this.#host.requestUpdate();
  }
}
