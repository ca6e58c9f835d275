import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { ellipse, limb, type Shape, smooth, together } from '../paint/shapes.ts';
import { leafColours, type World } from '../world.ts';
import { looseLeaves, paintClumps } from './foliage.ts';

function paintTrunk(brush: Brush, tall: number, top: number, thick: number, bark: Colour): void {
  const trunk = smooth(
    [
      [-thick * 1.1, 0],
      [-thick * 0.55, -tall * 0.1],
      [-thick * 0.42, -top],
      [thick * 0.42, -top],
      [thick * 0.5, -tall * 0.1],
      [thick * 1.15, 0],
    ],
    0.7,
  );
  brush.form(bark, trunk);
  brush.within(trunk, () => {
    const marks = [0.1, 0.2, 0.27, 0.36, 0.45].map((t, i) =>
      ellipse((i % 2 === 0 ? -0.3 : 0.25) * thick, -tall * t, thick * 0.3, tall * 0.008),
    );
    brush.glaze(bark > 0xd00000 ? 0.9 : 0.35, () => brush.flat(0x3f3a3c, together(...marks)));
  });
  brush.form(
    bark,
    limb(
      [
        [0, -top * 0.72],
        [tall * 0.1, -top * 1.06],
        [tall * 0.16, -top * 1.25],
      ],
      [thick * 0.6, thick * 0.45, thick * 0.2],
    ),
    0.8,
  );
  brush.form(
    bark,
    limb(
      [
        [0, -top * 0.8],
        [-tall * 0.09, -top * 1.1],
        [-tall * 0.15, -top * 1.3],
      ],
      [thick * 0.55, thick * 0.4, thick * 0.2],
    ),
    0.8,
  );
}

/** A crown in three tones of one colour, the light one toward the sun, with loose leaves about it. */
export function paintBroadleaf(
  brush: Brush,
  dice: Dice,
  world: World,
  tall: number,
  bark: Colour,
  leaf: Colour,
  spread: number,
): void {
  paintTrunk(brush, tall, tall * 0.45, tall * 0.045, bark);
  const middle = -tall * 0.68;
  const radius = tall * spread;
  const lobes = Array.from({ length: 9 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 8 + dice.range(-0.2, 0.2);
    const reach = i === 8 ? 0 : radius * dice.range(0.5, 0.72);
    return {
      x: Math.cos(angle) * reach,
      y: middle + Math.sin(angle) * reach * 0.86,
      r: radius * (i === 8 ? 0.66 : dice.range(0.38, 0.52)),
    };
  });
  brush.flat(
    leaf,
    together(...lobes.map(({ x, y, r }) => ellipse(x, y, r, r * 0.94)), ...looseLeaves(dice, middle, radius)),
    0.68,
  );
  brush.detail(() => paintClumps(brush, dice, world, leaf, lobes, { x: 0, y: middle, radius }));
}

export function paintPoplar(brush: Brush, dice: Dice, world: World, tall: number): void {
  brush.form(
    0x7a5a43,
    limb(
      [
        [0, -0.03],
        [0, -tall * 0.3],
      ],
      [tall * 0.05, tall * 0.035],
    ),
  );
  const leaf = mix(dice.pick(leafColours(world)), 0x3f6e4a, 0.35);
  const half = tall * 0.13;
  const shape = (k: number, dx: number): Shape =>
    smooth([
      [dx, -tall],
      [dx + half * 0.7 * k, -tall * 0.72],
      [dx + half * k, -tall * 0.4],
      [dx + half * 0.6 * k, -tall * 0.12],
      [dx - half * 0.6 * k, -tall * 0.12],
      [dx - half * k, -tall * 0.4],
      [dx - half * 0.7 * k, -tall * 0.72],
    ]);
  brush.flat(leaf, shape(1, 0), 0.74);
  const lobes = [0.24, 0.42, 0.6, 0.76, 0.88].map((t) => ({
    x: 0,
    y: -tall * t,
    r: half * (t < 0.5 ? 0.95 : 1.5 - t * 1.25),
  }));
  brush.detail(() => {
    brush.within(shape(1, 0), () => {
      for (const lobe of lobes)
        paintClumps(brush, dice, world, leaf, [lobe], { x: lobe.x, y: lobe.y, radius: lobe.r * 1.2 });
    });
  });
}
