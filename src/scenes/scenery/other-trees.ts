import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { ellipse, limb, type Point, polygon, polyline, type Shape, smooth, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

export function paintPine(brush: Brush, dice: Dice, world: World, tall: number): void {
  brush.form(
    0x6d4f3b,
    limb(
      [
        [0, -0.03],
        [0, -tall * 0.3],
      ],
      [tall * 0.06, tall * 0.05],
    ),
  );
  const leaf = dice.pick([0x3f6f57, 0x4a7a58, 0x35665a]);
  const tiers = 5;
  for (let i = 0; i < tiers; i++) {
    const t = i / tiers;
    const foot = -tall * (0.14 + 0.68 * t);
    const top = foot - tall * (0.34 - 0.08 * t);
    const half = tall * (0.27 - 0.2 * t);
    const hem: Point[] = [];
    const teeth = 6;
    for (let j = 0; j <= teeth; j++)
      hem.push([
        -half + (2 * half * j) / teeth,
        foot + (j % 2 === 0 ? 0 : -tall * 0.028) + (Math.abs(j - teeth / 2) < 2 ? tall * 0.022 : 0),
      ]);
    const tier = polygon([[0, top], ...hem.reverse()]);
    brush.form(leaf, tier, 0.9);
    brush.within(tier, () => {
      brush.glaze(0.4, () =>
        brush.flat(
          leaf,
          polygon([
            [-half, foot - tall * 0.1],
            [half, foot - tall * 0.1],
            [half * 0.6, foot - tall * 0.16],
            [-half * 0.6, foot - tall * 0.16],
          ]),
          0.55,
        ),
      );
      if (world.snowy)
        brush.flat(
          0xf4f7fa,
          smooth(
            [
              [-half * 1.1, foot],
              [-half * 0.5, foot - tall * 0.13],
              [0, top - tall * 0.02],
              [half * 0.5, foot - tall * 0.13],
              [half * 1.1, foot],
              [half * 0.72, foot - tall * 0.035],
              [half * 0.44, foot - tall * 0.06],
              [half * 0.16, foot - tall * 0.1],
              [-half * 0.14, foot - tall * 0.06],
              [-half * 0.4, foot - tall * 0.08],
              [-half * 0.74, foot - tall * 0.03],
            ],
            0.8,
          ),
        );
    });
  }
}

export function paintPalm(brush: Brush, dice: Dice, _world: World, tall: number): void {
  const lean = dice.range(-0.2, 0.2) * tall;
  const path: Point[] = [
    [0, 0],
    [lean * 0.2, -tall * 0.4],
    [lean, -tall * 0.84],
  ];
  const trunk = limb(path, [tall * 0.075, tall * 0.05, tall * 0.042]);
  brush.form(0xa8845c, trunk);
  brush.within(trunk, () =>
    brush.glaze(0.4, () =>
      brush.line(
        0x6d4f33,
        tall * 0.008,
        together(
          ...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((t) =>
            polyline([
              [lean * t * t * 1.2 - 0.2, -tall * t],
              [lean * t * t * 1.2 + 0.2, -tall * t - 0.04],
            ]),
          ),
        ),
      ),
    ),
  );
  const [x, y] = path[2];
  const leaf = dice.pick([0x5f9a4c, 0x4f8b55, 0x7ea64d]);
  const count = 9;
  for (const k of [0.68, 1.02]) {
    for (let i = 0; i < count; i++) {
      const angle = Math.PI * (1.0 + (i + (k > 1 ? 0.5 : 0)) / count);
      brush.flat(leaf, frond(x, y, angle, tall * dice.range(0.3, 0.38)), k + (i % 3) * 0.09);
    }
  }
  brush.flat(0x7a5231, together(ellipse(x - 0.08, y + 0.06, 0.11), ellipse(x + 0.1, y + 0.07, 0.11)));
}

/** A palm's leaf: an arched rib with leaflets that hang from it. */
function frond(x: number, y: number, angle: number, length: number): Shape {
  const at = (t: number): Point => [
    x + Math.cos(angle) * length * t,
    y + Math.sin(angle) * length * 0.75 * t + length * 0.52 * t * t - length * 0.06 * Math.sin(Math.PI * t),
  ];
  const upper: Point[] = [];
  const lower: Point[] = [];
  const steps = 9;
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const [px, py] = at(t);
    upper.push([px, py - length * 0.03 * Math.sin(Math.PI * t)]);
    const hang = length * 0.24 * Math.sin(Math.PI * Math.min(1, t * 0.86 + 0.1));
    lower.unshift(
      [px + Math.cos(angle) * length * 0.03, py + hang],
      [px + Math.cos(angle) * length * 0.035, py + hang * 0.3],
    );
  }
  return polygon([...upper, ...lower]);
}

export function paintBare(brush: Brush, dice: Dice, world: World, tall: number): void {
  const bark = 0x6a5a57;
  const branch = (from: Point, angle: number, length: number, width: number, level: number) => {
    const bend = dice.range(-0.15, 0.15);
    const mid: Point = [from[0] + Math.cos(angle) * length * 0.5, from[1] + Math.sin(angle) * length * 0.5];
    const end: Point = [mid[0] + Math.cos(angle + bend) * length * 0.5, mid[1] + Math.sin(angle + bend) * length * 0.5];
    brush.flat(bark, limb([from, mid, end], [width, width * 0.8, width * 0.55]), 1 - level * 0.04);
    if (world.snowy && level > 0 && Math.abs(Math.cos(angle)) > 0.35)
      brush.flat(
        0xf4f7fa,
        limb(
          [[from[0], from[1] - width * 0.4], [mid[0], mid[1] - width * 0.45], end],
          [width * 0.3, width * 0.45, width * 0.2],
        ),
      );
    if (level === 3) return;
    const count = level === 0 ? 4 : 2;
    for (let i = 0; i < count; i++)
      branch(
        i === 0 ? end : mid,
        angle + (i - (count - 1) / 2) * (level === 0 ? 0.5 : 0.8) + dice.range(-0.15, 0.15),
        length * dice.range(0.62, 0.78),
        width * 0.52,
        level + 1,
      );
  };
  branch([0, 0], -Math.PI / 2, tall * 0.42, tall * 0.065, 0);
}
