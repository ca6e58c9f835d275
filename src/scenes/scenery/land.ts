import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { dab, ellipse, type Point, polygon, type Shape, smooth, together } from '../paint/shapes.ts';
import { grassColour, leafColours, type World } from '../world.ts';

/** The ground from the horizon down: a gradient from the hazy distance to the rich foreground. */
export function paintGround(brush: Brush, colour: Colour, from: number, to = 1.02): void {
  const steps = 5;
  const { context, light } = brush;
  const gradient = context.createLinearGradient(0, from, 0, to);
  const depth = brush.depth;
  for (let i = 0; i <= steps; i++) {
    brush.depth = 1 - i / steps;
    gradient.addColorStop(
      i / steps,
      brush.tone(mix(colour, light.cool, (0.12 * i) / steps), 1.04 - (0.12 * i) / steps),
    );
  }
  brush.depth = depth;
  context.fillStyle = gradient;
  context.fillRect(0, from, 1, to - from);
}

/** A line of hills across the picture. @param rise how high above `base`, in units of the picture */
export function ridge(dice: Dice, base: number, rise: number, bumps: number): Shape {
  const points: Point[] = [[-0.1, 1.1]];
  const phase = dice.range(0, 6);
  for (let i = 0; i <= bumps * 3; i++) {
    const t = i / (bumps * 3);
    const wave = 0.5 + 0.34 * Math.sin(t * bumps * 4 + phase) + 0.16 * Math.sin(t * bumps * 9 + phase * 2);
    points.push([-0.1 + 1.2 * t, base - rise * wave]);
  }
  points.push([1.1, 1.1]);
  return shapeOnBase(points, base);
}

/** Jagged mountains with lit and shaded flanks and, when high, snow. */
export function paintMountains(brush: Brush, dice: Dice, { snowy, light }: World, base: number, rise: number): void {
  const count = dice.whole(3, 5);
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => (a % 2) - (b % 2));
  for (const i of order) {
    const x = (i + dice.range(0.2, 0.8)) / count;
    const h = rise * dice.range(0.6, 1);
    const w = h * dice.range(0.9, 1.3) + 0.06;
    const colour = dice.pick([0x7488a8, 0x6a7d9c, 0x8093ad]);
    const peak: Point = [x, base - h];
    const crest: Point[] = [
      [x - w, base],
      [x - w * 0.62, base - h * 0.36],
      [x - w * 0.36, base - h * 0.58],
      [x - w * 0.14, base - h * 0.88],
      peak,
      [x + w * 0.18, base - h * 0.8],
      [x + w * 0.4, base - h * 0.5],
      [x + w * 0.7, base - h * 0.28],
      [x + w, base],
    ];
    const lit = light.from[0] > 0 ? 1 : -1;
    brush.fade(colour, mix(colour, 0x9fb2bf, 0.5), polygon(crest));
    brush.within(polygon(crest), () => {
      const side: Point[] = [
        peak,
        [x + lit * w * 0.05, base - h * 0.72],
        [x - lit * w * 0.06, base - h * 0.5],
        [x + lit * w * 0.1, base - h * 0.25],
        [x, base],
        [x + lit * w * 1.2, base],
        [x + lit * w * 1.2, base - h],
      ];
      brush.glaze(0.4, () => brush.flat(colour, polygon(side), 1.35));
      if (h > 0.11 || snowy) {
        const cap: Point[] = [
          [x - w, base - h],
          [x - w * 0.3, base - h * 0.62],
          [x - w * 0.12, base - h * 0.74],
          [x - w * 0.02, base - h * 0.6],
          [x + w * 0.1, base - h * 0.76],
          [x + w * 0.26, base - h * 0.6],
          [x + w, base - h],
        ];
        brush.glaze(0.9, () => brush.flat(0xf6f7fa, polygon(cap)));
        brush.glaze(0.4, () =>
          brush.flat(
            0x8fa3c4,
            polygon([
              peak,
              [x - lit * w * 0.02, base - h * 0.62],
              [x - lit * w * 0.4, base - h * 0.5],
              [x - lit * w * 0.4, base - h],
            ]),
          ),
        );
      }
    });
  }
}

