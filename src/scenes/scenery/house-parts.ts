import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, polyline, rect, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

export const ROOFS: readonly Colour[] = [0xa8553f, 0x8a4a3d, 0x6a6f7d, 0x7d5a48, 0xb4684a];

/** Windows of one house are lit or dark by a toss for each. */
export function paintWindow(
  brush: Brush,
  dice: Dice,
  world: World,
  x: number,
  y: number,
  w: number,
  h: number,
  trim: Colour,
): void {
  const lit = dice.chance(0.25 + 0.55 * world.light.lamps) && world.light.lamps > 0.3;
  brush.flat(trim, rect(x - w * 0.1, y - h * 0.06, w * 1.2, h * 1.14, 0.03));
  const pane = rect(x, y, w, h, 0.02);
  if (lit) brush.shine(dice.pick([0xffd982, 0xffc966, 0xffe6a8]), pane);
  else brush.fade(world.night ? 0x6f86bd : 0x8fb6c9, world.night ? 0x465a96 : 0x5c8299, pane);
  brush.line(
    trim,
    w * 0.07,
    together(
      polyline([
        [x + w / 2, y],
        [x + w / 2, y + h],
      ]),
      polyline([
        [x, y + h * 0.42],
        [x + w, y + h * 0.42],
      ]),
    ),
    0.95,
  );
  if (lit && world.night) brush.glow(LAMPLIGHT, x + w / 2, y + h / 2, w * 1.6, 0.28);
  if (world.snowy) brush.flat(0xf6f8fa, rect(x - w * 0.14, y + h * 1.02, w * 1.28, h * 0.12, 0.03));
}

export function paintFlowerBox(brush: Brush, dice: Dice, x: number, y: number, w: number): void {
  brush.flat(0x5d8f4c, together(...[0.1, 0.4, 0.7, 0.95].map((t) => ellipse(x + w * t, y, w * 0.17, w * 0.13))), 0.85);
  const petal = dice.pick([0xd9483f, 0xe98aa0, 0xf0bd42]);
  brush.flat(
    petal,
    together(
      ...[0.05, 0.3, 0.55, 0.8, 1].map((t, i) => ellipse(x + w * t, y - w * (0.05 + 0.06 * (i % 2)), w * 0.075)),
    ),
  );
  brush.flat(0x8a5a3c, rect(x - w * 0.1, y, w * 1.2, w * 0.2, 0.02));
}

export function paintChimney(brush: Brush, dice: Dice, x: number, y: number, world: World): void {
  brush.form(0x9c5f4a, rect(x - 0.16, y - 0.65, 0.34, 0.9), 0.7);
  brush.flat(0x7d4a3b, rect(x - 0.21, y - 0.7, 0.44, 0.13));
  if (world.snowy) brush.flat(0xf6f8fa, rect(x - 0.21, y - 0.78, 0.44, 0.1, 0.04));
  if (!dice.chance(0.55)) return;
  for (let i = 0; i < 4; i++)
    brush.glaze(0.3 - i * 0.05, () =>
      brush.flat(0xf4f2ee, ellipse(x + i * 0.2, y - 0.95 - i * 0.3, 0.16 + i * 0.07, 0.13 + i * 0.05)),
    );
}

export function paintTiles(
  brush: Brush,
  roof: Colour,
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  [t0, t1]: readonly [number, number],
): void {
  const rows = 4;
  brush.glaze(0.35, () => {
    for (let i = 1; i < rows; i++) {
      const t = i / rows;
      const y = y0 + (y1 - y0) * t;
      brush.line(
        roof,
        0.035,
        polyline([
          [t0 + (x0 - t0) * t, y],
          [t1 + (x1 - t1) * t, y],
        ]),
        0.62,
      );
    }
  });
}
