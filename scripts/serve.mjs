// A static file server on the loopback address, for `npm start` and for the tests. Node's own modules only.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
};

/** Makes a page cross-origin isolated, so that onnxruntime may use threads. */
export const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** What the app and the elements promise to live under. */
export const strictPolicy = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "connect-src 'self' https: wss: ws://localhost:* ws://127.0.0.1:* blob: data:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types xai-viewer lit-html',
  ].join('; '),
};

/** The path of `name` inside `folder`, or undefined when it points outside of it. */
function inside(folder, name) {
  const file = path.join(folder, name);
  return file === folder || file.startsWith(folder + path.sep) ? file : undefined;
}

/**
 * Serves `root`, and each folder of `mounts` under its prefix (`{'/models/': 'some/folder'}`), on 127.0.0.1.
 * `pages` are answers held in memory, by path. `headers` go with every answer. Port 0 takes a free one.
 */
export async function startServer({ root, mounts = {}, pages = {}, headers = {}, port = 0 }) {
  const folders = Object.entries({ '/': root, ...mounts })
    .filter(([, folder]) => folder !== undefined)
    .map(([prefix, folder]) => [prefix, path.resolve(folder)])
    .sort(([a], [b]) => b.length - a.length);

  async function find(pathname) {
    for (const [prefix, folder] of folders) {
      if (!pathname.startsWith(prefix)) continue;
      let file = inside(folder, pathname.slice(prefix.length));
      let found = file && (await stat(file).catch(() => undefined));
      if (found?.isDirectory()) {
        file = path.join(file, 'index.html');
        found = await stat(file).catch(() => undefined);
      }
      if (found?.isFile()) return { file, size: found.size };
    }
    return undefined;
  }

  const server = createServer(async (request, response) => {
    const answer = (status, extra = {}) =>
      response.writeHead(status, {
        'Cache-Control': 'no-cache',
        'X-Content-Type-Options': 'nosniff',
        ...headers,
        ...extra,
      });
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { Allow: 'GET, HEAD' }).end();
    let pathname;
    try {
      pathname = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    } catch {
      return answer(400).end();
    }
    if (pathname.includes('\0')) return answer(400).end();
    const body = request.method === 'GET';
    if (Object.hasOwn(pages, pathname)) {
      const type = TYPES[path.extname(pathname)] ?? TYPES['.html'];
      answer(200, { 'Content-Type': type, 'Content-Length': Buffer.byteLength(pages[pathname]) });
      return response.end(body ? pages[pathname] : undefined);
    }
    const found = await find(pathname);
    if (!found)
      return answer(404, { 'Content-Type': TYPES['.txt'] }).end(body ? `Not found: ${pathname}\n` : undefined);
    const type = TYPES[path.extname(found.file).toLowerCase()] ?? 'application/octet-stream';
    answer(200, { 'Content-Type': type, 'Content-Length': found.size });
    if (!body) return response.end();
    const stream = createReadStream(found.file);
    stream.on('error', () => response.destroy());
    response.on('close', () => stream.destroy());
    stream.pipe(response);
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://localhost:${server.address().port}/`;
  const stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, port: server.address().port, stop };
}