/** A far wood: round and pointed crowns along a line. */
export function paintWood(
  brush: Brush,
  dice: Dice,
  world: World,
  base: number,
  height: number,
  from = -0.05,
  to = 1.05,
): void {
  const colour = mix(dice.pick(leafColours(world)), 0x4a6a5a, 0.45);
  for (const [k, dy] of [
    [0.86, 0],
    [1.02, 0.3],
  ] as const) {
    const crowns: Shape[] = [];
    for (let x = from; x < to; x += height * dice.range(0.35, 0.8)) {
      const h = height * dice.range(0.5, 1) * (1 - dy);
      crowns.push(
        dice.chance(0.25)
          ? polygon([
              [x - h * 0.32, base],
              [x, base - h * 1.25],
              [x + h * 0.32, base],
            ])
          : ellipse(x, base - h * 0.5, h * 0.46, h * 0.56),
      );
    }
    brush.flat(colour, together(...crowns), k);
  }
}

/** Strokes of lighter and darker paint over a stretch of ground. */
export function paintDabs(
  brush: Brush,
  dice: Dice,
  colour: Colour,
  area: readonly [x0: number, y0: number, x1: number, y1: number],
  count: number,
): void {
  const [x0, y0, x1, y1] = area;
  for (const [k, alpha] of [
    [1.22, 0.28],
    [0.82, 0.22],
    [1.1, 0.3],
  ] as const) {
    const dabs = Array.from({ length: count }, () => {
      const t = dice.next();
      const y = y0 + (y1 - y0) * t;
      const length = 0.012 + 0.05 * t * dice.range(0.4, 1);
      return dab(dice.range(x0, x1), y, length, 0.0018 + 0.005 * t);
    });
    brush.glaze(alpha, () => brush.flat(colour, together(...dabs), k));
  }
}

/** Tufts of grass and flowers, small in the distance and larger in front. */
export function paintMeadow(brush: Brush, dice: Dice, world: World, from: number, to: number, count: number): void {
  if (world.snowy) return;
  const grass = grassColour(world);
  const blades: Shape[] = [];
  const petals = new Map<Colour, Shape[]>();
  const bright = world.season !== 'winter' && dice.chance(0.75);
  const bunch = [
    dice.pick([0xd9483f, 0xf3d35a, 0xf7f3ea, 0xb688c9, 0xf08fa0]),
    dice.pick([0xf7f3ea, 0xf0bd42, 0x7f8fd6]),
  ];
  for (let i = 0; i < count; i++) {
    const t = dice.next() ** 0.8;
    const [x, y] = [dice.next(), from + (to - from) * t];
    const h = (0.008 + 0.02 * t) * dice.range(0.6, 1.1);
    for (const lean of [-0.5, 0, 0.5])
      blades.push(
        polygon([
          [x + lean * h * 0.3 - h * 0.08, y],
          [x + lean * h, y - h * dice.range(0.8, 1.1)],
          [x + lean * h * 0.3 + h * 0.08, y],
        ]),
      );
    if (bright && dice.chance(0.5)) {
      const colour = dice.pick(bunch);
      const spots = petals.get(colour) ?? [];
      for (let j = 0; j < 3; j++)
        spots.push(ellipse(x + dice.range(-1.6, 1.6) * h, y - h * dice.range(0.2, 1.1), h * 0.17));
      petals.set(colour, spots);
    }
  }
  brush.glaze(0.75, () => brush.flat(grass, together(...blades), 0.72));
  for (const [colour, spots] of petals) brush.flat(colour, together(...spots));
}

function shapeOnBase(points: readonly Point[], base: number): Shape {
  const shape = smooth(points, 0.9);
  return { box: [0, shape.box[1], 1, base + 0.05], trace: shape.trace };
}
