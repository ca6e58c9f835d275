import type { Saliency } from '../core/saliency.ts';
import type { EngineClient } from './client.ts';
import type { CallContext, ExplainContext, ModelEntry } from './client-types.ts';
import type { Finding, FrameInfo, LayersInfo, ModelInfo, PredictionInfo, SamplesInfo, WhatIfInfo } from './info.ts';
import type {
  Call,
  FramePixels,
  FrameWish,
  ModelOptions,
  ModelSource,
  PredictOptions,
  StreamWindow,
  StreamWish,
} from './protocol.ts';
import type { SendFocus } from './worker-line.ts';

/** An explanation under way. */
export interface Explanation {
  /** One map per finding, in their order. */
  readonly maps: Promise<readonly Saliency[]>;
  /** From now on the growing map of this finding is sent. */
  focus(index: number): void;
}

/** One user's hold on a model in the engine. */
export class ModelHandle {
  readonly #client: EngineClient;
  /** @internal What the client knows the model by. */
  readonly entry: ModelEntry;
  #released = false;

  constructor(client: EngineClient, source: ModelSource, options: ModelOptions = {}) {
    this.#client = client;
    this.entry = client.acquire(source, options);
  }

  /** Fetches and opens the model, unless that was done already. */
  load(context: CallContext): Promise<ModelInfo> {
    return this.#client.load(this.entry, context);
  }

  predict(picture: Blob, options: PredictOptions, context: CallContext): Promise<PredictionInfo> {
    const model = this.entry.key;
    return this.#client.call<'predict'>(this.entry, () => ({ kind: 'predict', model, picture, options }), context);
  }

  /** Explains the findings in one go. `method` null takes the default of the model's task. */
  explain(request: Omit<Call<'explain'>, 'kind' | 'model'>, context: ExplainContext): Explanation {
    let focus = request.focus;
    let send: SendFocus = null;
    const maps = this.#client.call<'explain'>(
      this.entry,
      () => ({ ...request, kind: 'explain', model: this.entry.key, focus }),
      context,
      (sender) => {
        send = sender;
      },
    );
    return {
      maps,
      focus(index) {
        focus = index;
        send?.(index);
      },
    };
  }

  /**
   * The map of one more finding from the masks that a finished explanation has run.
   * @throws XaiError `target-missing` when they are not kept any more
   */
  ask(finding: Finding, record: string, context: CallContext): Promise<Saliency> {
    const model = this.entry.key;
    return this.#client.call<'ask'>(this.entry, () => ({ kind: 'ask', model, finding, record }), context);
  }

  /**
   * Predicts and explains one picture of many in a row (see `explainLive`).
   * @throws XaiError `method-unsupported` for a method of several passes
   */
  explainFrame(frame: FramePixels, wish: FrameWish, context: CallContext): Promise<FrameInfo> {
    const model = this.entry.key;
    return this.#client.call<'explainFrame'>(
      this.entry,
      () => ({ ...wish, kind: 'explainFrame', model, frame }),
      context,
    );
  }

  /**
   * Predicts and explains one window of a stream (see `explainStream`).
   * @throws XaiError `method-unsupported` for a named method of several passes, `recipe-invalid` for samples that do not fit
   */
  explainSamples(window: StreamWindow, wish: StreamWish, context: CallContext): Promise<SamplesInfo> {
    const model = this.entry.key;
    return this.#client.call<'explainSamples'>(
      this.entry,
      () => ({ ...wish, kind: 'explainSamples', model, window }),
      context,
    );
  }

  /**
   * What the model says of the picture when its most or least important pixels are hidden, by the order of a finished map.
   * Quick enough to follow a slider, one call after the other.
   * @throws XaiError `option-invalid`, `target-missing`, `method-unsupported` for a finding without a score
   */
  whatIf(request: Omit<Call<'whatIf'>, 'kind' | 'model'>, context: CallContext): Promise<WhatIfInfo> {
    const model = this.entry.key;
    return this.#client.call<'whatIf'>(this.entry, () => ({ ...request, kind: 'whatIf', model }), context);
  }

  /** The layers that maps can be made of, best guess first, and the methods that they rule out. */
  layers(context: CallContext): Promise<LayersInfo> {
    const model = this.entry.key;
    return this.#client.call<'layers'>(this.entry, () => ({ kind: 'layers', model }), context);
  }

  /** Gives the hold back; further calls of this handle are refused. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#client.release(this.entry);
  }
}
