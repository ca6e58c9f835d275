import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { ellipse, polygon, rect, type Shape, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

/** A road across the picture with a broken line, its edges in a paler stroke; wet it mirrors the sky. */
export function paintRoad(brush: Brush, dice: Dice, world: World, top: number, foot: number, edge: Colour): void {
  const height = foot - top;
  const tar = world.snowy ? 0x8d93a0 : 0x5d5f69;
  brush.fade(tar, world.snowy ? 0x9aa0ad : 0x4f515b, rect(-0.01, top, 1.02, height));
  brush.within(rect(0, top, 1, height), () => {
    for (const [k, alpha] of [
      [1.25, 0.16],
      [0.75, 0.14],
    ] as const) {
      const strokes = Array.from({ length: 22 }, () =>
        ellipse(dice.next(), top + height * dice.next(), dice.range(0.02, 0.09), height * 0.012),
      );
      brush.glaze(alpha, () => brush.flat(tar, together(...strokes), k));
    }
    if (world.snowy)
      brush.glaze(0.8, () =>
        brush.flat(
          0xedf2f6,
          together(
            rect(0, top, 1, height * 0.12),
            rect(0, top + height * 0.46, 1, height * 0.09),
            rect(0, top + height * 0.9, 1, height * 0.1),
          ),
        ),
      );
    if (world.wet) paintPuddles(brush, dice, world, top, foot);
  });
  if (!world.snowy) paintDashes(brush, dice, top + height * 0.47, height);
  brush.flat(edge, together(rect(-0.01, top - 0.005, 1.02, 0.009), rect(-0.01, foot - 0.004, 1.02, 0.013)));
  brush.glaze(0.4, () => brush.flat(edge, rect(-0.01, foot + 0.007, 1.02, 0.005), 0.55));
}

function paintDashes(brush: Brush, dice: Dice, y: number, height: number): void {
  const start = dice.range(-0.14, 0);
  const dashes: Shape[] = [];
  for (let x = start; x < 1; x += 0.17) dashes.push(rect(x, y, 0.085, height * 0.035));
  brush.glaze(0.85, () => brush.flat(0xf0ead9, together(...dashes)));
}

/** A zebra crossing over the road. */
export function paintCrossing(brush: Brush, x: number, width: number, top: number, foot: number): void {
  const bars: Shape[] = [];
  const count = 5;
  for (let i = 0; i < count; i++) {
    const [a, b] = [x + (width * i) / count, x + (width * (i + 0.55)) / count];
    bars.push(
      polygon([
        [a, top + 0.008],
        [b, top + 0.008],
        [b + 0.01, foot - 0.008],
        [a + 0.002, foot - 0.008],
      ]),
    );
  }
  brush.glaze(0.82, () => brush.flat(0xf0ead9, together(...bars)));
}

/** Puddles with the sky in them. */
export function paintPuddles(brush: Brush, dice: Dice, world: World, top: number, foot: number): void {
  const { sky } = world.light;
  for (let i = 0; i < 4; i++) {
    const [x, y, r] = [dice.next(), dice.range(top + 0.02, foot - 0.02), dice.range(0.04, 0.1)];
    const puddle = together(ellipse(x, y, r, r * 0.13), ellipse(x + r * 0.5, y + r * 0.06, r * 0.6, r * 0.09));
    brush.glaze(0.55, () => brush.shine(sky[sky.length - 2], puddle));
    brush.glaze(0.5, () => brush.shine(0xf2f6f8, ellipse(x - r * 0.2, y - r * 0.03, r * 0.4, r * 0.02)));
  }
}
