import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, type Point, polygon, polyline, rect, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';
import { paintChimney, paintFlowerBox, paintTiles, paintWindow, ROOFS } from './house-parts.ts';

const WALLS: readonly Colour[] = [
  0xefd9b4, 0xe8b98f, 0xd98f72, 0xcfd9cf, 0xb9cdd6, 0xf1e6d2, 0xd7a9a0, 0xc9bb93, 0xa9bfa6, 0xe3c878,
];

/** A tall narrow house of a row, its left foot at (0, 0); gives its width in metres. */
export function paintTownHouse(brush: Brush, dice: Dice, world: World): number {
  const width = dice.range(3, 4.4);
  const floors = dice.whole(2, 3);
  const storey = 1.75;
  const shop = dice.chance(0.45);
  const base = 2.05;
  const top = -(base + storey * (floors - 1));
  const wall = dice.pick(WALLS);
  const trim = dice.pick([0xf7f0e2, 0xf3e6cf, 0x6b4a3a, 0xe9efe9]);
  const roof = dice.pick(ROOFS);
  const gable = dice.weighted<'stepped' | 'pointed' | 'hip'>({ pointed: 2, hip: 3, stepped: 1 });
  const peak = dice.range(1.1, 1.7);
  if (dice.chance(0.6)) paintChimney(brush, dice, width * dice.range(0.6, 0.8), top - peak * 0.55, world);
  if (gable === 'hip') {
    brush.form(
      roof,
      polygon([
        [-0.12, top + 0.05],
        [0.35, top - peak * 0.8],
        [width - 0.35, top - peak * 0.8],
        [width + 0.12, top + 0.05],
      ]),
    );
    paintTiles(brush, roof, [-0.1, top - peak * 0.78, width + 0.1, top], [0.35, width - 0.35]);
    if (world.snowy)
      brush.flat(
        0xf6f8fa,
        polygon([
          [0.0, top - 0.25],
          [0.35, top - peak * 0.86],
          [width - 0.35, top - peak * 0.86],
          [width, top - 0.25],
          [width * 0.7, top - 0.14],
          [width * 0.3, top - 0.32],
        ]),
      );
  } else {
    const outline: Point[] =
      gable === 'pointed'
        ? [
            [-0.1, top + 0.05],
            [width / 2, top - peak],
            [width + 0.1, top + 0.05],
          ]
        : [
            [0, top],
            [0, top - 0.35],
            [width * 0.2, top - 0.35],
            [width * 0.2, top - 0.8],
            [width * 0.36, top - 0.8],
            [width * 0.36, top - 1.2],
            [width * 0.64, top - 1.2],
            [width * 0.64, top - 0.8],
            [width * 0.8, top - 0.8],
            [width * 0.8, top - 0.35],
            [width, top - 0.35],
            [width, top],
          ];
    brush.form(wall, polygon(outline), 0.5);
    if (gable === 'pointed')
      brush.line(
        world.snowy ? 0xf6f8fa : roof,
        0.2,
        polyline([
          [-0.1, top + 0.03],
          [width / 2, top - peak],
          [width + 0.1, top + 0.03],
        ]),
      );
    brush.flat(mix(wall, 0x5a4a4a, 0.5), ellipse(width / 2, top - 0.42, 0.2));
  }
  brush.form(wall, rect(0, top, width, -top), 0.55);
  brush.glaze(0.25, () => brush.flat(wall, rect(0, top, width, 0.22), 0.5));
  const columns = width > 3.6 ? 3 : 2;
  for (let floor = 0; floor < floors - 1; floor++) {
    for (let i = 0; i < columns; i++) {
      const w = 0.62;
      const x = (width * (i + 0.5)) / columns - w / 2;
      const y = top + 0.42 + floor * storey;
      paintWindow(brush, dice, world, x, y, w, 0.92, trim);
      if (!world.snowy && floor === floors - 2 && dice.chance(0.3)) paintFlowerBox(brush, dice, x, y + 0.98, w);
    }
  }
  if (shop) paintShop(brush, dice, world, width);
  else paintEntrance(brush, dice, world, width, trim);
  brush.glaze(0.2, () => brush.flat(0x3a3550, rect(width - 0.14, top, 0.14, -top)));
  return width;
}

function paintShop(brush: Brush, dice: Dice, world: World, width: number): void {
  const frame = dice.pick([0x3f6b63, 0x7a3b3b, 0x35507a, 0x6b4a35]);
  brush.flat(frame, rect(0.15, -1.95, width - 0.3, 1.95));
  const glass = rect(0.35, -1.5, width - 1.4, 1.1, 0.03);
  if (world.light.lamps > 0.3) {
    brush.shine(0xffdb8f, glass);
    brush.glow(LAMPLIGHT, width * 0.4, -0.8, 1.6, 0.26 * world.light.lamps);
  } else brush.fade(0xbcd6db, 0x7fa3b0, glass);
  brush.within(glass, () => {
    for (let x = 0.5; x < width - 1.2; x += 0.36)
      brush.flat(
        dice.pick([0xd9834a, 0xc9573f, 0xe3b84f, 0x5d8f6c, 0x8a6aa0]),
        dice.chance(0.5) ? ellipse(x, -0.52, 0.13, 0.17) : rect(x - 0.12, -0.72, 0.24, 0.34, 0.04),
      );
  });
  brush.fade(
    world.night ? 0x7389bd : 0xa9c6cf,
    world.night ? 0x4a5f9a : 0x6a8d9c,
    rect(width - 0.88, -1.45, 0.55, 1.45, 0.03),
  );
  const awning = dice.pick([0xc9442f, 0x2f8f8c, 0xe0a23a, 0x3b6fb0, 0x5d8f4c]);
  const strips = 8;
  for (let i = 0; i < strips; i++) {
    const [x0, x1] = [0.05 + ((width - 0.1) * i) / strips, 0.05 + ((width - 0.1) * (i + 1)) / strips];
    brush.flat(
      i % 2 === 0 ? awning : 0xf7f0e2,
      together(
        polygon([
          [x0 + 0.04, -2.0],
          [x1 - (i === strips - 1 ? 0.04 : 0), -2.0],
          [x1, -1.5],
          [x0, -1.5],
        ]),
        ellipse((x0 + x1) / 2, -1.5, (x1 - x0) / 2, 0.1),
      ),
      1,
    );
  }
  brush.glaze(0.22, () => brush.flat(0x2b2b45, rect(0.15, -1.42, width - 0.3, 0.16)));
}

function paintEntrance(brush: Brush, dice: Dice, world: World, width: number, trim: Colour): void {
  const x = dice.chance(0.5) ? 0.35 : width - 1.05;
  const door = dice.pick([0x8a3f3a, 0x3f6b63, 0x35507a, 0x7a5436]);
  brush.flat(trim, rect(x - 0.08, -1.58, 0.86, 1.58, 0.05));
  brush.form(door, rect(x, -1.5, 0.7, 1.5, 0.05), 0.6);
  brush.line(door, 0.03, together(rect(x + 0.12, -1.36, 0.46, 0.5), rect(x + 0.12, -0.7, 0.46, 0.5)), 0.7);
  brush.flat(0xf0c24e, ellipse(x + 0.6, -0.72, 0.045));
  brush.flat(0xb9b2a6, rect(x - 0.15, -0.1, 1, 0.1));
  const left = x < width / 2 ? x + 1.2 : 0.4;
  paintWindow(brush, dice, world, left, -1.45, Math.min(0.95, width - 1.9), 0.95, trim);
}
