import type { Dice } from '../dice.ts';
import type { Colour } from './colour.ts';

/** Named paints; the names are what annotations say. Chosen to sit well together, as a tray of gouache does. */
export const PAINTS = {
  red: [0xc9442f, 0xd4553c, 0xb83a34],
  orange: [0xe2813a, 0xd9722c, 0xe8954a],
  yellow: [0xf0bd42, 0xe8ad31, 0xf4cd63],
  green: [0x5d8f4c, 0x3f7a58, 0x7fa548],
  teal: [0x2f8f8c, 0x4ba39b, 0x27777f],
  blue: [0x3b6fb0, 0x4f8fca, 0x2d5590],
  purple: [0x7a5a9c, 0x8e6bab, 0x67508c],
  pink: [0xe08a95, 0xe7a0a0, 0xd6748a],
  white: [0xf3ece0, 0xf7f3ea, 0xe9e2d4],
  grey: [0x8d949b, 0xa3a8aa, 0x717a84],
  brown: [0x9a6a45, 0x7d5436, 0xb5845a],
  black: [0x3b3d48, 0x46454c, 0x30333f],
} as const satisfies Record<string, readonly Colour[]>;

export type PaintName = keyof typeof PAINTS;

export interface Paint {
  name: PaintName;
  colour: Colour;
}

export function choosePaint(dice: Dice, names: readonly PaintName[]): Paint {
  const name = dice.pick(names);
  return { name, colour: dice.pick(PAINTS[name]) };
}

export const BRIGHT: readonly PaintName[] = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'];
export const CLOTHES: readonly PaintName[] = [...BRIGHT, 'white', 'brown', 'black', 'grey'];
export const SKINS: readonly Colour[] = [0xf6d3b3, 0xeec09a, 0xdba57c, 0xc08a5f, 0x9a6742, 0x754a30];
export const HAIRS: readonly Colour[] = [0x2f2624, 0x4b3326, 0x7a4a2a, 0xa9622f, 0xd9a75a, 0xb9b3ab, 0x8a3b26];
export const INK: Colour = 0x2b2a35;
export const LAMPLIGHT: Colour = 0xffdc8c;
