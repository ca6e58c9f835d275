import { language } from '../shell/language.ts';
import { de } from './languages/de.ts';
import { type AuditViewWords, en } from './languages/en.ts';
import { zh } from './languages/zh.ts';

/** Every word of the Audit view in the language of this visit; those of the audit itself are the element's. */
export const auditViewWords: AuditViewWords = { en, de, zh }[language];
