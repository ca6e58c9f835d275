import type { Dice } from './dice.ts';
import type { ClassName } from './figure.ts';
import type { Brush } from './paint/brush.ts';
import type { Colour } from './paint/colour.ts';
import type { Light } from './paint/light.ts';

export const SETTINGS = ['street', 'park', 'coast', 'country', 'lake'] as const;
export type SettingName = (typeof SETTINGS)[number];
export type Season = 'spring' | 'summer' | 'autumn' | 'winter';

/** What every part of one scene has to agree on. Lengths in units of the picture, y down. */
export interface World {
  light: Light;
  season: Season;
  snowy: boolean;
  night: boolean;
  wet: boolean;
  horizon: number;
  /** How near everything is: 1 is usual. */
  zoom: number;
}

/** A piece of scenery that stands on the ground and may hide what is behind it. */
export interface Prop {
  x: number;
  y: number;
  /** Half the width of its foot, and its size, in metres. */
  foot: number;
  width: number;
  height: number;
  flip: boolean;
  paint(brush: Brush): void;
}

/** A strip where figures may be: on the ground (y is where they stand) or in the sky (y is their middle). */
export interface Lane {
  name: 'road' | 'pavement' | 'grass' | 'sand' | 'water' | 'sky';
  y: readonly [far: number, near: number];
  x: readonly [left: number, right: number];
  /** How gladly each class is found here. */
  classes: Readonly<Partial<Record<ClassName, number>>>;
  /** +1 when everything here heads right, -1 left, 0 either way. */
  heading: -1 | 0 | 1;
}

/** What a setting makes of a world. */
export interface Stage {
  lanes: readonly Lane[];
  props: readonly Prop[];
  paintBackdrop(brush: Brush): void;
}

export type ComposeStage = (dice: Dice, world: World) => Stage;

/** Units of the picture per metre for what stands at this height of the picture. */
export function metreAt({ horizon, zoom }: World, y: number): number {
  return zoom * (0.04 + 0.42 * Math.max(0, y - horizon));
}

/** How much air lies before what stands at this height: 0 at the lower edge, 1 at the horizon. */
export function depthAt({ horizon }: World, y: number): number {
  return Math.max(0, Math.min(1, 1 - (y - horizon) / (1 - horizon)));
}

const GRASS: Readonly<Record<Season, Colour>> = {
  spring: 0x93bd62,
  summer: 0x7dab55,
  autumn: 0xaaa656,
  winter: 0xa3a878,
};
const LEAVES: Readonly<Record<Season, readonly Colour[]>> = {
  spring: [0x8fb955, 0x74a850, 0xf0b4bd, 0xa9c866, 0xf5cdd0],
  summer: [0x4f8b47, 0x5f9a4c, 0x3f7c4b, 0x7ea64d],
  autumn: [0xd9822b, 0xc9572c, 0xe6ab35, 0xb0432c, 0x97993f],
  winter: [0x75816a, 0x68776b],
};

export function grassColour({ season, snowy }: World): Colour {
  return snowy ? 0xeaf0f4 : GRASS[season];
}

export function leafColours({ season }: World): readonly Colour[] {
  return LEAVES[season];
}
