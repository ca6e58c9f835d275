import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, type Point, polygon, polyline, rect, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

const WALLS: readonly Colour[] = [0xefd9b4, 0xe8b98f, 0xd98f72, 0xcfd9cf, 0xb9cdd6, 0xf1e6d2, 0xd7a9a0, 0xc9bb93, 0xa9bfa6, 0xe3c878];
const ROOFS: readonly Colour[] = [0xa8553f, 0x8a4a3d, 0x6a6f7d, 0x7d5a48, 0xb4684a];

/** Windows of one house are lit or dark by a toss for each. */
function paintWindow(brush: Brush, dice: Dice, world: World, x: number, y: number, w: number, h: number, trim: Colour): void {
  const lit = dice.chance(0.25 + 0.55 * world.light.lamps) && world.light.lamps > 0.3;
  brush.flat(trim, rect(x - w * 0.1, y - h * 0.06, w * 1.2, h * 1.14, 0.03));
  const pane = rect(x, y, w, h, 0.02);
  if (lit) brush.shine(dice.pick([0xffd982, 0xffc966, 0xffe6a8]), pane);
  else brush.fade(world.night ? 0x6f86bd : 0x8fb6c9, world.night ? 0x465a96 : 0x5c8299, pane);
  brush.line(trim, w * 0.07, together(polyline([[x + w / 2, y], [x + w / 2, y + h]]), polyline([[x, y + h * 0.42], [x + w, y + h * 0.42]])), 0.95);
  if (lit && world.night) brush.glow(LAMPLIGHT, x + w / 2, y + h / 2, w * 1.6, 0.28);
  if (world.snowy) brush.flat(0xf6f8fa, rect(x - w * 0.14, y + h * 1.02, w * 1.28, h * 0.12, 0.03));
}

