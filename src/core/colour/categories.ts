import { CATEGORY_HUES } from './stops.ts';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const GREY: Rgb = [148, 152, 160];

/**
 * Share of black or white that is mixed into the hues, round by round; each begins four hues
 * further than the one before.
 */
const ROUNDS: readonly { readonly towards: number; readonly share: number; readonly first: number }[] = [
  { towards: 0, share: 0, first: 0 },
  { towards: 255, share: 0.35, first: 4 },
  { towards: 0, share: 0.4, first: 8 },
];

const BACKGROUND = /^_*(background|bg|unlabell?ed|void)_*$/i;

/** Whether a class stands for what is none of the others. */
export function isBackground(label: string): boolean {
  return BACKGROUND.test(label);
}

/** The colour of a class: the same in every picture; 27 differ, further ones begin again. */
export function categoryColour(classIndex: number, label = ''): Rgb {
  if (isBackground(label)) return GREY;
  const count = CATEGORY_HUES.length;
  const { towards, share, first } = ROUNDS[Math.floor(classIndex / count) % ROUNDS.length];
  const hue = CATEGORY_HUES[(classIndex + first) % count];
  const channel = (at: number) => {
    const level = Number.parseInt(hue.slice(at, at + 2), 16);
    return Math.round(level + share * (towards - level));
  };
  return [channel(1), channel(3), channel(5)];
}
