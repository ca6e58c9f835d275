import { language } from '../shell/language.ts';
import { de } from './languages/de.ts';
import { en, type LiveWords } from './languages/en.ts';
import { zh } from './languages/zh.ts';

/** Every word of the live view in the language of this visit. */
export const liveWords: LiveWords = { en, de, zh }[language];
