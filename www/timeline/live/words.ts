import { language } from '../../shell/language.ts';
import { de } from './languages/de.ts';
import { en, type StreamWords } from './languages/en.ts';
import { zh } from './languages/zh.ts';

/** Every word of the live timeline in the language of this visit. */
export const streamWords: StreamWords = { en, de, zh }[language];
