// Where Chromium is: `CHROME_PATH`, then the names it goes by on the PATH. Node's own modules only.
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const APPLICATIONS = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

function executable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The path of a Chromium that can be started, or undefined. A `CHROME_PATH` that leads nowhere is an error. */
export function findChromium() {
  const given = process.env.CHROME_PATH;
  if (given) {
    if (!executable(given)) throw new Error(`CHROME_PATH is ${given}, which is no file that can be run.`);
    return given;
  }
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of NAMES) {
    for (const folder of folders) {
      const file = path.join(folder, name + suffix);
      if (executable(file)) return file;
    }
  }
  return process.platform === 'darwin' ? APPLICATIONS.find(executable) : undefined;
}
