// Installs what the lock file says when node_modules is missing or stale. Node's own modules only.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return undefined;
  }
}

/** Why an install is needed, or undefined. Packages that are optional may be absent, but not of another version. */
export function staleReason() {
  const locked = packagesOf('package-lock.json');
  if (!locked) throw new Error('package-lock.json is missing or unreadable; restore it from the repository.');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!installed) return 'node_modules is missing';
  for (const [name, { version, optional, peer }] of Object.entries(locked)) {
    if (name === '') continue;
    const found = installed[name];
    if (!found && (optional || peer)) continue;
    if (found?.version !== version) return `${name} is ${found?.version ?? 'not there'}, the lock file says ${version}`;
  }
  return undefined;
}

/** Runs `npm ci` when it is needed. Throws when that fails. */
export function installWhenStale() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new Error(`Node ${process.versions.node} is too old: install Node 20 or newer.`);
  const reason = staleReason();
  if (!reason) return;
  console.log(`Installing packages (${reason}) ...`);
  const npm = process.env.npm_execpath;
  const parameters = ['ci', '--no-audit', '--no-fund'];
  const outcome = npm
    ? spawnSync(process.execPath, [npm, ...parameters], { stdio: 'inherit' })
    : spawnSync('npm', parameters, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (outcome.status !== 0) throw new Error('npm ci failed; its messages above say why.');
}
