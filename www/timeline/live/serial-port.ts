import { LineCutter } from '../../../src/core/series/live/sample-line.ts';
import { type OpenSource, SourceFault, type SourceListener } from './sample-source.ts';
import { streamWords as words } from './words.ts';

/** Bits a second that boards are set to. */
export const BAUD_RATES = [9600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_000_000, 2_000_000];
/** The browser's own 255 bytes are full in some milliseconds. */
const BUFFER_BYTES = 1 << 16;
/** Faults of the line after which it can be read on. */
const PASSING = new Set(['BufferOverrunError', 'BreakError', 'FramingError', 'ParityError']);

/** What is used here of Web Serial, which the DOM's types lack. */
interface SerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  open(options: { readonly baudRate: number; readonly bufferSize: number }): Promise<void>;
  close(): Promise<void>;
  getInfo?(): { readonly usbVendorId?: number; readonly usbProductId?: number };
}
interface NavigatorWithSerial {
  readonly serial?: { requestPort(): Promise<SerialPort> };
}

/** Whether this browser gives pages serial ports at all. */
export function hasSerial(): boolean {
  return 'serial' in navigator;
}

/**
 * Asks for a serial port and reads its lines. Has to be called while a person presses something.
 * @throws SourceFault in words; the signal's reason when it aborts
 */
export async function openSerial(baudRate: number, listener: SourceListener, signal: AbortSignal): Promise<OpenSource> {
  const { serial } = navigator as NavigatorWithSerial;
  if (!serial) throw new SourceFault(words.faults.noSerial);
  const port = await serial.requestPort().catch((cause: unknown) => {
    const isForbidden = cause instanceof DOMException && cause.name === 'SecurityError';
    throw new SourceFault(isForbidden ? words.faults.serialForbidden : words.faults.noPort, { cause });
  });
  signal.throwIfAborted();
  await port.open({ baudRate, bufferSize: BUFFER_BYTES }).catch((cause: unknown) => {
    throw new SourceFault(words.faults.portBusy, { cause });
  });
  const closed = new AbortController();
  void readLines(port, listener, closed.signal);
  const { usbVendorId, usbProductId } = port.getInfo?.() ?? {};
  const id = [usbVendorId, usbProductId].map((number) => number?.toString(16).padStart(4, '0'));
  return {
    name: usbVendorId === undefined ? words.sources.serial : `USB ${id.join(':')}`,
    rate: null,
    columns: null,
    close: () => closed.abort(),
  };
}

/** Reads until the port is closed or gone, and lets go of it. */
async function readLines(port: SerialPort, listener: SourceListener, closed: AbortSignal): Promise<void> {
  const lines = new LineCutter();
  while (port.readable && !closed.aborted) {
    const reader = port.readable.getReader();
    const decoder = new TextDecoder();
    const cancel = () => void reader.cancel().catch(() => {});
    closed.addEventListener('abort', cancel, { once: true });
    try {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        if (!closed.aborted)
          for (const line of lines.cut(decoder.decode(value, { stream: true }))) listener.onLine(line);
      }
      if (!closed.aborted) listener.onEnd(words.faults.serialGone);
      break;
    } catch (cause) {
      const isPassing = cause instanceof DOMException && PASSING.has(cause.name);
      if (isPassing) listener.onLoss(1);
      else {
        if (!closed.aborted) listener.onEnd(words.faults.serialGone);
        break;
      }
    } finally {
      closed.removeEventListener('abort', cancel);
      reader.releaseLock();
    }
  }
  await port.close().catch(() => {});
}
