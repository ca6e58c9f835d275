import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sayRefusal } from '../../src/elements/refusals/refusals.ts';
import { strings } from '../../src/elements/strings.ts';
import { modelOptions } from '../../src/elements/xai-viewer/model-options.ts';
import { asXaiError } from '../../src/elements/xai-viewer/task-state.ts';
import { explainLive, type LiveFrame } from '../../src/engine/explain-live.ts';
import type { ModelInfo } from '../../src/engine/info.ts';
import { ModelHandle } from '../../src/engine/model-handle.ts';
import type { Backend, FrameWish } from '../../src/engine/protocol.ts';
import { sharedEngine } from '../../src/engine/shared-engine.ts';
import { unlessAborted } from '../../src/engine/unless-aborted.ts';
import { cameraFault } from '../explain/camera.ts';
import type { GivenModel } from '../explain/given-model.ts';
import { runLock } from '../offline/run-lock.ts';
import { LiveCamera } from './live-camera.ts';
import { LiveRate } from './live-rate.ts';
import { liveWords as words } from './words.ts';

/** `asking`: the browser asks for the camera; `opening`: the model is opened and its first answer awaited. */
export type LivePhase = 'asking' | 'opening' | 'running' | 'paused' | 'stopped';

/** Why it stopped when nothing failed; `changed`: to start anew. */
export type StopReason = 'person' | 'hidden' | 'left' | 'ended' | 'changed';

/** What a run is aborted with. */
class Stopped extends Error {
  constructor(readonly reason: StopReason) {
    super(reason);
  }
}

export interface LiveHost extends ReactiveControllerHost {
  readonly given: GivenModel;
  readonly backend: Backend;
  /** Asked anew for each frame. */
  readonly wish: FrameWish;
  /** Draws a frame before the next one is taken. */
  show(frame: LiveFrame): void;
}

/** A camera and a model that explains what it sees, from start to stop; the camera is on no longer than that. */
export class LiveSession implements ReactiveController {
  phase: LivePhase = 'stopped';
  /** Why it stopped, as a sentence, or ''. */
  why = '';
  /** Whether it stopped by a fault. */
  hasFailed = false;
  info: ModelInfo | null = null;
  /** The camera that is on. */
  camera: LiveCamera | null = null;
  rate = new LiveRate();
  readonly #host: LiveHost;
  #run = new AbortController();
  /** Ends a pause. */
  #goOn: () => void = () => {};

  constructor(host: LiveHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisibility);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.stop('left');
  }

  /**
   * Asks for the camera, and explains what it sees until it is stopped.
   * @param cameraId null: the usual one
   */
  async start(cameraId: string | null): Promise<void> {
    this.stop('changed');
    const run = new AbortController();
    this.#run = run;
    this.why = '';
    this.hasFailed = false;
    this.rate = new LiveRate();
    this.#enter('asking');
    try {
      await this.#explain(cameraId, run);
    } catch (error) {
      // Who was stopped to start anew has nothing to say.
      if (run === this.#run) this.#say(error);
    }
  }

  stop(reason: StopReason): void {
    this.#run.abort(new Stopped(reason));
  }

  /** Holds the picture; the camera stays on, so that it goes on at once. */
  pause(): void {
    if (this.phase === 'running') this.#enter('paused');
  }

  resume(): void {
    if (this.phase !== 'paused') return;
    this.rate.rest();
    this.#enter('running');
    this.#goOn();
  }

  async #explain(cameraId: string | null, run: AbortController): Promise<void> {
    const { signal } = run;
    const camera = await unlessAborted(
      signal,
      LiveCamera.open(cameraId, signal, () => run.abort(new Stopped('ended'))),
    );
    let model: ModelHandle | null = null;
    try {
      this.camera = camera;
      this.#enter('opening');
      const { given } = this.#host;
      model = new ModelHandle(sharedEngine(), given.source, await this.#optionsOf(given, signal));
      this.info = await model.load({ signal });
      for await (const frame of explainLive(model, camera.video, () => this.#host.wish, signal)) {
        this.#host.show(frame);
        // The first one waited for sessions to be opened.
        if (this.phase === 'opening') this.#enter('running');
        else this.rate.add(performance.now(), frame.milliseconds);
        if (this.phase === 'paused') await unlessAborted(signal, this.#resumed());
      }
    } finally {
      camera.close();
      model?.release();
      if (run === this.#run) this.camera = null;
    }
  }

  #optionsOf({ source, recipe, labels, beside }: GivenModel, signal: AbortSignal) {
    const told = { recipe, labels: labels ?? null, beside: beside ?? null, backend: this.#host.backend };
    return modelOptions(source, told, signal);
  }

  #resumed(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = resolve;
    });
  }

  #say(error: unknown): void {
    this.hasFailed = !(error instanceof Stopped);
    if (error instanceof Stopped) this.why = error.reason === 'changed' ? '' : words.stopped[error.reason];
    else this.why = this.phase === 'asking' ? cameraFault(error) : sayRefusal(asXaiError(error), strings.refusals);
    this.#enter('stopped');
  }

  #enter(phase: LivePhase): void {
    this.phase = phase;
    runLock.set(phase === 'opening' || phase === 'running');
    this.#host.requestUpdate();
  }

  #onVisibility = (): void => {
    if (document.visibilityState === 'hidden') this.stop('hidden');
  };
}
