import type { SamplesInfo } from './info.ts';
import type { ModelHandle } from './model-handle.ts';
import type { StreamWindow, StreamWish } from './protocol.ts';
import { unlessAborted } from './unless-aborted.ts';

/** A window of a stream, and what the model said of it. */
export interface StreamStep<W extends StreamWindow> {
  readonly window: W;
  readonly answer: SamplesInfo;
}

/**
 * Predicts and explains the windows of a stream as they come: the next one is taken when the last is answered, so that nothing
 * is ever queued. A model that allows no map by a method of one pass is asked for its answers alone from then on.
 * @param next resolves with the newest window, once there is one that was not taken yet
 * @param wish asked anew for each window
 * @throws XaiError as `ModelHandle.explainSamples`; the signal's reason when it aborts
 */
export async function* explainStream<W extends StreamWindow>(
  model: ModelHandle,
  next: () => Promise<W>,
  wish: () => Omit<StreamWish, 'wantsMap'>,
  signal: AbortSignal,
): AsyncGenerator<StreamStep<W>, never, void> {
  // Which method suits the model, or that none does, is found out at the first window.
  let found: string | null = null;
  let isPossible = true;
  for (;;) {
    const window = await unlessAborted(signal, next());
    const wanted = wish();
    const method: string | null = wanted.method ?? found;
    const wantsMap: boolean = wanted.method !== null || isPossible;
    const { samples, rate, start } = window;
    const answer = await model.explainSamples({ samples, rate, start }, { ...wanted, method, wantsMap }, { signal });
    if (wanted.method === null) {
      found = answer.map?.provenance.method ?? found;
      isPossible &&= answer.obstacle === null;
    }
    yield { window, answer };
  }
}
