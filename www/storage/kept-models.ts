import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ModelInfo } from '../../src/engine/info.ts';
import { type GivenModel, keptModel } from '../explain/given-model.ts';
import type { Notice } from '../shell/notices.ts';
import { words } from '../words.ts';
import { keepModel } from './keep-model.ts';
import type { KeptModel, ModelStore } from './model-store.ts';

export interface KeptModelsHost extends ReactiveControllerHost {
  readonly store: ModelStore;
  /** Says something in the corner of the app. */
  readonly say: (notice: Notice) => void;
}

/** The kept models for a view: their list, and what is said when one is gone or does not fit. */
export class KeptModels implements ReactiveController {
  /** The last used first. */
  list: readonly KeptModel[] = [];
  readonly #host: KeptModelsHost;
  #isFollowing = false;

  constructor(host: KeptModelsHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The store is known by the first update. */
  hostUpdated(): void {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    this.#host.store.addEventListener('change', this.#look);
    void this.#look();
  }

  hostDisconnected(): void {
    this.#host.store.removeEventListener('change', this.#look);
    this.#isFollowing = false;
  }

  /** A kept model as it is opened; null, and said, when the browser has thrown it away. */
  async open(model: KeptModel): Promise<GivenModel | null> {
    const { store, say } = this.#host;
    const file = await store.file(model);
    if (file) return keptModel(model, file);
    await store.remove(model.sha256);
    say({ text: words.modelsLost(model.name) });
    return null;
  }

  /** Keeps a model that has opened; when there is no room, that is said. */
  async keep(given: GivenModel, info: ModelInfo): Promise<void> {
    const { store, say } = this.#host;
    // Whatever the browser's storage does, the model is open.
    const outcome = await keepModel(store, given, info).catch(() => 'impossible' as const);
    if (outcome === 'full') say({ text: words.noRoom(info.name) });
  }

  #look = async (): Promise<void> => {
    this.list = await this.#host.store.list().catch(() => []);
    this.#host.requestUpdate();
  };
}
