import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Tests run from the project's root; the shared models and photos lie beside the checkout, or nowhere. */
export const sharedFolder = path.resolve('..', 'shared');

/** Why a test that needs a shared file is skipped, or false when the file is there. */
export function missing(relative: string): string | false {
  return existsSync(path.join(sharedFolder, relative)) ? false : `../shared/${relative} is not on this machine`;
}

export function sharedFile(relative: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(sharedFolder, relative)));
}

export function sharedPath(relative: string): string {
  return path.join(sharedFolder, relative);
}
