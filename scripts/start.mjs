// `npm start`: installs, builds, serves the app on the loopback address and opens a browser where there is one.
// Options: --port N, --no-open. Node's own modules only.
import { spawn, spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { installWhenStale } from './install.mjs';
import { isolation, startServer, strictPolicy } from './serve.mjs';

function readOptions() {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, 'no-open': { type: 'boolean', default: false } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port must be a whole number from 0 to 65535 and is ${values.port}.`);
  }
  return { port, open: !values['no-open'] };
}

/** A browser is opened only for a person who sits at a screen. */
function hasScreen() {
  if (process.env.CI || !process.stdout.isTTY) return false;
  if (process.platform === 'linux') return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
  return true;
}

function openBrowser(url) {
  const [command, ...parameters] =
    process.platform === 'darwin'
      ? ['open', url]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', url]
        : ['xdg-open', url];
  const opener = spawn(command, parameters, { stdio: 'ignore', detached: true });
  opener.on('error', () => console.log('No browser could be opened; open the address by hand.'));
  opener.unref();
}

async function main() {
  const { port, open } = readOptions();
  installWhenStale();
  const built = spawnSync(process.execPath, ['esbuild.mjs', '--app'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The build failed; its messages above say why.');
  const server = await startServer({ root: 'dist/app', port, headers: { ...isolation, ...strictPolicy } });
  console.log(`xai-viewer is at ${server.url}   (Ctrl-C stops it)`);
  if (open && hasScreen()) openBrowser(server.url);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.stop());
}

main().catch((error) => {
  console.error(
    error.code === 'EADDRINUSE' ? 'That port is taken; leave --port out to get a free one.' : error.message,
  );
  process.exitCode = 1;
});
