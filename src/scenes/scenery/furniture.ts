import { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { cap, curved, ellipse, polygon, polyline, rect, smooth, together } from '../paint/shapes.ts';
import type { Prop, World } from '../world.ts';
import { paintCafe, paintParasol, paintTent } from './canopies.ts';

export type FurnitureKind =
  | 'lamp'
  | 'bench'
  | 'postbox'
  | 'hydrant'
  | 'planter'
  | 'cafe'
  | 'sign'
  | 'fence'
  | 'rock'
  | 'hay'
  | 'parasol'
  | 'tent'
  | 'bin'
  | 'signpost';

interface Piece {
  foot: number;
  width: number;
  height: number;
  paint(brush: Brush, dice: Dice, world: World): void;
}

/** Small things that stand about, base at (0, 0), in metres. */
const PIECES: Readonly<Record<FurnitureKind, Piece>> = {
  lamp: { foot: 0.15, width: 0.7, height: 3.1, paint: paintStreetLamp },
  bench: { foot: 0.85, width: 1.7, height: 0.9, paint: paintBench },
  postbox: { foot: 0.25, width: 0.5, height: 1.15, paint: paintPostbox },
  hydrant: { foot: 0.18, width: 0.4, height: 0.65, paint: paintHydrant },
  planter: { foot: 0.45, width: 0.9, height: 0.9, paint: paintPlanter },
  cafe: { foot: 0.95, width: 2.0, height: 2.3, paint: paintCafe },
  sign: { foot: 0.1, width: 0.7, height: 2.2, paint: paintSign },
  signpost: { foot: 0.1, width: 1.1, height: 2.0, paint: paintSignpost },
  fence: { foot: 1.3, width: 2.7, height: 1.0, paint: paintFence },
  rock: { foot: 0.6, width: 1.3, height: 0.7, paint: paintRock },
  hay: { foot: 0.8, width: 1.6, height: 1.4, paint: paintHay },
  parasol: { foot: 0.7, width: 2.1, height: 2.1, paint: paintParasol },
  tent: { foot: 1.4, width: 2.9, height: 1.75, paint: paintTent },
  bin: { foot: 0.22, width: 0.45, height: 0.85, paint: paintBin },
};

export function furnitureProp(dice: Dice, world: World, kind: FurnitureKind, x: number, y: number): Prop {
  const seed = dice.seedFor();
  const { foot, width, height, paint } = PIECES[kind];
  const size = dice.range(0.92, 1.08);
  return {
    x,
    y,
    foot: foot * size,
    width: width * size,
    height: height * size,
    flip: dice.chance(0.5),
    paint(brush) {
      brush.castShadow(width * 0.8 * size, height * 0.7 * size);
      brush.at(0, 0, size, () => paint(brush, new Dice(seed), world));
    },
  };
}

function paintStreetLamp(brush: Brush, _dice: Dice, { light, snowy }: World): void {
  const iron = 0x3f4a52;
  brush.form(
    iron,
    polygon([-0.13, 0, -0.08, -0.5, -0.04, -0.6, -0.035, -2.55, 0.035, -2.55, 0.04, -0.6, 0.08, -0.5, 0.13, 0]),
  );
  brush.flat(iron, together(rect(-0.09, -0.62, 0.18, 0.06), rect(-0.08, -2.3, 0.16, 0.05)));
  const glass = polygon([-0.13, -2.58, -0.21, -2.98, 0.21, -2.98, 0.13, -2.58]);
  if (light.lamps > 0.3) brush.shine(0xffedb4, glass);
  else brush.flat(0xe6edea, glass);
  brush.line(iron, 0.035, together(glass, polyline([0, -2.58, 0, -2.98])));
  brush.form(snowy ? 0xf4f7fa : iron, polygon([-0.26, -2.97, -0.05, -3.16, 0.05, -3.16, 0.26, -2.97]));
  brush.flat(iron, ellipse(0, -3.19, 0.045));
  if (light.lamps <= 0.3) return;
  brush.glow(LAMPLIGHT, 0, -2.78, 1.9, 0.55 * light.lamps);
  brush.glow(LAMPLIGHT, 0, -2.78, 0.6, 0.6 * light.lamps);
  brush.context.save();
  brush.context.scale(1, 0.22);
  brush.glow(LAMPLIGHT, 0, 0, 2.2, 0.34 * light.lamps);
  brush.context.restore();
}

function paintBench(brush: Brush, dice: Dice, { snowy }: World): void {
  const wood = dice.pick([0xa9713f, 0x8a5f3c, 0x4f7a5a]);
  brush.line(
    0x3f4248,
    0.07,
    together(polyline([-0.68, 0, -0.64, -0.42, -0.7, -0.86]), polyline([0.68, 0, 0.64, -0.42, 0.7, -0.86])),
  );
  for (const y of [-0.86, -0.7, -0.55]) brush.form(wood, rect(-0.85, y, 1.7, 0.11, 0.03), 0.6);
  brush.form(wood, rect(-0.88, -0.43, 1.76, 0.09, 0.03), 0.8);
  if (snowy) brush.flat(0xf6f8fa, together(rect(-0.86, -0.92, 1.72, 0.09, 0.04), rect(-0.88, -0.5, 1.76, 0.09, 0.04)));
}

function paintPostbox(brush: Brush, dice: Dice, { snowy }: World): void {
  const coat = dice.pick([0xc9342f, 0xf0b93a]);
  brush.form(coat, rect(-0.21, -1.0, 0.42, 1.0, 0.05));
  brush.form(snowy ? 0xf6f8fa : coat, cap(0, -0.98, 0.24, 0.17, Math.PI, 2 * Math.PI), 0.8);
  brush.flat(0x34343e, rect(-0.13, -0.82, 0.26, 0.05));
  brush.flat(0xf7f0e2, rect(-0.11, -0.66, 0.22, 0.17, 0.02));
}

function paintHydrant(brush: Brush): void {
  brush.form(0xd0492f, rect(-0.12, -0.5, 0.24, 0.5, 0.04));
  brush.form(0xd0492f, cap(0, -0.49, 0.14, 0.13, Math.PI, 2 * Math.PI));
  brush.form(0xd0492f, rect(-0.2, -0.4, 0.4, 0.11, 0.04));
  brush.flat(0xf0c24e, ellipse(0, -0.345, 0.055));
}

function paintPlanter(brush: Brush, dice: Dice, { snowy }: World): void {
  const leaf = snowy ? 0x5f7f6c : dice.pick([0x5d8f4c, 0x4b8458]);
  brush.flat(
    leaf,
    together(ellipse(-0.2, -0.6, 0.22, 0.2), ellipse(0.18, -0.62, 0.24, 0.22), ellipse(0, -0.74, 0.22, 0.2)),
    0.85,
  );
  brush.detail(() => {
    brush.flat(
      snowy ? 0xf6f8fa : leaf,
      together(ellipse(-0.15, -0.68, 0.14, 0.1), ellipse(0.14, -0.76, 0.15, 0.1)),
      1.12,
    );
    if (!snowy)
      brush.flat(
        dice.pick([0xd9483f, 0xf0a3b0, 0xf0bd42, 0xf7f3ea]),
        together(...Array.from({ length: 9 }, () => ellipse(dice.range(-0.36, 0.36), dice.range(-0.85, -0.5), 0.045))),
      );
  });
  brush.form(dice.pick([0xb9684a, 0x8d949b, 0x9a6a45]), polygon([-0.42, -0.46, 0.42, -0.46, 0.33, 0, -0.33, 0]));
}

function paintSign(brush: Brush, dice: Dice): void {
  brush.form(0x9aa0a6, rect(-0.035, -2.0, 0.07, 2.0), 0.6);
  const kind = dice.whole(0, 2);
  if (kind === 0) {
    brush.flat(0xc9342f, polygon([0, -2.25, 0.36, -1.62, -0.36, -1.62]));
    brush.flat(0xf7f0e2, polygon([0, -2.1, 0.24, -1.7, -0.24, -1.7]));
    brush.flat(0x34343e, rect(-0.03, -1.98, 0.06, 0.2));
  } else if (kind === 1) {
    brush.flat(0x2f62a8, ellipse(0, -1.92, 0.32));
    brush.line(0xf7f0e2, 0.07, polyline([-0.14, -1.92, 0.14, -1.92, 0.04, -2.02, 0.14, -1.92, 0.04, -1.82]));
  } else {
    brush.flat(0xc9342f, ellipse(0, -1.92, 0.32));
    brush.flat(0xf7f0e2, ellipse(0, -1.92, 0.23));
  }
}

function paintSignpost(brush: Brush, _dice: Dice, { snowy }: World): void {
  brush.form(0x7a5638, rect(-0.06, -1.95, 0.12, 1.95, 0.03));
  brush.form(0xb98a52, polygon([-0.1, -1.8, 0.6, -1.8, 0.76, -1.65, 0.6, -1.5, -0.1, -1.5]));
  brush.form(0xa9753f, polygon([0.1, -1.38, -0.5, -1.38, -0.65, -1.25, -0.5, -1.12, 0.1, -1.12]));
  if (snowy) brush.flat(0xf6f8fa, rect(-0.1, -1.87, 0.74, 0.09, 0.04));
}

function paintFence(brush: Brush, dice: Dice, { snowy }: World): void {
  const wood = dice.pick([0xf3ece0, 0xa9753f, 0x8a6a4c]);
  brush.form(wood, together(rect(-1.35, -0.68, 2.7, 0.11), rect(-1.35, -0.32, 2.7, 0.11)), 0.5);
  for (let i = 0; i < 6; i++) {
    const x = -1.2 + i * 0.48;
    brush.form(
      wood,
      polygon([
        [x - 0.1, 0],
        [x - 0.1, -0.86],
        [x, -1.0],
        [x + 0.1, -0.86],
        [x + 0.1, 0],
      ]),
      0.7,
    );
    if (snowy) brush.flat(0xf6f8fa, ellipse(x, -0.97, 0.1, 0.06));
  }
}

function paintRock(brush: Brush, dice: Dice, { snowy }: World): void {
  const stone = dice.pick([0x9a9aa0, 0x8a8580, 0xa89f92]);
  const rock = smooth(
    [-0.64, 0, -0.58, -0.32, -0.26, -0.62, 0.18, -0.68, 0.5, -0.42, 0.66, -0.05, 0.6, 0.03, -0.5, 0.04],
    0.6,
  );
  brush.form(stone, rock);
  brush.within(rock, () => {
    brush.glaze(0.4, () => brush.flat(stone, polygon([-0.3, -0.66, 0.18, -0.7, 0.06, -0.36, -0.5, -0.28]), 1.3));
    brush.glaze(0.4, () => brush.flat(stone, polygon([0.06, -0.36, 0.2, -0.7, 0.8, -0.3, 0.7, 0.1, 0.2, 0.1]), 0.7));
    if (snowy) brush.flat(0xf6f8fa, ellipse(0, -0.62, 0.42, 0.16));
  });
}

function paintHay(brush: Brush, _dice: Dice, { snowy }: World): void {
  brush.form(0xd9ae55, ellipse(0, -0.68, 0.72));
  brush.detail(() => {
    brush.glaze(0.5, () =>
      brush.line(
        0xa87a2f,
        0.035,
        together(ellipse(0, -0.68, 0.55), ellipse(0.02, -0.68, 0.38), ellipse(0, -0.66, 0.2)),
      ),
    );
    brush.glaze(0.5, () =>
      brush.line(
        0xf3d78f,
        0.03,
        together(curved([-0.5, -1.05, -0.1, -1.3, 0.35, -1.2]), curved([-0.6, -0.8, -0.5, -1.0, -0.3, -1.14])),
      ),
    );
    if (snowy)
      brush.flat(0xf6f8fa, smooth([-0.55, -1.12, -0.2, -1.38, 0.25, -1.37, 0.56, -1.1, 0.2, -1.24, -0.2, -1.2]));
  });
}

function paintBin(brush: Brush, _dice: Dice, { snowy }: World): void {
  brush.form(0x4f6f5c, polygon([-0.22, -0.72, 0.22, -0.72, 0.17, 0, -0.17, 0]));
  brush.form(snowy ? 0xf6f8fa : 0x3f5a4a, cap(0, -0.7, 0.25, 0.16, Math.PI, 2 * Math.PI));
}
