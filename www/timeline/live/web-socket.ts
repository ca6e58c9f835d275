import { LineCutter } from '../../../src/core/series/live/sample-line.ts';
import { type OpenSource, SourceFault, type SourceListener } from './sample-source.ts';
import { streamWords as words } from './words.ts';

/** Where an unencrypted connection stays on the computer. */
const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;
const GONE_AWAY = 1001;

/**
 * The address as it is connected to. One without a scheme gets `ws` on this computer, `wss` elsewhere.
 * @throws SourceFault in words for what is no such address
 */
export function socketAddress(typed: string): string {
  const text = typed.trim();
  const host = /^[^/:?#]+/.exec(text)?.[0] ?? '';
  const whole = /^[a-z]+:\/\//i.test(text) ? text : `${LOOPBACK.test(host) ? 'ws' : 'wss'}://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  if (!url || text === '' || !/^wss?:$/.test(url.protocol)) throw new SourceFault(words.faults.noAddress);
  if (url.protocol === 'ws:' && !LOOPBACK.test(url.hostname)) throw new SourceFault(words.faults.unencrypted);
  url.hash = '';
  return url.href;
}

/**
 * Connects to an address that a person has typed. A text message holds whole lines; binary ones are text whose lines go on from
 * one to the next.
 * @throws SourceFault in words; the signal's reason when it aborts
 */
export async function openSocket(typed: string, listener: SourceListener, signal: AbortSignal): Promise<OpenSource> {
  const address = socketAddress(typed);
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    const giveUp = () => {
      socket.close();
      reject(signal.reason);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.onopen = () => {
      signal.removeEventListener('abort', giveUp);
      resolve();
    };
    socket.onclose = () => {
      signal.removeEventListener('abort', giveUp);
      reject(new SourceFault(words.faults.socketRefused(address)));
    };
  });
  const lines = new LineCutter();
  const decoder = new TextDecoder();
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    const isWhole = typeof data === 'string';
    for (const line of lines.cut(isWhole ? data : decoder.decode(data, { stream: true }))) listener.onLine(line);
    if (isWhole) for (const line of lines.end()) listener.onLine(line);
  };
  socket.onclose = ({ code, reason, wasClean }) => {
    const isOver = wasClean && (code <= 1000 || code === GONE_AWAY || code === 1005);
    listener.onEnd(isOver ? words.faults.socketEnded(address) : words.faults.socketBroken(address, code, reason));
  };
  return {
    name: address,
    rate: null,
    columns: null,
    close: () => {
      socket.onmessage = null;
      socket.onclose = null;
      socket.close(1000);
    },
  };
}
