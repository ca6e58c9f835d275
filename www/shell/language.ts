import { auditDe } from '../../src/elements/languages/audit-de.ts';
import { auditZh } from '../../src/elements/languages/audit-zh.ts';
import { de } from '../../src/elements/languages/de.ts';
import { zh } from '../../src/elements/languages/zh.ts';
import { setLanguage } from '../../src/elements/strings.ts';
import { setAuditLanguage } from '../../src/elements/xai-audit/words.ts';

/** Languages of the app, each under its own name. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', zh: '简体中文' } as const;
export type Language = keyof typeof LANGUAGES;

const CHOSEN = 'xai-viewer-language';

/** What the address says (`?lang=de`), what was chosen here before, what the browser prefers, or English. */
export const language: Language = firstKnown([
  new URLSearchParams(location.search).get('lang'),
  remembered(),
  ...navigator.languages,
]);

/** Tells the page and the elements on it. */
export function speak(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : language;
  if (language === 'de') {
    setLanguage('de', de);
    setAuditLanguage(auditDe);
  }
  if (language === 'zh') {
    setLanguage('zh-Hans', zh);
    setAuditLanguage(auditZh);
  }
}

/** Opens the page anew in another language, which is remembered. */
export function changeLanguage(next: Language): void {
  try {
    localStorage.setItem(CHOSEN, next);
  } catch {
    // Nothing is remembered where storage is forbidden; the address holds for this visit.
  }
  const address = new URL(location.href);
  address.searchParams.set('lang', next);
  location.replace(address);
}

function remembered(): string | null {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

function firstKnown(wanted: readonly (string | null)[]): Language {
  for (const tag of wanted) {
    const name = tag?.toLowerCase().split('-')[0];
    if (name && Object.hasOwn(LANGUAGES, name)) return name as Language;
  }
  return 'en';
}
