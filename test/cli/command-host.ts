import { main } from '../../src/cli/main.ts';
import { END } from './command-end.ts';

// Runs one command after another in one process, which saves each the start of the runtime.
process.on('message', async (args: string[]) => {
  const status = await main([process.execPath, 'xai-viewer', ...args]);
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write(END, done));
  process.send?.(status);
});
