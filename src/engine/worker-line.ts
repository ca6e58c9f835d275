import type { Saliency } from '../core/saliency.ts';
import type { CallContext, ExplainContext, SessionContext } from './client-types.ts';
import type { Answer, Call, CallName, FromWorker, Growing, Progress } from './protocol.ts';
import { errorFromWire } from './wire-error.ts';
import type { StartWorker, WorkerLife } from './worker-life.ts';

/** The worker ended while a call was under way. `guilty`: the call may have been what ended it. */
export class WorkerGone extends Error {
  constructor(readonly guilty: boolean) {
    super('The engine was restarted.');
  }
}

interface Pending {
  readonly signal: AbortSignal;
  readonly resolve: (answer: Answer<CallName>) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress?: (progress: Progress) => void;
  readonly onPartial?: (map: Saliency, focus: number) => void;
  readonly onGrowing?: (value: Growing) => void;
}

type AnyContext = ExplainContext & SessionContext<never>;

/** Moves the focus of a call that is under way; null when it is not any more. */
export type SendFocus = ((focus: number) => void) | null;

/** The line to one worker, and to the next one when that has ended: puts calls and hands each answer to who waits for it. */
export class WorkerLine {
  readonly #start: StartWorker;
  readonly #cancelMs: number;
  readonly #pending = new Map<number, Pending>();
  #life: WorkerLife | null = null;
  #lastCall = 0;

  /** @param cancelMs how long a worker may leave a cancel unanswered before it is ended */
  constructor(start: StartWorker, cancelMs: number) {
    this.#start = start;
    this.#cancelMs = cancelMs;
  }

  /** The worker that lives now, or null. */
  get life(): WorkerLife | null {
    return this.#life;
  }

  /** The worker that lives now, or a new one. */
  alive(): WorkerLife {
    if (this.#life) return this.#life;
    const life: WorkerLife = this.#start({
      onMessage: (message) => this.#receive(life, message),
      onDeath: (error) => this.#end(life, error ?? new WorkerGone(true)),
    });
    this.#life = life;
    return life;
  }

  /** Puts a call to the worker, which is started where none lives. */
  exchange<K extends CallName>(
    call: Call<K>,
    context: CallContext,
    onSent?: (send: SendFocus) => void,
  ): Promise<Answer<K>> {
    const { signal, onProgress, onPartial, onGrowing } = context as AnyContext;
    signal.throwIfAborted();
    const life = this.alive();
    const id = ++this.#lastCall;
    return new Promise<Answer<K>>((resolve, reject) => {
      let deadline: ReturnType<typeof setTimeout> | undefined;
      const cancel = () => {
        life.post({ kind: 'cancel', id });
        deadline = setTimeout(() => this.#end(life, null), this.#cancelMs);
      };
      const settle = () => {
        clearTimeout(deadline);
        signal.removeEventListener('abort', cancel);
        onSent?.(null);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        signal,
        resolve: (answer) => {
          settle();
          resolve(answer as Answer<K>);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
        onProgress,
        onPartial,
        onGrowing: onGrowing as Pending['onGrowing'],
      });
      signal.addEventListener('abort', cancel, { once: true });
      life.post({ kind: 'call', id, call: call as Call });
      onSent?.((focus) => life.post({ kind: 'focus', id, focus }));
    });
  }

  /** Ends the worker; the next call starts another. What was under way is asked again of that one. */
  restart(): void {
    if (this.#life) this.#end(this.#life, null);
  }

  #receive(life: WorkerLife, message: FromWorker): void {
    if (life !== this.#life || message.kind === 'ready') return;
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    if (message.kind === 'done') pending.resolve(message.answer);
    else if (message.kind === 'cancelled') pending.reject(pending.signal.reason);
    else if (message.kind === 'failed') {
      pending.reject(errorFromWire(message.error));
      if (message.fatal) this.#end(life, null);
    } else if (pending.signal.aborted) return;
    else if (message.kind === 'progress') pending.onProgress?.(message.progress);
    else if (message.kind === 'growing') pending.onGrowing?.(message.value);
    else pending.onPartial?.(message.map, message.focus);
  }

  /** Ends a worker, unless another lives by now; what was under way learns why. */
  #end(life: WorkerLife, why: Error | null): void {
    if (life !== this.#life) return;
    life.terminate();
    this.#life = null;
    for (const pending of [...this.#pending.values()]) pending.reject(why ?? new WorkerGone(false));
  }
}
