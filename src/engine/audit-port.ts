import type {
  AnyRecord,
  AuditAnswer,
  AuditCall,
  AuditCallName,
  AuditProgress,
  FromAuditWorker,
  ToAuditWorker,
} from './audit-protocol.ts';
import type { RuntimeFiles } from './protocol.ts';
import { errorToWire } from './wire-error.ts';
import { holdLock } from './worker-port.ts';

/** Milliseconds between two reports of the same call. */
const PROGRESS_MS = 100;
/** Milliseconds for which finished pictures are gathered. */
const RECORDS_MS = 500;

/** What a call is given while it runs. */
export interface AuditTools {
  readonly signal: AbortSignal;
  progress(progress: AuditProgress): void;
  /** A picture or recording that is finished; several are sent together. */
  record(record: AnyRecord): void;
}

export type AuditHandlers = {
  [K in AuditCallName]: (call: AuditCall<K>, tools: AuditTools) => Promise<AuditAnswer<K>>;
};

/** The part of a worker's global scope that is used here. */
export interface AuditScope {
  postMessage(message: FromAuditWorker): void;
  addEventListener(type: 'message', listener: (event: { data: ToAuditWorker }) => void): void;
  readonly navigator?: { readonly locks?: LockManager };
}

/**
 * Answers the page's calls; `cancel` reaches a call while it runs.
 * @param onStart is told where onnxruntime's files are, before any call
 */
export function serveAuditCalls(
  scope: AuditScope,
  handlers: AuditHandlers,
  onStart: (runtime: RuntimeFiles | null) => void,
): void {
  const running = new Map<number, AbortController>();

  const answer = async (id: number, call: AuditCall) => {
    const controller = new AbortController();
    running.set(id, controller);
    let saidAt = Number.NEGATIVE_INFINITY;
    let waiting: AnyRecord[] = [];
    let sentAt = performance.now();
    const send = () => {
      if (waiting.length > 0) scope.postMessage({ kind: 'records', id, records: waiting });
      waiting = [];
      sentAt = performance.now();
    };
    const tools: AuditTools = {
      signal: controller.signal,
      progress(progress) {
        if (performance.now() - saidAt < PROGRESS_MS) return;
        saidAt = performance.now();
        scope.postMessage({ kind: 'progress', id, progress });
      },
      record(record) {
        waiting.push(record);
        if (performance.now() - sentAt >= RECORDS_MS) send();
      },
    };
    try {
      const handle = handlers[call.kind] as (call: AuditCall, tools: AuditTools) => Promise<AuditAnswer<AuditCallName>>;
      const result = await handle(call, tools);
      send();
      scope.postMessage({ kind: 'done', id, answer: result });
    } catch (error) {
      send();
      if (controller.signal.aborted) scope.postMessage({ kind: 'cancelled', id });
      else scope.postMessage({ kind: 'failed', id, error: errorToWire(error) });
    } finally {
      running.delete(id);
    }
  };

  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'call') void answer(data.id, data.call);
    else if (data.kind === 'cancel') {
      running.get(data.id)?.abort(new DOMException('The page cancelled the call.', 'AbortError'));
    } else {
      onStart(data.runtime);
      holdLock(scope, data.lock, () => scope.postMessage({ kind: 'ready' }));
    }
  });
}
