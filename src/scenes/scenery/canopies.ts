import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, polygon, polyline, rect, smooth, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

export function paintCafe(brush: Brush, dice: Dice, { snowy }: World): void {
  const cloth = dice.pick([0xc9442f, 0x2f8f8c, 0xe0a23a, 0x3b6fb0]);
  brush.flat(0x6b4a35, rect(-0.025, -2.2, 0.05, 2.2));
  paintCanopy(brush, snowy ? 0xf1f5f9 : cloth, -2.25, 1.0, 0.55);
  brush.form(0xf3ece0, ellipse(0, -0.72, 0.46, 0.075), 0.5);
  brush.line(0x55555f, 0.04, together(polyline([0, -0.68, 0, -0.04]), polyline([-0.22, 0, 0, -0.08, 0.22, 0])));
  for (const side of [-1, 1]) {
    brush.line(
      0x7a5436,
      0.045,
      together(
        polyline([
          [side * 0.85, 0],
          [side * 0.8, -0.45],
          [side * 0.9, -0.95],
        ]),
        polyline([
          [side * 0.46, 0],
          [side * 0.5, -0.45],
        ]),
      ),
    );
    brush.form(cloth, rect(side * 0.66 - 0.2, -0.5, 0.4, 0.08, 0.03));
  }
  brush.flat(0xf7f3ea, together(rect(-0.2, -0.84, 0.12, 0.1, 0.02), rect(0.1, -0.84, 0.12, 0.1, 0.02)));
}

function paintCanopy(brush: Brush, cloth: number, top: number, half: number, drop: number): void {
  const canopy = smooth(
    [
      [0, top],
      [half * 0.6, top + drop * 0.34],
      [half, top + drop],
      [half * 0.5, top + drop * 0.9],
      [0, top + drop],
      [-half * 0.5, top + drop * 0.9],
      [-half, top + drop],
      [-half * 0.6, top + drop * 0.34],
    ],
    0.6,
  );
  brush.form(cloth, canopy);
  brush.within(canopy, () => {
    brush.flat(
      0xf7f0e2,
      together(
        polygon([
          [0, top],
          [half * 0.18, top + drop * 1.1],
          [-half * 0.18, top + drop * 1.1],
        ]),
        polygon([
          [0, top],
          [half * 0.84, top + drop * 1.1],
          [half * 0.5, top + drop * 1.1],
        ]),
        polygon([
          [0, top],
          [-half * 0.84, top + drop * 1.1],
          [-half * 0.5, top + drop * 1.1],
        ]),
      ),
      0.97,
    );
    brush.glaze(0.25, () => brush.flat(0x2b2b45, rect(-half, top + drop * 0.82, half * 2, drop * 0.3)));
  });
}

export function paintParasol(brush: Brush, dice: Dice): void {
  const cloth = dice.pick([0xc9442f, 0x2f8f8c, 0xe0a23a, 0x3b6fb0, 0xe08a95]);
  brush.flat(
    dice.pick([0xf0bd42, 0x4ba39b, 0xe08a95, 0x4f8fca]),
    polygon([-0.9, 0.02, -0.5, -0.16, 0.7, -0.16, 0.5, 0.02]),
  );
  brush.flat(0xf3ece0, rect(-0.03, -2.0, 0.06, 2.0));
  paintCanopy(brush, cloth, -2.08, 1.08, 0.62);
}

export function paintTent(brush: Brush, dice: Dice, { light }: World): void {
  const cloth = dice.pick([0xe2813a, 0x4ba39b, 0xf0bd42, 0xc9442f]);
  brush.form(cloth, smooth([-1.4, 0, -0.9, -0.9, -0.2, -1.7, 0.5, -1.2, 1.45, 0], 0.35));
  const flap = polygon([-1.3, 0, -0.2, -1.66, 0.5, 0]);
  brush.flat(cloth, flap, 0.86);
  const mouth = polygon([-0.75, 0, -0.22, -1.25, 0.12, 0]);
  if (light.lamps > 0.3) {
    brush.shine(0xffd98a, mouth);
    brush.glow(LAMPLIGHT, -0.3, -0.4, 1.8, 0.4 * light.lamps);
  } else brush.flat(0x5a4a4a, mouth);
  brush.flat(cloth, polygon([-0.75, 0, -0.22, -1.25, -0.4, 0]), 1.1);
}
