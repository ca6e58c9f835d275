import type { Saliency } from '../core/saliency.ts';
import type { Answer, Call, CallName, FromWorker, Growing, Progress, RuntimeFiles, ToWorker } from './protocol.ts';
import { errorToWire } from './wire-error.ts';

/** Milliseconds between two reports of the same call. */
const PROGRESS_MS = 100;
/** Runs pace their maps themselves, and more slowly: as slow a pace here would let pass by every second one that came a moment early. */
const PARTIAL_MS = 100;

/** After these the runtime may be damaged: nothing more is asked of this worker. */
const FATAL = new Set(['engine-failed', 'out-of-memory']);

/** What a call is given while it runs. */
export interface CallTools {
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** The maps so far, one per finding; they are copied where they are sent. */
  partial(maps: readonly Saliency[]): void;
  /** A result as far as it has come; `buffers` change hands. */
  growing(value: Growing, buffers: readonly ArrayBuffer[]): void;
  /** Buffers of the answer to come that change hands instead of being copied. */
  handOver(buffers: readonly ArrayBuffer[]): void;
}

export type CallHandlers = {
  [K in CallName]: (call: Call<K>, tools: CallTools) => Promise<Answer<K>>;
};

/** The part of a worker's global scope that is used here. */
export interface WorkerScope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: ToWorker }) => void): void;
  readonly navigator?: { readonly locks?: LockManager };
}

class RunningCall implements CallTools {
  readonly handed: ArrayBuffer[] = [];
  readonly #controller = new AbortController();
  readonly #id: number;
  readonly #scope: WorkerScope;
  #focus: number;
  #latest: readonly Saliency[] | null = null;
  #progressAt = Number.NEGATIVE_INFINITY;
  #partialAt = Number.NEGATIVE_INFINITY;

  constructor(scope: WorkerScope, id: number, focus: number) {
    this.#scope = scope;
    this.#id = id;
    this.#focus = focus;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  cancel(): void {
    this.#controller.abort(new DOMException('The page cancelled the call.', 'AbortError'));
  }

  progress(progress: Progress): void {
    const now = performance.now();
    if (now - this.#progressAt < PROGRESS_MS) return;
    this.#progressAt = now;
    this.#scope.postMessage({ kind: 'progress', id: this.#id, progress }, []);
  }

  partial(maps: readonly Saliency[]): void {
    this.#latest = maps;
    if (performance.now() - this.#partialAt >= PARTIAL_MS) this.#sendPartial();
  }

  growing(value: Growing, buffers: readonly ArrayBuffer[]): void {
    if (!this.signal.aborted) this.#scope.postMessage({ kind: 'growing', id: this.#id, value }, [...buffers]);
  }

  readonly handOver = (buffers: readonly ArrayBuffer[]): void => {
    this.handed.push(...buffers);
  };

  focus(index: number): void {
    this.#focus = index;
    this.#sendPartial();
  }

  #sendPartial(): void {
    const map = this.#latest?.[this.#focus];
    if (!map || this.signal.aborted) return;
    this.#partialAt = performance.now();
    // A copy: the focus may come back to this map before the next one is made.
    const copy = { ...map, data: map.data.slice() };
    this.#scope.postMessage({ kind: 'partial', id: this.#id, focus: this.#focus, map: copy }, [copy.data.buffer]);
  }
}

/** The buffers of an answer that can always change hands instead of being copied. */
function buffersOf(kind: CallName, answer: Answer<CallName>): Transferable[] {
  if (kind === 'explain') {
    const arrays = (answer as Answer<'explain'>).flatMap(({ data, error }) => (error ? [data, error] : [data]));
    return [...new Set(arrays.map(({ buffer }) => buffer))];
  }
  return answer && 'segmentation' in answer && answer.segmentation ? [answer.segmentation.classMap.buffer] : [];
}

/**
 * Answers the page's calls; `cancel` and `focus` reach a call while it runs.
 * @param onStart is told where onnxruntime's files are, before any call
 */
export function serveCalls(
  scope: WorkerScope,
  handlers: Partial<CallHandlers>,
  onStart: (runtime: RuntimeFiles | null) => void,
): void {
  const running = new Map<number, RunningCall>();

  const answerCall = async (id: number, call: Call) => {
    const tools = new RunningCall(scope, id, call.kind === 'explain' ? call.focus : 0);
    running.set(id, tools);
    try {
      const handle = handlers[call.kind] as (call: Call, tools: CallTools) => Promise<Answer<CallName>>;
      const answer = await handle(call, tools);
      scope.postMessage({ kind: 'done', id, answer }, [...buffersOf(call.kind, answer), ...tools.handed]);
    } catch (error) {
      if (tools.signal.aborted) scope.postMessage({ kind: 'cancelled', id }, []);
      else {
        const wire = errorToWire(error);
        scope.postMessage({ kind: 'failed', id, error: wire, fatal: FATAL.has(wire.code) }, []);
      }
    } finally {
      running.delete(id);
    }
  };

  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'call') void answerCall(data.id, data.call);
    else if (data.kind === 'start') {
      onStart(data.runtime);
      holdLock(scope, data.lock, () => scope.postMessage({ kind: 'ready' }, []));
    } else if (data.kind === 'cancel') running.get(data.id)?.cancel();
    else running.get(data.id)?.focus(data.focus);
  });
}

/** Holds the lock by which the page notices that this worker has died, and then says that it is ready. */
export function holdLock({ navigator }: Pick<WorkerScope, 'navigator'>, lock: string, ready: () => void): void {
  if (!navigator?.locks) {
    ready();
    return;
  }
  const hold = () => {
    ready();
    return new Promise<never>(() => {});
  };
  navigator.locks.request(lock, hold).catch(ready);
}
