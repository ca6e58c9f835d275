import { sharedInPage } from '../../engine/shared-in-page.ts';
import type * as Lent from './lent.ts';

/** Gives the parts in files of their own what they need of the viewer: called before any of them is fetched. */
export function lend(lent: typeof Lent): void {
  sharedInPage('lent', () => lent);
}

/**
 * What a viewer of the same release has lent.
 * @throws Error where there is none, as beside a file of another release
 */
export function borrow(): typeof Lent {
  return sharedInPage<typeof Lent>('lent', () => {
    throw new Error('the files are of different releases');
  });
}
