import { XaiError } from '../core/errors.ts';
import type { CallContext, ExplainContext, ModelEntry, SessionContext } from './client-types.ts';
import type { ModelInfo } from './info.ts';
import { Lane } from './lane.ts';
import type { Answer, Call, CallName, ModelOptions, ModelSource, RecordingSource } from './protocol.ts';
import { absoluteUrl, portableSource } from './source.ts';
import { unlessAborted } from './unless-aborted.ts';
import { type StartWorker, startWorker } from './worker-life.ts';
import { type SendFocus, WorkerGone, WorkerLine } from './worker-line.ts';

/** How long a worker may leave a cancel unanswered before it is ended. */
const CANCEL_MS = 1500;
/** How long nobody may use the engine before its worker is ended: longer than an element takes to move in the page. */
const IDLE_MS = 2000;

/** What may take long waits for its own kind only; the rest is short. */
const LONG_LANES: Partial<Record<CallName, 'explain' | 'frame' | 'session' | 'window'>> = {
  explain: 'explain',
  explainFrame: 'frame',
  explainSamples: 'frame',
  answerSession: 'session',
  explainSession: 'session',
  explainWindow: 'window',
};

/**
 * The page's side of the engine: one worker for all who use it. The page holds every request and every model's source,
 * so that the worker can be ended at any moment; what was under way for others is asked again of the next one.
 */
