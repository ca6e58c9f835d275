import type { HelpPage } from '../www/help/help-pages.ts';

/** The pages, and the files that they show: place in the app to place here. */
export function readHelp(): { readonly pages: HelpPage[]; readonly files: ReadonlyMap<string, string> };
/** Writes the help into the folder of the app. */
export function buildHelp(folder: string): void;
