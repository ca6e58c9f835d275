#!/usr/bin/env node
import { EXIT } from './exit-codes.ts';
import { interrupted, main } from './main.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated };

let ending: number = EXIT.interrupted;
const end = (signal: keyof typeof SIGNALS) => {
  ending = SIGNALS[signal];
  // A second signal of either kind ends the process at once.
  for (const name of Object.keys(SIGNALS)) process.off(name, end);
  interrupted.abort(new DOMException('Interrupted.', 'AbortError'));
};
for (const name of Object.keys(SIGNALS)) process.on(name, end);

// The wasm runtime's worker threads would keep the process alive; what was printed into a pipe has to get through first.
main(process.argv).then((status) =>
  process.stdout.write('', () => process.exit(status === EXIT.interrupted ? ending : status)),
);
