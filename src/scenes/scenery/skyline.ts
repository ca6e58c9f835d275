import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { polygon, rect, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

/** A far town along a line: towers and roofs with lit windows when lamps burn. */
export function paintSkyline(brush: Brush, dice: Dice, world: World, base: number, height: number): void {
  const towers: ReturnType<typeof rect>[] = [];
  const panes: ReturnType<typeof rect>[] = [];
  for (let x = -0.02; x < 1; x += dice.range(0.03, 0.07)) {
    const [w, h] = [dice.range(0.03, 0.07), height * dice.range(0.3, 1)];
    towers.push(rect(x, base - h, w, h + 0.02));
    if (dice.chance(0.3))
      towers.push(
        polygon([
          [x, base - h],
          [x + w / 2, base - h - w * 0.8],
          [x + w, base - h],
        ]),
      );
    for (let py = base - h + 0.012; py < base - 0.01; py += 0.014) {
      for (let px = x + 0.006; px < x + w - 0.008; px += 0.011)
        if (dice.chance(0.5)) panes.push(rect(px, py, 0.0045, 0.006));
    }
  }
  brush.fade(0x7f86a8, 0x9aa3bd, together(...towers));
  if (world.light.lamps > 0.3) brush.glaze(0.55 * world.light.lamps, () => brush.shine(0xffd98a, together(...panes)));
  else brush.glaze(0.18, () => brush.flat(0x4f587c, together(...panes)));
}