function paintFlowerBox(brush: Brush, dice: Dice, x: number, y: number, w: number): void {
  brush.flat(0x5d8f4c, together(...[0.1, 0.4, 0.7, 0.95].map((t) => ellipse(x + w * t, y, w * 0.17, w * 0.13))), 0.85);
  const petal = dice.pick([0xd9483f, 0xe98aa0, 0xf0bd42]);
  brush.flat(petal, together(...[0.05, 0.3, 0.55, 0.8, 1].map((t, i) => ellipse(x + w * t, y - w * (0.05 + 0.06 * (i % 2)), w * 0.075))));
  brush.flat(0x8a5a3c, rect(x - w * 0.1, y, w * 1.2, w * 0.2, 0.02));
}

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
    brush.form(roof, polygon([[-0.12, top + 0.05], [0.35, top - peak * 0.8], [width - 0.35, top - peak * 0.8], [width + 0.12, top + 0.05]]));
    paintTiles(brush, roof, [-0.1, top - peak * 0.78, width + 0.1, top], [0.35, width - 0.35]);
    if (world.snowy) brush.flat(0xf6f8fa, polygon([[0.0, top - 0.25], [0.35, top - peak * 0.86], [width - 0.35, top - peak * 0.86], [width, top - 0.25], [width * 0.7, top - 0.14], [width * 0.3, top - 0.32]]));
  } else {
    const outline: Point[] = gable === 'pointed' ? [[-0.1, top + 0.05], [width / 2, top - peak], [width + 0.1, top + 0.05]] : [[0, top], [0, top - 0.35], [width * 0.2, top - 0.35], [width * 0.2, top - 0.8], [width * 0.36, top - 0.8], [width * 0.36, top - 1.2], [width * 0.64, top - 1.2], [width * 0.64, top - 0.8], [width * 0.8, top - 0.8], [width * 0.8, top - 0.35], [width, top - 0.35], [width, top]];
    brush.form(wall, polygon(outline), 0.5);
    if (gable === 'pointed') brush.line(world.snowy ? 0xf6f8fa : roof, 0.2, polyline([[-0.1, top + 0.03], [width / 2, top - peak], [width + 0.1, top + 0.03]]));
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
    for (let x = 0.5; x < width - 1.2; x += 0.36) brush.flat(dice.pick([0xd9834a, 0xc9573f, 0xe3b84f, 0x5d8f6c, 0x8a6aa0]), dice.chance(0.5) ? ellipse(x, -0.52, 0.13, 0.17) : rect(x - 0.12, -0.72, 0.24, 0.34, 0.04));
  });
  brush.fade(world.night ? 0x7389bd : 0xa9c6cf, world.night ? 0x4a5f9a : 0x6a8d9c, rect(width - 0.88, -1.45, 0.55, 1.45, 0.03));
  const awning = dice.pick([0xc9442f, 0x2f8f8c, 0xe0a23a, 0x3b6fb0, 0x5d8f4c]);
  const strips = 8;
  for (let i = 0; i < strips; i++) {
    const [x0, x1] = [0.05 + ((width - 0.1) * i) / strips, 0.05 + ((width - 0.1) * (i + 1)) / strips];
    brush.flat(i % 2 === 0 ? awning : 0xf7f0e2, together(polygon([[x0 + 0.04, -2.0], [x1 - (i === strips - 1 ? 0.04 : 0), -2.0], [x1, -1.5], [x0, -1.5]]), ellipse((x0 + x1) / 2, -1.5, (x1 - x0) / 2, 0.1)), 1);
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

export function paintChimney(brush: Brush, dice: Dice, x: number, y: number, world: World): void {
  brush.form(0x9c5f4a, rect(x - 0.16, y - 0.65, 0.34, 0.9), 0.7);
  brush.flat(0x7d4a3b, rect(x - 0.21, y - 0.7, 0.44, 0.13));
  if (world.snowy) brush.flat(0xf6f8fa, rect(x - 0.21, y - 0.78, 0.44, 0.1, 0.04));
  if (!dice.chance(0.55)) return;
  for (let i = 0; i < 4; i++) brush.glaze(0.3 - i * 0.05, () => brush.flat(0xf4f2ee, ellipse(x + i * 0.2, y - 0.95 - i * 0.3, 0.16 + i * 0.07, 0.13 + i * 0.05)));
}

export function paintTiles(brush: Brush, roof: Colour, [x0, y0, x1, y1]: readonly [number, number, number, number], [t0, t1]: readonly [number, number]): void {
  const rows = 4;
  brush.glaze(0.35, () => {
    for (let i = 1; i < rows; i++) {
      const t = i / rows;
      const y = y0 + (y1 - y0) * t;
      brush.line(roof, 0.035, polyline([[t0 + (x0 - t0) * t, y], [t1 + (x1 - t1) * t, y]]), 0.62);
    }
  });
}

/** A cottage with its middle at (0, 0), about 5 m wide. */
export function paintCottage(brush: Brush, dice: Dice, world: World): void {
  const wall = dice.pick([0xf1e6d2, 0xe9cfa6, 0xd98f72, 0xb5493c, 0xcfd9cf]);
  const roof = dice.pick(ROOFS);
  brush.castShadow(5.4, 1.6);
  paintChimney(brush, dice, 1.2, -3.0, world);
  brush.form(wall, rect(-2.4, -1.9, 4.8, 1.9), 0.6);
  brush.form(roof, polygon([[-2.75, -1.8], [-1.9, -3.35], [1.9, -3.35], [2.75, -1.8]]));
  paintTiles(brush, roof, [-2.7, -3.3, 2.7, -1.85], [-1.9, 1.9]);
  if (world.snowy) brush.flat(0xf6f8fa, polygon([[-2.62, -2.1], [-1.95, -3.45], [1.95, -3.45], [2.62, -2.1], [1.6, -1.98], [0.4, -2.2], [-1, -1.98]]));
  brush.glaze(0.3, () => brush.flat(wall, rect(-2.4, -1.8, 4.8, 0.2), 0.5));
  for (const x of [-1.9, 1.1]) {
    paintWindow(brush, dice, world, x, -1.4, 0.8, 0.75, 0xf7f0e2);
    if (!world.snowy && dice.chance(0.6)) paintFlowerBox(brush, dice, x, -0.58, 0.8);
  }
  const door = dice.pick([0x3f6b63, 0x7a3b3b, 0x35507a, 0x7a5436]);
  brush.form(door, rect(-0.35, -1.45, 0.75, 1.45, 0.1), 0.6);
  brush.flat(0xf0c24e, ellipse(0.28, -0.7, 0.05));
}

/** A red barn with white trim, its middle at (0, 0), about 6 m wide. */
export function paintBarn(brush: Brush, _dice: Dice, world: World): void {
  brush.castShadow(6.4, 2);
  brush.form(0xb5493c, polygon([[-3, 0], [-3, -2.1], [-2.2, -3.2], [0, -4.1], [2.2, -3.2], [3, -2.1], [3, 0]]), 0.7);
  brush.line(world.snowy ? 0xf6f8fa : 0x6a5a57, 0.28, polyline([[-3.15, -2.0], [-2.25, -3.25], [0, -4.2], [2.25, -3.25], [3.15, -2.0]]));
  brush.glaze(0.25, () => brush.line(0x6d2b26, 0.05, together(...[-2.4, -1.8, 1.8, 2.4].map((x) => polyline([[x, -2.4], [x, 0]])))));
  brush.flat(0x8a3630, rect(-1.1, -2, 2.2, 2));
  brush.line(0xf3ece0, 0.11, together(rect(-1.1, -2, 2.2, 2), polyline([[-1.1, -2], [0, 0]]), polyline([[1.1, -2], [0, 0]]), polyline([[0, -2], [0, 0]])));
  const loft = rect(-0.45, -3.2, 0.9, 0.75);
  if (world.light.lamps > 0.3) brush.shine(0xffd27a, loft);
  else brush.flat(0x5a3430, loft);
  brush.line(0xf3ece0, 0.1, loft);
}

/** A windmill, its foot at (0, 0), about 7 m tall. */
export function paintWindmill(brush: Brush, dice: Dice, world: World): void {
  brush.castShadow(2.6, 3);
  const wall = dice.pick([0xf1e6d2, 0xd9b48c, 0xc98a6a]);
  brush.form(wall, polygon([[-1.25, 0], [-0.8, -4.2], [0.8, -4.2], [1.25, 0]]));
  brush.form(world.snowy ? 0xf1f5f9 : 0x7d4a3b, polygon([[-1.0, -4.15], [-0.6, -4.9], [0, -5.2], [0.6, -4.9], [1.0, -4.15]]));
  brush.form(0x6b4a35, rect(-0.36, -1.3, 0.72, 1.3, 0.3), 0.6);
  paintWindow(brush, dice, world, -0.25, -3.2, 0.5, 0.6, 0xf7f0e2);
  const turn = dice.range(0, 1.5);
  for (let i = 0; i < 4; i++) {
    brush.at(0, -4.35, 1, () => {
      brush.line(0x5f4634, 0.11, polyline([[0, 0], [0, -3.1]]));
      brush.flat(0xf3ece0, rect(0.06, -3.0, 0.6, 2.3));
      brush.line(0x8a6a4c, 0.05, together(rect(0.06, -3.0, 0.6, 2.3), ...[-2.4, -1.8, -1.2].map((y) => polyline([[0.06, y], [0.66, y]]))));
    }, { turn: turn + (Math.PI / 2) * i });
  }
  brush.flat(0x5f4634, ellipse(0, -4.35, 0.17));
}

/** A lighthouse, its foot at (0, 0), about 8 m tall. */
export function paintLighthouse(brush: Brush, world: World): void {
  brush.form(0xf3ece0, polygon([[-0.95, 0], [-0.6, -5.6], [0.6, -5.6], [0.95, 0]]));
  for (const [y0, y1] of [[-0.6, -1.8], [-3, -4.2]] as const) {
    const half = (y: number) => 0.95 + (0.35 * y) / 5.6;
    brush.form(0xc9442f, polygon([[-half(y0), y0], [-half(y1), y1], [half(y1), y1], [half(y0), y0]]));
  }
  brush.flat(0x4a4a54, rect(-0.85, -5.75, 1.7, 0.2, 0.05));
  const lantern = rect(-0.42, -6.6, 0.84, 0.9);
  brush.shine(world.light.lamps > 0.3 ? 0xffefb5 : 0xbfd6da, lantern);
  brush.line(0x4a4a54, 0.08, together(lantern, polyline([[0, -6.6], [0, -5.7]])));
  brush.form(0xa83a2c, polygon([[-0.62, -6.55], [0, -7.3], [0.62, -6.55]]));
  brush.flat(0x5a6a80, together(rect(-0.14, -2.6, 0.28, 0.42, 0.1), rect(-0.14, -4.9, 0.28, 0.4, 0.1)));
  if (world.light.lamps <= 0.3) return;
  brush.glow(LAMPLIGHT, 0, -6.15, 3.4, 0.7);
  brush.glaze(0.13, () => brush.shine(0xfff0bb, polygon([[0, -6.2], [-14, -7.6], [-14, -4.9]])));
  brush.glaze(0.13, () => brush.shine(0xfff0bb, polygon([[0, -6.2], [14, -7.9], [14, -5.2]])));
}

/** A far town along a line: towers and roofs with lit windows when lamps burn. */
export function paintSkyline(brush: Brush, dice: Dice, world: World, base: number, height: number): void {
  const towers: ReturnType<typeof rect>[] = [];
  const panes: ReturnType<typeof rect>[] = [];
  for (let x = -0.02; x < 1; x += dice.range(0.03, 0.07)) {
    const [w, h] = [dice.range(0.03, 0.07), height * dice.range(0.3, 1)];
    towers.push(rect(x, base - h, w, h + 0.02));
    if (dice.chance(0.3)) towers.push(polygon([[x, base - h], [x + w / 2, base - h - w * 0.8], [x + w, base - h]]));
    for (let py = base - h + 0.012; py < base - 0.01; py += 0.014) {
      for (let px = x + 0.006; px < x + w - 0.008; px += 0.011) if (dice.chance(0.5)) panes.push(rect(px, py, 0.0045, 0.006));
    }
  }
  brush.fade(0x7f86a8, 0x9aa3bd, together(...towers));
  if (world.light.lamps > 0.3) brush.glaze(0.55 * world.light.lamps, () => brush.shine(0xffd98a, together(...panes)));
  else brush.glaze(0.18, () => brush.flat(0x4f587c, together(...panes)));
}

