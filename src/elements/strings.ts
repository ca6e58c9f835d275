import { englishSummary } from '../core/summary.ts';
import { mapStrings, speakMaps } from './map-strings.ts';

export { formatCount, formatPercent, formatScore } from './map-strings.ts';

/** Every word that the elements show or speak, in English until {@link setLanguage} puts another table in place. */
export const strings = {
  ...mapStrings,
  /** An answer with the question that it belongs to. */
  answer: (head: string, label: string) => `${head}: ${label}`,
  handDrawn: 'your box',
  regionKinds: { box: 'in your box', mask: 'where you painted', pixel: 'at your pixel' },
  segmentTitles: { name: 'Class', share: 'Share', score: 'Score', ofPicture: 'of the picture' },
  segmentsLayer: 'What the model sees where; the list below names each colour',
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
  unknownCost: 'what it costs is not known',
  classAgnostic: 'Its map is the same whatever is asked about.',
  layer: 'Layer',
  layers: 'Layers that the map can be made at',
  automatic: 'automatic',
  automaticLayer: "Automatic: the method's guess",
  recipeLayer: "Automatic: the recipe's choice",
  fromRecipe: 'recipe',
  atLayer: (name: string) => `at ${name}`,
  layerOption: (name: string, size: string) => `${name} (${size})`,
  readingLayers: 'Reading the layers',
  showPreviews: (cost: string) => (cost ? `Preview them: ${cost}` : 'Preview them'),
  emptyMap: 'nothing speaks for it',
  component: 'Component',
  compare: 'Compare',
  addMethod: 'Add a method',
  removeMethod: (title: string) => `Remove ${title}`,

  whatIf: 'What if',
  whatIfClose: 'Close “What if”',
  whatIfHide: 'Hide',
  whatIfWhich: 'Which',
  whatIfFirst: { most: 'the most important', least: 'the least important' },
  whatIfFill: 'In their place',
  whatIfFills: { blur: 'a blur', mean: 'the mean colour', black: 'black' },
  whatIfNeedsMap: 'Choose what to explain: its finished map says which pixels matter.',
  whatIfChange: (label: string, before: string, after: string) => `${label}: ${before} → ${after}`,
  whatIfFit: 'The score of a box is how well its best match still fits.',
  whatIfFinds: (list: string) => `The model now finds ${list}.`,
  whatIfNothing: 'The model now finds nothing.',

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
  drawBoxHelp:
    'Drag over the picture. By keyboard: arrows move the box, Shift and arrows resize it, Enter explains it, Escape gives up.',
  drawPart: 'Ask about a part',
  askAll: 'Ask about all of it',
  drawRegionHelp:
    'Drag over a place, or click one pixel. By keyboard: arrows move the box, Shift and arrows resize it, Enter explains it, Escape gives up.',
  paintRegion: 'Paint a place',
  paintRegionHelp: 'Paint over a place in one stroke; it is explained when you let go. Escape gives up.',
  drawnBox: (x: number, y: number, width: number, height: number) =>
    `Box ${width} by ${height} pixels, left ${x}, top ${y}`,

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
};

export type Strings = typeof strings;

/**
 * Another language for all elements of the page; call it before any is drawn.
 * @param locale a BCP 47 tag, by which numbers are written
 */
export function setLanguage(locale: string, table: Strings): void {
  Object.assign(strings, table);
  speakMaps(locale, table);
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
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
  return milliseconds < 10_000 ? `${(milliseconds / 1000).toFixed(1)} s` : `${Math.round(milliseconds / 1000)} s`;
}
