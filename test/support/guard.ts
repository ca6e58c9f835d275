import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Guard {
  /** For Chromium: everything that is not on this machine goes through the guard. */
  readonly flag: string;
  /** What was asked of other machines, by pages, workers and service workers alike; all of it was refused. */
  readonly strangers: string[];
  stop(): Promise<void>;
}

/** The browser itself asks its maker for updates, the time and an account, whatever page it shows. */
const OWN_CHATTER =
  /^(www|update|clients2|accounts|safebrowsing|content-autofill|optimizationguide-pa)\.google(apis)?\.com(:\d+)?$/;

/** A proxy that lets nothing through and writes down what was asked. */
export async function startGuard(): Promise<Guard> {
  const strangers: string[] = [];
  const note = (host: string, words: string) => {
    if (!OWN_CHATTER.test(host)) strangers.push(words);
  };
  const server = createServer((request, response) => {
    note(request.headers.host ?? '', `${request.method} ${request.url}`);
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    note(request.url ?? '', `CONNECT ${request.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    flag: `--proxy-server=http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    strangers,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
