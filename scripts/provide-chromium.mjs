// Finds Chromium for the browser tests, or installs Debian's package where that is allowed. Node's own modules only.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';

const HOW = [
  'No Chromium was found, and the browser tests need one. Do one of these:',
  '  - Debian: as root, apt-get install chromium;  Ubuntu: snap install chromium;  Fedora: dnf install chromium',
  '  - elsewhere: install Chromium or Chrome',
  '  - set CHROME_PATH to the executable of a Chromium or Chrome that is not on the PATH',
  '  - set XAI_NO_BROWSER=1 to skip the browser tests',
].join('\n');

function isDebianRoot() {
  return process.platform === 'linux' && existsSync('/etc/debian_version') && process.getuid?.() === 0;
}

/** The path of Chromium. Throws with what to install when there is none. */
export function provideChromium() {
  const found = findChromium();
  if (found) return found;
  if (!isDebianRoot()) throw new Error(HOW);
  console.log("Installing Debian's chromium ...");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const parameters of [
    ['update', '-q'],
    ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
  ]) {
    const outcome = spawnSync('apt-get', parameters, { stdio: ['ignore', 'ignore', 'inherit'], env });
    if (outcome.status !== 0) throw new Error(`apt-get ${parameters[0]} failed.\n${HOW}`);
  }
  const installed = findChromium();
  if (!installed) throw new Error(HOW);
  return installed;
}
