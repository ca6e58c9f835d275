// `npm run build`: installs what is missing, then runs `esbuild.mjs`. Node's own modules only.
import { spawnSync } from 'node:child_process';
import { installWhenStale } from './install.mjs';

try {
  installWhenStale();
  const built = spawnSync(process.execPath, ['esbuild.mjs', ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = built.status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
