import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { ellipse, type Shape, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

interface Disc {
  x: number;
  y: number;
  r: number;
}

/** Leaves that stick out of a crown's edge. */
export function looseLeaves(dice: Dice, middle: number, radius: number): Shape[] {
  return Array.from({ length: 22 }, () => {
    const angle = dice.range(0, 2 * Math.PI);
    const reach = radius * dice.range(0.92, 1.06);
    return ellipse(
      Math.cos(angle) * reach,
      middle + Math.sin(angle) * reach * 0.88,
      radius * 0.06,
      radius * 0.035,
      dice.range(0, 3),
    );
  });
}

/** Dabs of leaves inside the lobes of a crown: the nearer the light, the brighter. */
export function paintClumps(
  brush: Brush,
  dice: Dice,
  { light }: World,
  leaf: Colour,
  lobes: readonly Disc[],
  crown: { x: number; y: number; radius: number },
): void {
  const tones: Shape[][] = [[], [], [], [], []];
  const { radius } = crown;
  for (let i = 0; i < 120; i++) {
    const lobe = lobes[i % lobes.length];
    const [angle, reach] = [dice.range(0, 2 * Math.PI), Math.sqrt(dice.next()) * lobe.r * 0.9];
    const [x, y] = [lobe.x + Math.cos(angle) * reach, lobe.y + Math.sin(angle) * reach * 0.94];
    const toward =
      ((x - crown.x) * light.from[0] + (y - crown.y) * light.from[1]) / radius +
      ((Math.cos(angle) * light.from[0] + Math.sin(angle) * light.from[1]) * reach) / lobe.r / 2.4 +
      dice.range(-0.16, 0.16);
    const tone = toward < -0.5 ? 0 : toward < -0.2 ? -1 : toward < 0.18 ? 1 : toward < 0.55 ? 2 : toward < 0.82 ? 3 : 4;
    if (tone < 0) continue;
    const size = radius * (tone === 0 || tone === 4 ? dice.range(0.035, 0.06) : dice.range(0.075, 0.15));
    tones[tone].push(ellipse(x, y, size, size * dice.range(0.55, 0.8), dice.range(-0.6, 0.6)));
  }
  [0.55, 0.86, 1, 1.13, 1.3].forEach((k, i) => {
    if (tones[i].length > 0) brush.flat(leaf, together(...tones[i]), k);
  });
}
