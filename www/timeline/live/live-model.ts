import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { modelOptions } from '../../../src/elements/xai-viewer/model-options.ts';
import { asXaiError } from '../../../src/elements/xai-viewer/task-state.ts';
import type { ModelInfo } from '../../../src/engine/info.ts';
import { ModelHandle } from '../../../src/engine/model-handle.ts';
import type { Backend } from '../../../src/engine/protocol.ts';
import { sharedEngine } from '../../../src/engine/shared-engine.ts';
import type { GivenModel } from '../../explain/given-model.ts';
import { streamWords as words } from './words.ts';

/** The model that a stream is shown to; open while the view is there. */
export class LiveModel implements ReactiveController {
  info: ModelInfo | null = null;
  handle: ModelHandle | null = null;
  /** Why it did not open, as a sentence, or ''. */
  fault = '';
  readonly #host: ReactiveControllerHost;
  #opening = new AbortController();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** Opens a model in place of the one before. */
  async open({ source, recipe, labels, beside }: GivenModel, backend: Backend): Promise<void> {
    this.close();
    const opening = new AbortController();
    const { signal } = opening;
    this.#opening = opening;
    try {
      const told = { recipe, labels: labels ?? null, beside: beside ?? null, backend };
      const options = await modelOptions(source, told, signal);
      signal.throwIfAborted();
      const handle = new ModelHandle(sharedEngine(), source, options);
      this.handle = handle;
      const info = await handle.load({ signal });
      signal.throwIfAborted();
      if (info.series) this.info = info;
      else this.fault = words.faults.noSeries(info.name);
    } catch (error) {
      if (signal.aborted) return;
      this.fault = asXaiError(error).message;
    }
    this.#host.requestUpdate();
  }

  close(): void {
    this.#opening.abort(new DOMException('Another model is opened.', 'AbortError'));
    this.handle?.release();
    Object.assign(this, { handle: null, info: null, fault: '' });
  }
}
