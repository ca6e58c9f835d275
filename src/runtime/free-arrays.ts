/** A port whose other end is closed: what is transferred to it is gone. */
let nowhere: MessagePort | null = null;

/**
 * Frees the memory of arrays that nobody needs any more at once; they are empty then. Left to the garbage collector, which
 * sees small objects and not the megabytes behind them, the outputs of some thirty runs pile up before it halts everything
 * to look for them, and each run is given fresh memory, which the system has to clear.
 */
export function freeArrays(arrays: Iterable<{ readonly buffer: ArrayBufferLike }>): void {
  for (const { buffer } of arrays) {
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) continue;
    if (typeof buffer.transfer === 'function') {
      buffer.transfer(0);
    } else {
      // Node 20.
      nowhere ??= closedPort();
      nowhere.postMessage(null, [buffer]);
    }
  }
}

function closedPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
