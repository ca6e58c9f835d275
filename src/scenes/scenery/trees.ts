import { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { mix } from '../paint/colour.ts';
import { leafColours, type Prop, type World } from '../world.ts';
import { paintBroadleaf, paintPoplar } from './broadleaf.ts';
import { paintBare, paintPalm, paintPine } from './other-trees.ts';

export type TreeKind = 'round' | 'pine' | 'birch' | 'poplar' | 'palm' | 'bare';

/** Kinds that stand in a green setting at this season. */
export function chooseTreeKind(dice: Dice, { season, snowy }: World): TreeKind {
  if (snowy) return dice.weighted<TreeKind>({ pine: 5, bare: 3 });
  return dice.weighted<TreeKind>({ round: 6, pine: season === 'autumn' ? 1 : 2, birch: 2, poplar: 1.5 });
}

export function treeProp(
  dice: Dice,
  world: World,
  x: number,
  y: number,
  kind = chooseTreeKind(dice, world),
  tall = dice.range(3.2, 5),
): Prop {
  const seed = dice.seedFor();
  return {
    x,
    y,
    foot: 0.35,
    width: kind === 'poplar' ? tall * 0.32 : tall * 0.72,
    height: tall,
    flip: dice.chance(0.5),
    paint(brush) {
      const own = new Dice(seed);
      brush.castShadow(tall * (kind === 'poplar' ? 0.4 : 0.7), tall * 0.5);
      PAINTERS[kind](brush, own, world, tall);
    },
  };
}

const PAINTERS: Readonly<Record<TreeKind, (brush: Brush, dice: Dice, world: World, tall: number) => void>> = {
  round: (brush, dice, world, tall) =>
    paintBroadleaf(brush, dice, world, tall, 0x7a5a43, dice.pick(leafColours(world)), 0.34),
  birch: (brush, dice, world, tall) =>
    paintBroadleaf(brush, dice, world, tall, 0xe9e3d8, mix(dice.pick(leafColours(world)), 0xd8c24e, 0.4), 0.27),
  poplar: paintPoplar,
  pine: paintPine,
  palm: paintPalm,
  bare: paintBare,
};
