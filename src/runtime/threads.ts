/** Name under which the page creates its policy too; a worker has policies of its own. */
const POLICY = 'xai-viewer';
/** More are seldom faster, and take memory each. */
const MOST_THREADS = 4;

interface ThreadedScope {
  Worker?: new (url: string, options?: WorkerOptions) => Worker;
  readonly WorkerGlobalScope?: unknown;
  readonly crossOriginIsolated?: boolean;
  readonly navigator: { readonly hardwareConcurrency: number };
  readonly location: { readonly origin: string };
  readonly trustedTypes?: {
    createPolicy(
      name: string,
      rules: { createScriptURL(url: string): string },
    ): { createScriptURL(url: string): unknown };
  };
}

/**
 * How many threads onnxruntime may have in a worker: half of the logical processors, but two where there are two; one where
 * memory may not be shared or no worker be started. Threads wait for each other at every operator: beside another program
 * that keeps one of two processors busy, two take 1.3 times as long as one (beside two such programs as long), but half as
 * long on a machine that does nothing else. Under Trusted Types the worker then trusts scripts of its own origin, which is
 * where onnxruntime's threads come from.
 * @returns null outside of a worker: onnxruntime's own choice
 */
export function prepareThreads(scope: ThreadedScope = globalThis as never): number | null {
  if (scope.WorkerGlobalScope === undefined) return null;
  if (!scope.crossOriginIsolated || !scope.Worker) return 1;
  const processors = scope.navigator.hardwareConcurrency;
  const threads = Math.min(processors, MOST_THREADS, Math.max(2, Math.ceil(processors / 2)));
  return threads > 1 && trustThreads(scope) ? threads : 1;
}

/** onnxruntime names its threads' script by a plain address, which a page with Trusted Types refuses. */
function trustThreads(scope: ThreadedScope): boolean {
  const { trustedTypes, Worker: Plain, location } = scope;
  if (!trustedTypes || !Plain) return true;
  const createScriptURL = (url: string) => {
    if (new URL(url).origin === location.origin) return url;
    throw new TypeError(`${url} is of another origin.`);
  };
  try {
    const policy = trustedTypes.createPolicy(POLICY, { createScriptURL });
    scope.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(policy.createScriptURL(String(url)) as string, options);
      }
    };
    return true;
  } catch {
    // The page allows no policy of that name.
    return false;
  }
}
