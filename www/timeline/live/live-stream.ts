import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ColumnMap } from '../../../src/core/series/live/column-map.ts';
import { type ReadyWindow, StreamBuffer } from '../../../src/core/series/live/stream-buffer.ts';
import type { Recording } from '../../../src/core/series/recording.ts';
import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { asXaiError } from '../../../src/elements/xai-viewer/task-state.ts';
import { explainStream, type StreamStep } from '../../../src/engine/explain-stream.ts';
import type { ModelHandle } from '../../../src/engine/model-handle.ts';
import type { FrameWish } from '../../../src/engine/protocol.ts';
import { unlessAborted } from '../../../src/engine/unless-aborted.ts';
import { LiveRate } from '../../live/live-rate.ts';
import { runLock } from '../../offline/run-lock.ts';
import { type OpenSource, SourceFault, type SourceListener } from './sample-source.ts';
import { StreamIntake } from './stream-intake.ts';
import { mostKept, openSource, type StreamSettings } from './stream-settings.ts';
import { isWorthKeeping } from './stream-status.ts';
import { streamWords as words } from './words.ts';

/** `asking`: the browser asks, or a connection is made; `filling`: the first window is not complete; `running`: answers come. */
export type StreamPhase = 'idle' | 'asking' | 'filling' | 'running' | 'stopped';

/** Why it stopped when nothing failed; `changed`: to start anew. */
export type StreamStop = 'person' | 'hidden' | 'left' | 'changed';

/** What a run is aborted with. */
class Stopped extends Error {
  constructor(readonly reason: StreamStop) {
    super(reason);
  }
}

export interface LiveStreamHost extends ReactiveControllerHost {
  /** Asked anew for each window. */
  readonly wish: Pick<FrameWish, 'method' | 'classIndex'>;
  /** Begins to show a stream of these channels. */
  begin(buffer: StreamBuffer): void;
  /** Samples came, and nothing is shown of them yet. */
  note(): void;
  /** Shows an answer before the next window is taken. */
  show(step: StreamStep<ReadyWindow>): void;
  /** It is over; `recording`: what was kept, where that is a window at least. */
  end(why: string, recording: Recording | null): void;
}

/** A source and a model that explains what it brings, from start to stop; the source is on no longer than that. */
export class LiveStream implements ReactiveController {
  phase: StreamPhase = 'idle';
  /** Why it stopped, as a sentence, or ''. */
  why = '';
  /** Whether it stopped by a fault. */
  hasFailed = false;
  source: OpenSource | null = null;
  buffer: StreamBuffer | null = null;
  intake: StreamIntake | null = null;
  rate = new LiveRate();
  /** Windows that the model was too slow for. */
  skipped = 0;
  /** Why there is no map, as a sentence; null where there is one. */
  obstacle: string | null = null;
  readonly #host: LiveStreamHost;
  #run = new AbortController();
  /** Is called when samples came. */
  #arrived: () => void = () => {};

