import { XaiError } from '../core/errors.ts';
import type { FromWorker, RuntimeFiles, StartMessage, ToWorker } from './protocol.ts';
import { runtimeBesideBundle } from './runtime-files.ts';
import { configuredWorkerUrl, trustWorkerUrl } from './settings.ts';

/** One worker from its start to its end. */
export interface WorkerLife<To = ToWorker> {
  post(message: To): void;
  /** Ends it at once; nothing is heard of it afterwards. */
  terminate(): void;
}

export interface WorkerListener<From = FromWorker> {
  onMessage(message: From): void;
  /** It ended by itself. `error` is set when it never got ready: trying again would not help. */
  onDeath(error: XaiError | null): void;
}

export type StartWorker = (listener: WorkerListener) => WorkerLife;

/** @param url of the script that did not run in the worker */
function startFailure(url: string, cause: string): XaiError {
  if (globalThis.origin === 'null') {
    return new XaiError(
      'engine-failed',
      'A frame without an origin may not start the worker that explains. Add allow-same-origin to its sandbox, or show ' +
        'an explanation that was saved.',
      { file: url },
    );
  }
  return new XaiError(
    'engine-failed',
    `The worker did not start from ${url}${cause ? ` (${cause})` : ''}. Serve it from the page's own ` +
      "origin, allow it in the Content-Security-Policy (worker-src 'self'; script-src 'self' 'wasm-unsafe-eval'), or " +
      'name its address with configure({workerUrl}).',
    { file: url },
  );
}

/**
 * Watches over a worker from its start; a death that the browser does not report is noticed by a lock that the worker held.
 * @param open makes the worker, at the address `url`
 * @param runtime told to the worker; null: onnxruntime's files lie beside it
 */
export function superviseWorker<To, From extends { readonly kind: string }>(
  open: () => Worker,
  url: string,
  runtime: RuntimeFiles | null,
  listener: WorkerListener<From>,
): WorkerLife<To | StartMessage> {
  let worker: Worker;
  try {
    worker = open();
  } catch (cause) {
    throw cause instanceof XaiError ? cause : startFailure(url, cause instanceof Error ? cause.message : '');
  }
  const lock = `xai-viewer-${Math.random().toString(36).slice(2)}-${performance.now()}`;
  const watch = new AbortController();
  let ready = false;
  let over = false;
  const end = () => {
    over = true;
    watch.abort();
    worker.terminate();
  };
  const die = (cause: string) => {
    if (over) return;
    end();
    listener.onDeath(ready ? null : startFailure(url, cause));
  };
  const watchLock = () => {
    // A sandboxed page has no locks; there a silent death stays unnoticed until a cancel goes unanswered.
    navigator.locks?.request(lock, { signal: watch.signal }, () => die('')).catch(() => {});
  };
  worker.addEventListener('message', (event: MessageEvent<From | { readonly kind: 'ready' }>) => {
    if (over) return;
    if (event.data.kind === 'ready') {
      ready = true;
      watchLock();
    } else listener.onMessage(event.data as From);
  });
  worker.addEventListener('error', (event) => die(event.message ?? ''));
  worker.addEventListener('messageerror', () => die('a message could not be read'));
  const post = (message: To | StartMessage) => {
    if (!over) worker.postMessage(message);
  };
  post({ kind: 'start', lock, runtime });
  return { post, terminate: end };
}

/** Starts the engine's worker. */
export const startWorker: StartWorker = (listener) => {
  const configured = configuredWorkerUrl();
  const url = configured ?? new URL('./worker.js', import.meta.url).href;
  const open = () =>
    configured
      ? new Worker(trustWorkerUrl(configured), { type: 'module', name: 'xai-viewer' })
      : // Bundlers know this form and bring the worker along.
        new Worker(trustWorkerUrl(new URL('./worker.js', import.meta.url).href), {
          type: 'module',
          name: 'xai-viewer',
        });
  return superviseWorker<ToWorker, FromWorker>(open, url, configured ? null : runtimeBesideBundle(), listener);
};
