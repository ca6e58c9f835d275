import type { Refusals } from './refusals/refusals.ts';

/** The words of whatever shows a map, few enough for the elements without an engine. */
export const mapStrings = {
  viewer: 'Explained picture',
  findings: 'What the model found; choose one to explain it',
  finding: (label: string, percent: string) => `${label} ${percent}`,
  nothingYet: 'No picture yet',
  loadingPicture: 'Opening the picture',
  showMap: 'Show map',
  opacity: 'Opacity',
  colourMap: 'Colours',

  legend: 'What the colours mean',
  legendScale: {
    'zero-max': (label: string) =>
      `What each part adds to the score of “${label}”: from 0 (nothing, or it takes away) to the most in this map.`,
    'min-max': (label: string) =>
      `What each part adds to the score of “${label}”: from the least to the most in this map.`,
    symmetric: (label: string) =>
      `What each part adds to the score of “${label}” or takes from it, to the same number on both sides of 0.`,
    'zero-99': (label: string) =>
      `What each pixel adds to the score of “${label}”: from 0 (nothing, or it takes away) to what all but the strongest hundredth stay below.`,
    'symmetric-99': (label: string) =>
      `What each pixel adds to the score of “${label}” or takes from it: all but the strongest hundredth lie between.`,
  },
  legendAgnostic: () => 'How strongly the method marks each part, whatever is asked about.',
  masksUsed: (count: string) => `${count} masks`,
  legendDoubt: 'Grey: could be the chance of the masks (95 %).',
  reliability: (value: string) => `reliability ${value}`,
  errorCode: (code: string) => `Code: ${code}`,
  /** None in English: the messages are. */
  refusals: {} as Refusals,
};

/** The words of one element beyond these, where no other language has given them. */
export function addMapWords<T extends object>(words: T): typeof mapStrings & T {
  return Object.assign(mapStrings, { ...words, ...mapStrings });
}

let language = 'en';
let plain = new Intl.NumberFormat('en');
let rounded = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** The same words in another language, and its way to write numbers. */
export function speakMaps(locale: string, table: typeof mapStrings): void {
  Object.assign(mapStrings, table);
  language = locale;
  plain = new Intl.NumberFormat(locale);
  rounded = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
}

export function formatCount(value: number): string {
  return plain.format(value);
}

/** One sentence after another: Chinese puts no space between. */
export function joinSentences(...sentences: readonly string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(language.startsWith('zh') ? '' : ' ');
}

/** With so many digits behind the point, or what stands for it. */
export function formatFixed(value: number, digits: number): string {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function formatPercent(share: number): string {
  return share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`;
}

/** A raw score with the digits that matter: -0.0042, 0.31, 1.2e-7. */
export function formatScore(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size < 1e-4 || size >= 1e5 ? value.toExponential(1) : rounded.format(value);
  return text.replace('-', '−');
}
