import { clientsClaim, setCacheNameDetails } from 'workbox-core';
import { PrecacheController, PrecacheRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { withIsolation } from './isolation.ts';
import { SHARE_ADDRESS, takeShared } from './shared-files.ts';
import type { AppLoss, MessageToServiceWorker, ServiceWorkerMessage, ServiceWorkerScope } from './worker-scope.ts';

/** Every file of the app with the SHA-256 of its content; put in by the build. */
declare const APP_FILES: readonly { readonly url: string; readonly revision: string; readonly integrity: string }[];

/** The build of onnxruntime that this browser never asks for (`src/engine/runtime-files.ts`): 17 or 27 MB. */
const OTHER_RUNTIME = 'Suspending' in WebAssembly ? '.asyncify.' : '.jspi.';
const appFiles = APP_FILES.filter(({ url }) => !url.includes(OTHER_RUNTIME));

const scope = self as unknown as ServiceWorkerScope;

setCacheNameDetails({ prefix: 'xai-viewer' });

// Files are kept under their hash: an update fetches only those that have changed.
const files = new PrecacheController({
  plugins: [
    {
      // The page has asked for this large file a moment ago: the browser's own cache may have it. The hash is checked.
      requestWillFetch: async ({ request }) =>
        request.url.endsWith('.wasm') ? new Request(request, { cache: 'default' }) : request,
      handlerWillRespond: async ({ request, response }) => withIsolation(response, request.destination),
    },
  ],
});
files.precache(appFiles);

// The address may carry a model and a picture to open: it is the same page.
registerRoute(new PrecacheRoute(files, { ignoreURLParametersMatching: [/./], cleanURLs: false }));

registerRoute(
  ({ url }) => url.href === new URL(SHARE_ADDRESS, scope.registration.scope).href,
  ({ request }) => takeShared(request, scope.registration.scope),
  'POST',
);

// The page that brought this worker is served by it from now on; later versions wait until a person agrees.
clientsClaim();

scope.addEventListener('message', (event) => {
  const { kind } = event.data as MessageToServiceWorker;
  if (kind === 'take-over') void scope.skipWaiting();
  else event.waitUntil(complete(event).then((loss) => event.ports[0].postMessage(loss)));
});

/** Fetches again what the browser has thrown away of the app. */
async function complete(event: ServiceWorkerMessage): Promise<AppLoss> {
  let lost = 0;
  let missing = 0;
  for (const { url, integrity } of appFiles) {
    if (await files.matchPrecache(url)) continue;
    lost++;
    const [answer, done] = files.strategy.handleAll({
      event: event as never,
      request: new Request(url),
      params: { cacheKey: files.getCacheKeyForURL(url), integrity },
    });
    await Promise.all([answer, done]).catch(() => missing++);
  }
  return { lost, missing };
}
