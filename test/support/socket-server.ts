import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** The constant of RFC 6455. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;

/** A WebSocket server on this machine that sends and does not listen: what the browser says is thrown away. */
export interface SocketServer {
  /** `ws://127.0.0.1:PORT/` */
  readonly url: string;
  /** Connections that are open. */
  readonly open: number;
  send(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  /** Closes every connection with a code, as servers do that are done. */
  close(code: number, reason: string): void;
  /** Cuts every connection without a word. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startSocketServer(): Promise<SocketServer> {
  const sockets = new Set<Duplex>();
  const server = createServer((_, response) => response.writeHead(426).end());
  server.on('upgrade', (request, socket) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${GUID}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on('data', (data: Buffer) => {
      if ((data[0] & 15) === CLOSE) socket.end();
    });
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const all = (code: number, payload: Uint8Array) => {
    for (const socket of sockets) socket.write(frame(code, payload));
  };
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get open() {
      return sockets.size;
    },
    send: (text) => all(TEXT, Buffer.from(text)),
    sendBytes: (bytes) => all(BINARY, bytes),
    close: (code, reason) => all(CLOSE, Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)])),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** One unmasked frame. */
function frame(code: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([128 | code, length])
      : length < 65_536
        ? Buffer.from([128 | code, 126, length >> 8, length & 255])
        : Buffer.concat([Buffer.from([128 | code, 127, 0, 0, 0, 0]), uint32(length)]);
  return Buffer.concat([head, payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