  constructor(host: LiveStreamHost) {
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

  get isOn(): boolean {
    return this.phase === 'asking' || this.phase === 'filling' || this.phase === 'running';
  }

  /** Opens the source and explains what comes until it is stopped. Has to be called while a person presses something. */
  async start(settings: StreamSettings, needs: SeriesNeeds, model: ModelHandle): Promise<void> {
    this.stop('changed');
    const run = new AbortController();
    Object.assign(this, { why: '', hasFailed: false, skipped: 0, obstacle: null, buffer: null, intake: null });
    this.#run = run;
    this.rate = new LiveRate();
    this.#enter('asking');
    try {
      await this.#explain(settings, needs, model, run);
    } catch (error) {
      // Who was stopped to start anew has nothing to say.
      if (run === this.#run) this.#end(error);
    }
  }

  stop(reason: StreamStop): void {
    this.#run.abort(new Stopped(reason));
  }

  /** Says which column is what. */
  useColumns(map: ColumnMap): void {
    this.intake?.use(map);
    this.#host.requestUpdate();
  }

  async #explain(
    settings: StreamSettings,
    needs: SeriesNeeds,
    model: ModelHandle,
    run: AbortController,
  ): Promise<void> {
    const { signal } = run;
    const opening = openSource(settings, needs, this.#listen(run), signal);
    // Whoever allows it after all has been stopped already.
    opening.then((late) => signal.aborted && late.close()).catch(() => {});
    const source = await unlessAborted(signal, opening);
    signal.addEventListener('abort', () => source.close(), { once: true });
    try {
      this.source = source;
      this.intake = new StreamIntake({
        needs,
        statedRate: settings.lineRate,
        columns: source.columns,
        open: (channels) => this.#openBuffer(settings, needs, channels),
        now: () => performance.now(),
      });
      this.#enter('filling');
      for await (const step of explainStream(
        model,
        () => this.#next(signal),
        () => this.#host.wish,
        signal,
      )) {
        this.#show(step);
      }
    } finally {
      // Whatever ended it, nothing stays on.
      run.abort(new Stopped('changed'));
      if (this.source === source) this.source = null;
    }
  }

  #openBuffer(settings: StreamSettings, needs: SeriesNeeds, channels: readonly string[]): StreamBuffer {
    const { rate, window, stride } = needs;
    const { share } = settings;
    const shape = { rate, window, stride, share, channels, mostKept: mostKept(settings) };
    this.buffer = new StreamBuffer(shape, () => performance.now());
    this.#host.begin(this.buffer);
    return this.buffer;
  }

  #show(step: StreamStep<ReadyWindow>): void {
    const isFirst = this.phase === 'filling';
    this.#host.show(step);
    this.obstacle ??= step.answer.obstacle;
    if (isFirst) {
      // It waited for sessions to be opened; what passed meanwhile does not count.
      this.#enter('running');
      return;
    }
    if (this.rate.latency !== null) this.skipped += step.window.skipped;
    this.rate.add(performance.now(), performance.now() - step.window.arrivedAt);
  }

  /** The newest window that was not taken yet. */
  async #next(signal: AbortSignal): Promise<ReadyWindow> {
    for (;;) {
      const window = this.buffer?.take();
      if (window) return window;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
      });
      signal.throwIfAborted();
    }
  }

  #listen(run: AbortController): SourceListener {
    const take = (act: (intake: StreamIntake) => void) => {
      const { intake } = this;
      if (run !== this.#run || run.signal.aborted || !intake) return;
      const before = intake.phase;
      try {
        act(intake);
        this.#arrived();
        if (intake.phase !== before) this.#host.requestUpdate();
        else if (before !== 'flowing') this.#host.note();
      } catch (error) {
        run.abort(error);
      }
    };
    return {
      onBlock: (planes, lost) => take((intake) => intake.takeBlock(planes, this.source?.rate ?? 0, lost)),
      onRow: (row) => take((intake) => intake.takeRow(row)),
      onLine: (line) => take((intake) => intake.takeLine(line)),
      onLoss: (count) => take((intake) => intake.lose(count)),
      onEnd: (why) => run.abort(new SourceFault(why)),
    };
  }

  #end(error: unknown): void {
    this.hasFailed = !(error instanceof Stopped);
    if (error instanceof Stopped) this.why = error.reason === 'changed' ? '' : words.stopped[error.reason];
    else this.why = error instanceof SourceFault ? error.message : asXaiError(error).message;
    const { buffer } = this;
    const recording = isWorthKeeping(this) ? (buffer?.recording(words.recordingName) ?? null) : null;
    this.#enter('stopped');
    this.#host.end(this.why, recording);
  }

  #enter(phase: StreamPhase): void {
    this.phase = phase;
    runLock.set(this.isOn);
    this.#host.requestUpdate();
  }

  #onVisibility = (): void => {
    if (document.visibilityState === 'hidden') this.stop('hidden');
  };
}
