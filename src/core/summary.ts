import type { Box } from './boxes.ts';
import type { Saliency } from './saliency.ts';

type ScoreMap = Pick<Saliency, 'width' | 'height' | 'data'>;

/**
 * Share of the map's positive weight on pixels whose centre lies in the box, in [0, 1]; 0 without positive weight.
 * Values that are not finite do not count.
 * @param box picture pixels.
 */
export function energyInside(map: ScoreMap, box: Box): number {
  let inside = 0;
  let all = 0;
  for (let y = 0; y < map.height; y++) {
    const rowInside = y + 0.5 >= box[1] && y + 0.5 < box[3];
    for (let x = 0; x < map.width; x++) {
      const value = map.data[y * map.width + x];
      if (!(value > 0 && value < Number.POSITIVE_INFINITY)) continue;
      all += value;
      if (rowInside && x + 0.5 >= box[0] && x + 0.5 < box[2]) inside += value;
    }
  }
  return all > 0 ? inside / all : 0;
}

export interface Peak {
  /** Pixel column and row. */
  readonly x: number;
  readonly y: number;
  readonly value: number;
}

/** The highest value and where it lies; the first in reading order among equals. Null when no value is finite. */
export function peak(map: ScoreMap): Peak | null {
  let best = -1;
  for (let k = 0; k < map.data.length; k++) {
    if (Number.isFinite(map.data[k]) && (best < 0 || map.data[k] > map.data[best])) best = k;
  }
  if (best < 0) return null;
  return { x: best % map.width, y: Math.floor(best / map.width), value: map.data[best] };
}

const LEVELS = 1024;

/**
 * Share of the pixels that hold half of the positive weight (the strongest first), counted in 1024 levels of height: maps
 * of photographs have too many pixels to sort while they grow.
 * @param highest the map's greatest value, above 0.
 */
function halfWeightArea(map: ScoreMap, highest: number): number {
  const weights = new Float64Array(LEVELS);
  const counts = new Float64Array(LEVELS);
  for (const value of map.data) {
    if (!(value > 0 && value <= highest)) continue;
    const level = Math.min(LEVELS - 1, Math.floor((value / highest) * LEVELS));
    weights[level] += value;
    counts[level]++;
  }
  let left = weights.reduce((sum, weight) => sum + weight, 0) / 2;
  let count = 0;
  for (let level = LEVELS - 1; left > 0 && level >= 0; level--) {
    const needed = weights[level] > 0 ? Math.min(1, left / weights[level]) : 0;
    left -= needed * weights[level];
    count += needed * counts[level];
  }
  return count / map.data.length;
}

/** Rows from top to bottom of columns from left to right. */
type Places = readonly (readonly string[])[];

/** The words of a summary in a language; labels may be ''. */
export interface SummaryWords {
  /** Where a peak lies in its box, around it, and in a picture without boxes. */
  readonly inBox: Places;
  readonly aroundBox: Places;
  readonly inPicture: Places;
  /** A share that rounds to none. */
  readonly little: string;
  nothing(label: string): string;
  /** What is to be said of a map of one mask. */
  readonly oneMask: string;
  whole(label: string, place: string, half: string): string;
  boxed(label: string, share: string, place: string): string;
}

const IN_BOX = [
  ['at its upper left', 'at its top', 'at its upper right'],
  ['at its left', 'in its middle', 'at its right'],
  ['at its lower left', 'at its bottom', 'at its lower right'],
] as const;

export const englishSummary: SummaryWords = {
  inBox: IN_BOX,
  aroundBox: [
    ['above it to the left', 'above it', 'above it to the right'],
    ['to the left of it', 'inside it', 'to the right of it'],
    ['below it to the left', 'below it', 'below it to the right'],
  ],
  inPicture: IN_BOX.map((row) => row.map((place) => place.replace(' its ', " the picture's "))),
  little: 'less than 1 %',
  nothing: (label) => `No part of the picture raises the score${label ? ` of ${label}` : ''}.`,
  oneMask: 'One mask cannot tell one part of the picture from another.',
  whole: (label, place, half) =>
    `The peak${label ? ` for ${label}` : ''} is ${place}; half of the weight lies on ${half} of the picture.`,
  boxed: (label, share, place) =>
    `${share} of the weight lies inside ${label ? `${/^class \d/.test(label) ? '' : 'the '}${label}'s` : 'the'} box; the peak is ${place}.`,
};

/**
 * A map in one sentence, for those who can't see it: "62 % of the weight lies inside the dog's box; the peak is at its
 * upper left." Weight is what is above 0.
 */
export function summarise(map: Saliency, words: SummaryWords = englishSummary): string {
  const highest = peak(map);
  const { classIndex, spec } = map.target;
  // What speaks for the one against the other lies in both of their boxes.
  const box = spec?.kind === 'difference' ? null : map.target.box;
  const isPart = spec?.kind === 'box' && spec.part !== undefined;
  // A box without a class is called after its being one: "your box's box" says nothing, nor does "the left side of dog's box".
  const label = box && (classIndex < 0 || isPart) ? '' : map.target.label;
  if (map.masks === 1) return words.oneMask;
  if (!highest || highest.value <= 0) return words.nothing(label);
  const percent = (share: number) => (share > 0 && share < 0.005 ? words.little : `${Math.round(100 * share)} %`);
  const text = box
    ? words.boxed(label, percent(energyInside(map, box)), place(highest, box, words.inBox, words.aroundBox))
    : words.whole(
        label,
        place(highest, [0, 0, map.width, map.height], words.inPicture, words.inPicture),
        percent(halfWeightArea(map, highest.value)),
      );
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Where a peak lies, seen from a box. */
function place({ x, y }: Peak, box: Box, inside: Places, around: Places): string {
  const column = third(x + 0.5, box[0], box[2]);
  const row = third(y + 0.5, box[1], box[3]);
  const isInside = column >= 0 && column < 3 && row >= 0 && row < 3;
  if (isInside) return inside[row][column];
  const side = (which: number) => (which < 0 ? 0 : which > 2 ? 2 : 1);
  return around[side(row)][side(column)];
}

/** 0, 1 or 2 for the thirds from `from` to `to`; less before, more after. */
function third(at: number, from: number, to: number): number {
  if (at >= to) return 3;
  return Math.floor((3 * (at - from)) / (to - from));
}
