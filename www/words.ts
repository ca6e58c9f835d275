import { de } from './languages/de.ts';
import { en, type Words } from './languages/en.ts';
import { zh } from './languages/zh.ts';
import { language } from './shell/language.ts';

/** Every word of the app that is not the viewer's own, in the language of this visit. */
export const words: Words = { en, de, zh }[language];
