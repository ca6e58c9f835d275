import { language } from '../shell/language.ts';
import { type HelpWords, helpTables } from './help-tables.ts';

/** Every word of the help's frame in the language of this visit. */
export const helpWords: HelpWords = helpTables[language];
