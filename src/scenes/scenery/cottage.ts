import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { ellipse, polygon, rect } from '../paint/shapes.ts';
import type { World } from '../world.ts';
import { paintChimney, paintFlowerBox, paintTiles, paintWindow, ROOFS } from './house-parts.ts';

/** A cottage with its middle at (0, 0), about 5 m wide. */
export function paintCottage(brush: Brush, dice: Dice, world: World): void {
  const wall = dice.pick([0xf1e6d2, 0xe9cfa6, 0xd98f72, 0xb5493c, 0xcfd9cf]);
  const roof = dice.pick(ROOFS);
  brush.castShadow(5.4, 1.6);
  paintChimney(brush, dice, 1.2, -3.0, world);
  brush.form(wall, rect(-2.4, -1.9, 4.8, 1.9), 0.6);
  brush.form(roof, polygon([-2.75, -1.8, -1.9, -3.35, 1.9, -3.35, 2.75, -1.8]));
  paintTiles(brush, roof, [-2.7, -3.3, 2.7, -1.85], [-1.9, 1.9]);
  if (world.snowy)
    brush.flat(
      0xf6f8fa,
      polygon([-2.62, -2.1, -1.95, -3.45, 1.95, -3.45, 2.62, -2.1, 1.6, -1.98, 0.4, -2.2, -1, -1.98]),
    );
  brush.glaze(0.3, () => brush.flat(wall, rect(-2.4, -1.8, 4.8, 0.2), 0.5));
  for (const x of [-1.9, 1.1]) {
    paintWindow(brush, dice, world, x, -1.4, 0.8, 0.75, 0xf7f0e2);
    if (!world.snowy && dice.chance(0.6)) paintFlowerBox(brush, dice, x, -0.58, 0.8);
  }
  const door = dice.pick([0x3f6b63, 0x7a3b3b, 0x35507a, 0x7a5436]);
  brush.form(door, rect(-0.35, -1.45, 0.75, 1.45, 0.1), 0.6);
  brush.flat(0xf0c24e, ellipse(0.28, -0.7, 0.05));
}