export class EngineClient {
  readonly #line: WorkerLine;
  readonly #idleMs: number;
  // The worker takes one call per lane: what is short does not wait behind an explanation.
  readonly #lanes = {
    load: new Lane(),
    short: new Lane(),
    explain: new Lane(),
    frame: new Lane(),
    session: new Lane(),
    window: new Lane(),
  };
  readonly #models = new Map<string, ModelEntry>();
  /** Recordings that somebody on the page holds, and those that are to be closed. */
  readonly #recordings = new Set<RecordingSource>();
  readonly #closing = new Set<RecordingSource>();
  readonly #blobKeys = new WeakMap<object, number>();
  #lastNumber = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(start: StartWorker = startWorker, times: { cancelMs?: number; idleMs?: number } = {}) {
    this.#line = new WorkerLine(start, times.cancelMs ?? CANCEL_MS);
    this.#idleMs = times.idleMs ?? IDLE_MS;
  }

  /** Whether a worker is alive. */
  get running(): boolean {
    return this.#line.life !== null;
  }

  /** A model that stays in the engine until it is released as often; the same source and options share one. */
  acquire(source: ModelSource, options: ModelOptions = {}): ModelEntry {
    const identity = `${this.#sourceKey(source)} ${JSON.stringify(options)}`;
    let entry = this.#models.get(identity);
    if (!entry) {
      entry = {
        key: String(++this.#lastNumber),
        identity,
        source: portableSource(source),
        options,
        users: 0,
        unused: new AbortController(),
        listeners: new Set(),
        loaded: null,
      };
      this.#models.set(identity, entry);
    }
    entry.users++;
    clearTimeout(this.#idle);
    return entry;
  }

  /** Gives one hold back; when nobody holds anything for a while, the worker is ended. */
  release(entry: ModelEntry): void {
    entry.users--;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#dropUnused(), this.#idleMs);
  }

  /** A recording that stays in the engine until it is released. */
  hold(source: Omit<RecordingSource, 'key'>): RecordingSource {
    const recording = { ...source, key: String(++this.#lastNumber) };
    this.#recordings.add(recording);
    clearTimeout(this.#idle);
    return recording;
  }

  /** Gives a recording back, likewise. */
  drop(recording: RecordingSource): void {
    if (this.#recordings.delete(recording)) this.#closing.add(recording);
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#dropUnused(), this.#idleMs);
  }

  /** Fetches and opens the model, unless that was done already. */
  async load(entry: ModelEntry, context: CallContext): Promise<ModelInfo> {
    const { signal, onProgress } = context;
    signal.throwIfAborted();
    if (onProgress) entry.listeners.add(onProgress);
    try {
      return await unlessAborted(
        signal,
        this.#retry(entry.unused.signal, () => this.#loaded(entry)),
      );
    } finally {
      if (onProgress) entry.listeners.delete(onProgress);
    }
  }

  /**
   * Asks something of a model, or of no model where `entry` is null. `call` is made when its turn comes; `onSent` is given a
   * way to move the focus of a call that is under way, and null when it is not any more.
   */
  call<K extends Exclude<CallName, 'load' | 'release' | 'closeRecording'>>(
    entry: ModelEntry | null,
    call: () => Call<K>,
    context: ExplainContext | SessionContext<Answer<K>>,
    onSent?: (send: SendFocus) => void,
  ): Promise<Answer<K>> {
    const { signal } = context;
    const perform = async () => {
      const leave = await this.#lanes[LONG_LANES[call().kind] ?? 'short'].enter(signal);
      try {
        return await this.#retry(signal, async () => {
          if (entry) await unlessAborted(signal, this.#loaded(entry));
          return this.#line.exchange<K>(call(), context, onSent);
        });
      } finally {
        leave();
      }
    };
    return unlessAborted(signal, perform());
  }

  /** Asks again after a restart; a call that was under way at two crashes is taken for their cause. */
  async #retry<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    for (let crashes = 0; ; ) {
      try {
        return await attempt();
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof WorkerGone)) throw error;
        if (error.guilty && ++crashes > 1) {
          throw new XaiError(
            'engine-failed',
            'The engine broke down twice at this task. Try a smaller model or picture, fewer masks, or the wasm backend.',
          );
        }
      }
    }
  }

  /** The model in the worker that lives now. */
  #loaded(entry: ModelEntry): Promise<ModelInfo> {
    entry.unused.signal.throwIfAborted();
    const life = this.#line.alive();
    if (entry.loaded?.life === life) return entry.loaded.info;
    const perform = async () => {
      const leave = await this.#lanes.load.enter(entry.unused.signal);
      try {
        if (this.#line.life !== life) throw new WorkerGone(false);
        return await this.#line.exchange<'load'>(
          { kind: 'load', model: entry.key, source: entry.source, options: entry.options },
          {
            signal: entry.unused.signal,
            onProgress: (progress) => {
              for (const listener of entry.listeners) listener(progress);
            },
          },
        );
      } catch (error) {
        // The next who asks tries afresh: a file may have come back.
        if (entry.loaded?.life === life) entry.loaded = null;
        throw error;
      } finally {
        leave();
      }
    };
    entry.loaded = { life, info: perform() };
    return entry.loaded.info;
  }

  #dropUnused(): void {
    const unused = [...this.#models.values()].filter((entry) => entry.users === 0);
    for (const entry of unused) {
      this.#models.delete(entry.identity);
      entry.unused.abort(new DOMException('The model is no longer in use.', 'AbortError'));
    }
    const closing = [...this.#closing];
    this.#closing.clear();
    if (!this.#line.life) return;
    if (this.#models.size === 0 && this.#recordings.size === 0) {
      this.#line.restart();
      return;
    }
    for (const entry of unused) {
      if (entry.loaded?.life === this.#line.life) this.#tell({ kind: 'release', model: entry.key });
    }
    for (const recording of closing) this.#tell({ kind: 'closeRecording', recording });
  }

  /** Nobody waits for the answer; a worker that dies meanwhile has let go too. */
  #tell(call: Call<'release' | 'closeRecording'>): void {
    this.#line.exchange(call, { signal: new AbortController().signal }).catch(() => {});
  }

  #sourceKey(source: ModelSource): string {
    if (typeof source === 'string') return `url:${absoluteUrl(source)}`;
    let key = this.#blobKeys.get(source);
    if (key === undefined) {
      key = ++this.#lastNumber;
      this.#blobKeys.set(source, key);
    }
    return `object:${key}`;
  }
}
