import path from 'node:path';

/** Models and pictures that are for measuring and testing only, and may not be here. */
export const SHARED = path.resolve('..', 'shared');
