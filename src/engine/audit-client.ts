import { XaiError } from '../core/errors.ts';
import type {
  AnyRecord,
  AuditAnswer,
  AuditCall,
  AuditCallName,
  AuditProgress,
  FromAuditWorker,
  ToAuditWorker,
} from './audit-protocol.ts';
import { runtimeBesideBundle } from './runtime-files.ts';
import { configuredWorkerUrl, trustWorkerUrl } from './settings.ts';
import { portableSource } from './source.ts';
import { errorFromWire } from './wire-error.ts';
import { superviseWorker, type WorkerLife, type WorkerListener } from './worker-life.ts';

/** How long a worker may leave a cancel unanswered before it is ended. */
const CANCEL_MS = 1500;

export type StartAuditWorker = (listener: WorkerListener<FromAuditWorker>) => WorkerLife<ToAuditWorker>;

export interface AuditContext {
  readonly signal: AbortSignal;
  onProgress?(progress: AuditProgress): void;
  onRecords?(records: readonly AnyRecord[]): void;
}

interface Pending extends AuditContext {
  readonly resolve: (answer: AuditAnswer<AuditCallName>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The page's side of one audit: a worker of its own, started with the first call. The page holds what was opened, so that the
 * worker can be ended at any moment and another one goes on.
 */
export class AuditClient {
  readonly #start: StartAuditWorker;
  readonly #cancelMs: number;
  readonly #pending = new Map<number, Pending>();
  #life: WorkerLife<ToAuditWorker> | null = null;
  #lastNumber = 0;
  #opened: { readonly call: AuditCall<'open'>; readonly life: WorkerLife<ToAuditWorker> } | null = null;

  constructor(start: StartAuditWorker = startAuditWorker, { cancelMs = CANCEL_MS }: { cancelMs?: number } = {}) {
    this.#start = start;
    this.#cancelMs = cancelMs;
  }

  /** Opens models and data; everything else is asked about these. */
  async open(wanted: Omit<AuditCall<'open'>, 'kind'>, context: AuditContext): Promise<AuditAnswer<'open'>> {
    const models = wanted.models.map(({ source, options }) => ({ source: portableSource(source), options }));
    return this.#open({ ...wanted, kind: 'open', models }, context);
  }

  /**
   * Asks about what is open; after a restart that is opened again first.
   * @throws XaiError of the worker; `engine-failed` when it died; the signal's reason
   */
  async call<K extends Exclude<AuditCallName, 'open'>>(
    call: AuditCall<K>,
    context: AuditContext,
  ): Promise<AuditAnswer<K>> {
    const opened = this.#opened;
    if (opened && opened.life !== this.#life) await this.#open(opened.call, context);
    return this.#exchange<K>(call, context);
  }

  /** Ends the worker and forgets what was open; the journal of a run stays. */
  close(): void {
    this.#opened = null;
    this.#end(this.#life, new DOMException('The audit was closed.', 'AbortError'));
  }

  async #open(call: AuditCall<'open'>, context: AuditContext): Promise<AuditAnswer<'open'>> {
    const answer = await this.#exchange<'open'>(call, context);
    if (this.#life) this.#opened = { call, life: this.#life };
    return answer;
  }

  #exchange<K extends AuditCallName>(call: AuditCall<K>, context: AuditContext): Promise<AuditAnswer<K>> {
    const { signal } = context;
    signal.throwIfAborted();
    const life = this.#alive();
    const id = ++this.#lastNumber;
    return new Promise<AuditAnswer<K>>((resolve, reject) => {
      let deadline: ReturnType<typeof setTimeout> | undefined;
      const cancel = () => {
        life.post({ kind: 'cancel', id });
        deadline = setTimeout(() => this.#end(life, signal.reason), this.#cancelMs);
      };
      const settle = () => {
        clearTimeout(deadline);
        signal.removeEventListener('abort', cancel);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        ...context,
        resolve: (answer) => {
          settle();
          resolve(answer as AuditAnswer<K>);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal.addEventListener('abort', cancel, { once: true });
      life.post({ kind: 'call', id, call: call as unknown as AuditCall });
    });
  }

  #alive(): WorkerLife<ToAuditWorker> {
    if (this.#life) return this.#life;
    const life = this.#start({
      onMessage: (message) => this.#receive(message),
      onDeath: (error) => this.#end(life, error ?? new XaiError('engine-failed', DIED)),
    });
    this.#life = life;
    return life;
  }

  #receive(message: FromAuditWorker): void {
    const pending = message.kind === 'ready' ? undefined : this.#pending.get(message.id);
    if (!pending) return;
    if (message.kind === 'done') pending.resolve(message.answer);
    else if (message.kind === 'cancelled') pending.reject(pending.signal.reason);
    else if (message.kind === 'failed') pending.reject(errorFromWire(message.error));
    else if (message.kind === 'records') pending.onRecords?.(message.records);
    else if (message.kind === 'progress' && !pending.signal.aborted) pending.onProgress?.(message.progress);
  }

  #end(life: WorkerLife<ToAuditWorker> | null, why: unknown): void {
    if (!life || life !== this.#life) return;
    life.terminate();
    this.#life = null;
    for (const pending of [...this.#pending.values()]) pending.reject(why);
  }
}

const DIED =
  'The engine broke down. What was finished is kept: go on, with a smaller model or fewer masks if it happens again.';

/** Starts the worker of audits, which lies beside the engine's. */
export const startAuditWorker: StartAuditWorker = (listener) => {
  const configured = configuredWorkerUrl();
  const url = configured === null ? null : new URL('audit-worker.js', configured).href;
  const open = () =>
    url === null
      ? // Bundlers know this form and bring the worker along.
        new Worker(trustWorkerUrl(new URL('./audit-worker.js', import.meta.url).href), {
          type: 'module',
          name: 'xai-audit',
        })
      : new Worker(trustWorkerUrl(url), { type: 'module', name: 'xai-audit' });
  const where = url ?? new URL('./audit-worker.js', import.meta.url).href;
  return superviseWorker<ToAuditWorker, FromAuditWorker>(
    open,
    where,
    url === null ? runtimeBesideBundle() : null,
    listener,
  );
};
