import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, polygon, polyline, rect, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';
import { paintWindow } from './house-parts.ts';

/** A red barn with white trim, its middle at (0, 0), about 6 m wide. */
export function paintBarn(brush: Brush, _dice: Dice, world: World): void {
  brush.castShadow(6.4, 2);
  brush.form(0xb5493c, polygon([-3, 0, -3, -2.1, -2.2, -3.2, 0, -4.1, 2.2, -3.2, 3, -2.1, 3, 0]), 0.7);
  brush.line(
    world.snowy ? 0xf6f8fa : 0x6a5a57,
    0.28,
    polyline([-3.15, -2.0, -2.25, -3.25, 0, -4.2, 2.25, -3.25, 3.15, -2.0]),
  );
  brush.glaze(0.25, () =>
    brush.line(
      0x6d2b26,
      0.05,
      together(
        ...[-2.4, -1.8, 1.8, 2.4].map((x) =>
          polyline([
            [x, -2.4],
            [x, 0],
          ]),
        ),
      ),
    ),
  );
  brush.flat(0x8a3630, rect(-1.1, -2, 2.2, 2));
  brush.line(
    0xf3ece0,
    0.11,
    together(rect(-1.1, -2, 2.2, 2), polyline([-1.1, -2, 0, 0]), polyline([1.1, -2, 0, 0]), polyline([0, -2, 0, 0])),
  );
  const loft = rect(-0.45, -3.2, 0.9, 0.75);
  if (world.light.lamps > 0.3) brush.shine(0xffd27a, loft);
  else brush.flat(0x5a3430, loft);
  brush.line(0xf3ece0, 0.1, loft);
}

/** A windmill, its foot at (0, 0), about 7 m tall. */
export function paintWindmill(brush: Brush, dice: Dice, world: World): void {
  brush.castShadow(2.6, 3);
  const wall = dice.pick([0xf1e6d2, 0xd9b48c, 0xc98a6a]);
  brush.form(wall, polygon([-1.25, 0, -0.8, -4.2, 0.8, -4.2, 1.25, 0]));
  brush.form(world.snowy ? 0xf1f5f9 : 0x7d4a3b, polygon([-1.0, -4.15, -0.6, -4.9, 0, -5.2, 0.6, -4.9, 1.0, -4.15]));
  brush.form(0x6b4a35, rect(-0.36, -1.3, 0.72, 1.3, 0.3), 0.6);
  paintWindow(brush, dice, world, -0.25, -3.2, 0.5, 0.6, 0xf7f0e2);
  const turn = dice.range(0, 1.5);
  for (let i = 0; i < 4; i++) {
    brush.at(
      0,
      -4.35,
      1,
      () => {
        brush.line(0x5f4634, 0.11, polyline([0, 0, 0, -3.1]));
        brush.flat(0xf3ece0, rect(0.06, -3.0, 0.6, 2.3));
        brush.line(
          0x8a6a4c,
          0.05,
          together(
            rect(0.06, -3.0, 0.6, 2.3),
            ...[-2.4, -1.8, -1.2].map((y) =>
              polyline([
                [0.06, y],
                [0.66, y],
              ]),
            ),
          ),
        );
      },
      { turn: turn + (Math.PI / 2) * i },
    );
  }
  brush.flat(0x5f4634, ellipse(0, -4.35, 0.17));
}

/** A lighthouse, its foot at (0, 0), about 8 m tall. */
export function paintLighthouse(brush: Brush, world: World): void {
  brush.form(0xf3ece0, polygon([-0.95, 0, -0.6, -5.6, 0.6, -5.6, 0.95, 0]));
  for (const [y0, y1] of [
    [-0.6, -1.8],
    [-3, -4.2],
  ] as const) {
    const half = (y: number) => 0.95 + (0.35 * y) / 5.6;
    brush.form(
      0xc9442f,
      polygon([
        [-half(y0), y0],
        [-half(y1), y1],
        [half(y1), y1],
        [half(y0), y0],
      ]),
    );
  }
  brush.flat(0x4a4a54, rect(-0.85, -5.75, 1.7, 0.2, 0.05));
  const lantern = rect(-0.42, -6.6, 0.84, 0.9);
  brush.shine(world.light.lamps > 0.3 ? 0xffefb5 : 0xbfd6da, lantern);
  brush.line(0x4a4a54, 0.08, together(lantern, polyline([0, -6.6, 0, -5.7])));
  brush.form(0xa83a2c, polygon([-0.62, -6.55, 0, -7.3, 0.62, -6.55]));
  brush.flat(0x5a6a80, together(rect(-0.14, -2.6, 0.28, 0.42, 0.1), rect(-0.14, -4.9, 0.28, 0.4, 0.1)));
  if (world.light.lamps <= 0.3) return;
  brush.glow(LAMPLIGHT, 0, -6.15, 3.4, 0.7);
  brush.glaze(0.13, () => brush.shine(0xfff0bb, polygon([0, -6.2, -14, -7.6, -14, -4.9])));
  brush.glaze(0.13, () => brush.shine(0xfff0bb, polygon([0, -6.2, 14, -7.9, 14, -5.2])));
}
