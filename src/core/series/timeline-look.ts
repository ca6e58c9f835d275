/** What is written beside the strips: short, since there is little room. */
export interface TimelineWords {
  readonly label: string;
  readonly answer: string;
  /** Ends of bands. */
  readonly high: string;
  readonly low: string;
}

const ENGLISH: TimelineWords = { label: 'label', answer: 'answer', high: 'high', low: 'low' };

/** Size, colours and words of a picture of a timeline. Lengths in pixels. */
export interface TimelineLook {
  readonly width: number;
  /** Room for names at the left, and for numbers at the right. */
  readonly left: number;
  readonly right: number;
  /** Heights: of the curves, of each named row of the map, of all bands together. */
  readonly curves: number;
  readonly row: number;
  readonly bands: number;
  /** Null: nothing is painted behind. */
  readonly ground: string | null;
  /** Behind the curves. */
  readonly field: string;
  readonly ink: string;
  readonly pale: string;
  readonly words: TimelineWords;
  /** Of the map where no window was explained: red, green, blue. */
  readonly unseen: readonly [number, number, number];
}

const ON_WHITE = { field: '#f6f7f9', ink: '#1c1c1e', pale: '#6b6f76', unseen: [236, 238, 241] } as const;
const ON_BLACK = { field: '#8881', ink: '#f2f2f4', pale: '#a3a7ae', unseen: [58, 60, 64] } as const;

/** For a file of its own. */
export const FULL_LOOK: TimelineLook = {
  ...{ width: 1600, left: 120, right: 110, curves: 240, row: 26, bands: 200 },
  ...ON_WHITE,
  ground: '#fff',
  words: ENGLISH,
};

/** For pages, among other things. @param width from 280 @param words Default: English */
export function pageLook(width: number, isDark = false, words: TimelineWords = ENGLISH): TimelineLook {
  const isNarrow = width < 600;
  return {
    ...{ width, left: isNarrow ? 56 : 84, right: isNarrow ? 48 : 64, curves: 110, row: 18, bands: 90 },
    ...(isDark ? ON_BLACK : ON_WHITE),
    ground: null,
    words,
  };
}
