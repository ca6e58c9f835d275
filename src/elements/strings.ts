import { englishSummary } from '../core/summary.ts';
import { formatFixed, mapStrings, speakMaps } from './map-strings.ts';
import type { compareWords } from './xai-compare/compare-words.ts';
import type { savedWords } from './xai-saved/saved-words.ts';
import type { segmentWords } from './xai-viewer/segment-words.ts';
import type { toolWords } from './xai-viewer/tool-words.ts';

export { formatCount, formatFixed, formatPercent, formatScore, joinSentences } from './map-strings.ts';

/** What is said from the start. */
const english = {
  ...mapStrings,
  /** An answer with the question that it belongs to. */
  answer: (head: string, label: string) => `${head}: ${label}`,
  noFindings: 'The model found nothing in this picture.',
  noFindingsHint: 'Lower the score threshold, or draw a box around what it should have found.',
  choose: 'Choose what to explain: click it, or use the arrow keys.',
  chooseClass: 'Choose a class to explain: click it in the picture or in the list, or ask about a place of your own.',
  onlyVector: (count: string) =>
    `The model gives ${count} numbers, which say nothing by themselves. Set "reference" to a picture to compare with.`,

  waitingForStart: 'Explain this picture',
  loadingModel: 'Opening the model',
  fetchingModel: (done: string, total: string | null) =>
    total ? `Fetching the model, ${done} of ${total}` : `Fetching the model, ${done}`,
  predicting: 'Asking the model',
  waitingForTurn: 'Waiting for the explanation before this one',
  previewed: 'An earlier result, until it is made afresh',
  explaining: (label: string) => `Explaining “${label}”`,
  masksDone: (done: string, total: string) => `${done} of ${total} masked pictures`,
  masksAtMost: (done: string, most: string) =>
    `${done} masked pictures; it ends when the map is steady, after ${most} at most`,
  passesDone: (done: string, total: string) => `${done} of ${total} passes`,
  timeLeft: (time: string) => `${time} left`,
  seconds: (count: number) => `about ${count} s`,
  minutes: (count: number) => `about ${count} min`,
  almostDone: 'nearly done',
  done: (label: string) => `Explained “${label}”`,
  cancelled: 'Stopped. Choose an object to explain it again.',

  method: 'Method',
  notForModel: 'Not for this model',
  whyNot: (count: number) => (count === 1 ? 'Why another is not offered' : `Why ${count} others are not offered`),
  costs: (cost: string) => `${cost}.`,
  unknownCost: 'what it costs is not known',
  classAgnostic: 'Its map is the same whatever is asked about.',
  layer: 'Layer',
  automatic: 'automatic',
  atLayer: (name: string) => `at ${name}`,
  component: 'Component',
  compare: 'Compare',

  whatIf: 'What if',

  classesOpacity: 'Classes',
  mapOpacity: 'Map',
  masks: 'Masks',
  cancel: 'Stop',
  retry: 'Try again',
  zoom: 'Zoom',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  zoomFit: 'Fit',
  zoomWhole: 'Show the whole picture',
  drawBox: 'Draw a box',
  drawPart: 'Ask about a part',
  paintRegion: 'Paint a place',

  greyDoubt: 'Grey what could be chance',
  untilSteady: 'until steady',
  stableAt: (count: string, value: string) => `steady after ${count}, reliability ${value}`,
  noisy: (value: string) => `reliability ${value}, still noisy: more masks will help`,
  reliabilityHelp:
    'How well two halves of the masks agree: 1 means that more masks would hardly change the map, below .7 that it is still noisy.',
  provider: (name: string) => ({ webgpu: 'on the GPU', wasm: 'on the processor (wasm)' })[name] ?? `on ${name}`,
  milliseconds: (time: string) => `in ${time}`,
  doubts: 'Good to know',
  summary: englishSummary,
  /** A sentence or phrase of the library, which speaks English. */
  say: (english: string) => english,
};

/** Every word that the elements show or speak. */
export type Strings = typeof english & typeof toolWords & typeof segmentWords & typeof compareWords & typeof savedWords;

/**
 * They in English until {@link setLanguage} puts another table in place; those of a part that comes later are there with
 * it ({@link addWords}).
 */
export const strings = { ...english } as Strings;

/** The words of a part that has come, where no other language has given them. */
export function addWords(words: Partial<Strings>): void {
  Object.assign(strings, { ...words, ...strings });
}

/**
 * Another language for all elements of the page; call it before any is drawn.
 * @param locale a BCP 47 tag, by which numbers are written
 */
export function setLanguage(locale: string, table: Strings): void {
  Object.assign(strings, table);
  speakMaps(locale, table);
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${formatFixed(bytes / 1e6, 1)} MB`;
}

/** Time left, in words that do not flicker: steps of 5 s below two minutes, whole minutes above. */
export function formatRemaining(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 3) return strings.almostDone;
  if (seconds < 10) return strings.timeLeft(strings.seconds(Math.round(seconds)));
  if (seconds < 120) return strings.timeLeft(strings.seconds(Math.round(seconds / 5) * 5));
  return strings.timeLeft(strings.minutes(Math.round(seconds / 60)));
}

export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 0.1) return `${Math.max(1, Math.round(milliseconds))} ms`;
  return `${seconds < 10 ? formatFixed(seconds, 1) : Math.round(seconds)} s`;
}
