import { joinSentences } from '../map-strings.ts';

/**
 * Sentences and phrases of the library in another language, by their English: what stands in braces changes, and the
 * translation names it where it belongs (`'at {grid} places': 'an {grid} Stellen'`). With an exclamation mark in the
 * English it has to be a saying itself.
 */
export type Sayings = Readonly<Record<string, string>>;

interface Template {
  readonly english: RegExp;
  readonly gaps: readonly { readonly name: string; readonly isSaying: boolean }[];
  readonly other: string;
}

const GAP = /\{(\w+)(!?)\}/g;

/**
 * What turns the library's English into another language, sentence by sentence where no saying fits the whole; what is
 * in no saying stays English.
 */
export function speaker(sayings: Sayings): (english: string) => string {
  const templates = Object.entries(sayings)
    .filter(([english]) => english.search(GAP) >= 0)
    .map(toTemplate);

  const translate = (english: string): string | null => {
    if (Object.hasOwn(sayings, english)) return sayings[english];
    for (const { english: pattern, gaps, other } of templates) {
      const found = pattern.exec(english);
      if (!found) continue;
      // A gap may hold a phrase that is a saying of its own.
      const words = gaps.map(({ isSaying }, at) => translate(found[at + 1]) ?? (isSaying ? null : found[at + 1]));
      if (words.includes(null)) continue;
      return other.replace(GAP, (_, gap: string) => words[gaps.findIndex(({ name }) => name === gap)] ?? '');
    }
    return null;
  };

  return (english) => {
    const whole = translate(english);
    if (whole !== null) return whole;
    const sentences = english.split(/(?<=[.:]) (?=[A-Z])/);
    return joinSentences(...sentences.map((sentence) => translate(sentence) ?? sentence));
  };
}

function toTemplate([english, other]: readonly [string, string]): Template {
  const gaps = [...english.matchAll(GAP)].map(([, name, mark]) => ({ name, isSaying: mark === '!' }));
  const fixed = english.split(/\{\w+!?\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return { english: new RegExp(`^${fixed.join('(.+?)')}$`, 's'), gaps, other };
}
