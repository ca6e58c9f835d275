/** Where the system's share sheet sends files, beside the page; the manifest names it too. */
export const SHARE_ADDRESS = 'share';
/** What the page's address ends in when files wait for it. */
export const SHARED_MARK = 'shared';

const CACHE = 'xai-viewer-shared';
const NAME_HEADER = 'x-file-name';

/** In the service worker: puts the shared files aside and leads on to the page, which takes them. */
export async function takeShared(request: Request, scope: string): Promise<Response> {
  const files = (await request.formData()).getAll('files').filter((entry) => entry instanceof File);
  const cache = await caches.open(CACHE);
  for (const [index, file] of files.entries()) {
    const headers = { 'content-type': file.type, [NAME_HEADER]: encodeURIComponent(file.name) };
    await cache.put(new URL(`${SHARE_ADDRESS}/${index}`, scope), new Response(file, { headers }));
  }
  return Response.redirect(new URL(`?${SHARED_MARK}`, scope).href, 303);
}

/** In the page: the files that were shared with it, once. */
export async function collectShared(): Promise<File[]> {
  if (!('caches' in globalThis)) return [];
  const cache = await caches.open(CACHE);
  const files: File[] = [];
  for (const key of await cache.keys()) {
    const answer = await cache.match(key);
    if (!answer) continue;
    const name = decodeURIComponent(answer.headers.get(NAME_HEADER) ?? '');
    const type = answer.headers.get('content-type') ?? '';
    files.push(new File([await answer.blob()], name, { type }));
  }
  await caches.delete(CACHE);
  return files;
}
