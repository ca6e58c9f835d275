import { importSource as importText } from '../scripts/import-source.mjs';

/** Bundles a TypeScript module of this project and imports it. @param entry from the project's root */
export const importSource = (entry) => importText(`export * from './${entry}';`);
