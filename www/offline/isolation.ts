/** Headers that make a page cross-origin isolated, so that the engine may use all processor cores. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What runs by itself, and so has to say that it is isolated; what it loads of its own origin need not. */
const ISOLATED: ReadonlySet<RequestDestination> = new Set(['document', 'frame', 'iframe', 'worker', 'sharedworker']);

/**
 * The same answer with the headers that isolate a page, for hosts that cannot send them. All others are handed on as they
 * are kept: only beside those does the browser keep what it has compiled of them, 17 MB of WebAssembly above all.
 * @param destination what the answer was asked for
 */
export function withIsolation(response: Response, destination: RequestDestination): Response {
  // Errors and opaque answers cannot be built anew.
  if (!ISOLATED.has(destination) || response.status < 200 || response.type === 'opaqueredirect') return response;
  const missing = Object.entries(ISOLATION).filter(([name]) => !response.headers.has(name));
  if (missing.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of missing) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
