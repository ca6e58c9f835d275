/**
 * Resolves in a later turn of the event loop, after waiting messages, timers and signals were heard. A promise alone does
 * not let them in, and a timeout of 0 waits 4 ms in a browser.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** At least this often, in milliseconds, messages and timers get their turn. */
const TURN_EVERY = 50;

/** Lets other work in now and then; wasm holds its thread from pass to pass. Call it between passes. */
export function takeTurns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_EVERY) return;
    await nextTurn();
    last = performance.now();
  };
}
