#!/usr/bin/env node
import { interrupted, main } from './main.ts';

process.once('SIGINT', () => interrupted.abort(new DOMException('Interrupted.', 'AbortError')));

// The wasm runtime's worker threads would keep the process alive; what was printed into a pipe has to get through first.
main(process.argv).then((status) => process.stdout.write('', () => process.exit(status)));
