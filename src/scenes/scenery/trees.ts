import { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { ellipse, limb, type Point, polygon, polyline, type Shape, smooth, together } from '../paint/shapes.ts';
import { leafColours, type Prop, type World } from '../world.ts';

export type TreeKind = 'round' | 'pine' | 'birch' | 'poplar' | 'palm' | 'bare';

/** Kinds that stand in a green setting at this season. */
export function chooseTreeKind(dice: Dice, { season, snowy }: World): TreeKind {
  if (snowy) return dice.weighted<TreeKind>({ pine: 5, bare: 3 });
  return dice.weighted<TreeKind>({ round: 6, pine: season === 'autumn' ? 1 : 2, birch: 2, poplar: 1.5 });
}

export function treeProp(dice: Dice, world: World, x: number, y: number, kind = chooseTreeKind(dice, world), tall = dice.range(3.2, 5)): Prop {
  const seed = dice.seedFor();
  return {
    x,
    y,
    foot: 0.35,
    width: kind === 'poplar' ? tall * 0.32 : tall * 0.72,
    height: tall,
    flip: dice.chance(0.5),
    paint(brush) {
      const own = new Dice(seed);
      brush.castShadow(tall * (kind === 'poplar' ? 0.4 : 0.7), tall * 0.5);
      PAINTERS[kind](brush, own, world, tall);
    },
  };
}

const PAINTERS: Readonly<Record<TreeKind, (brush: Brush, dice: Dice, world: World, tall: number) => void>> = {
  round: (brush, dice, world, tall) => paintBroadleaf(brush, dice, world, tall, 0x7a5a43, dice.pick(leafColours(world)), 0.34),
  birch: (brush, dice, world, tall) => paintBroadleaf(brush, dice, world, tall, 0xe9e3d8, mix(dice.pick(leafColours(world)), 0xd8c24e, 0.4), 0.27),
  poplar: paintPoplar,
  pine: paintPine,
  palm: paintPalm,
  bare: paintBare,
};

function paintTrunk(brush: Brush, tall: number, top: number, thick: number, bark: Colour): void {
  const trunk = smooth([[-thick * 1.1, 0], [-thick * 0.55, -tall * 0.1], [-thick * 0.42, -top], [thick * 0.42, -top], [thick * 0.5, -tall * 0.1], [thick * 1.15, 0]], 0.7);
  brush.form(bark, trunk);
  brush.within(trunk, () => {
    const marks = [0.1, 0.2, 0.27, 0.36, 0.45].map((t, i) => ellipse((i % 2 === 0 ? -0.3 : 0.25) * thick, -tall * t, thick * 0.3, tall * 0.008));
    brush.glaze(bark > 0xd00000 ? 0.9 : 0.35, () => brush.flat(0x3f3a3c, together(...marks)));
  });
  brush.form(bark, limb([[0, -top * 0.72], [tall * 0.1, -top * 1.06], [tall * 0.16, -top * 1.25]], [thick * 0.6, thick * 0.45, thick * 0.2]), 0.8);
  brush.form(bark, limb([[0, -top * 0.8], [-tall * 0.09, -top * 1.1], [-tall * 0.15, -top * 1.3]], [thick * 0.55, thick * 0.4, thick * 0.2]), 0.8);
}

/** A crown in three tones of one colour, the light one toward the sun, with loose leaves about it. */
function paintBroadleaf(brush: Brush, dice: Dice, world: World, tall: number, bark: Colour, leaf: Colour, spread: number): void {
  paintTrunk(brush, tall, tall * 0.45, tall * 0.045, bark);
  const middle = -tall * 0.68;
  const radius = tall * spread;
  const lobes = Array.from({ length: 9 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 8 + dice.range(-0.2, 0.2);
    const reach = i === 8 ? 0 : radius * dice.range(0.5, 0.72);
    return { x: Math.cos(angle) * reach, y: middle + Math.sin(angle) * reach * 0.86, r: radius * (i === 8 ? 0.66 : dice.range(0.38, 0.52)) };
  });
  const [fx, fy] = world.light.from;
  const crown = (shift: number, size: number) => together(...lobes.map(({ x, y, r }) => ellipse(x * (0.4 + 0.6 * size) + fx * shift * radius, y + fy * shift * radius, r * size, r * size * 0.94)));
  const leaves = (count: number, near: number, far: number, shift: number) =>
    together(...Array.from({ length: count }, () => {
      const angle = dice.range(0, 2 * Math.PI);
      const reach = radius * dice.range(near, far);
      return ellipse(Math.cos(angle) * reach + fx * shift * radius, middle + Math.sin(angle) * reach * 0.88 + fy * shift * radius, radius * 0.055, radius * 0.033, dice.range(0, 3));
    }));
  brush.flat(leaf, together(crown(-0.04, 1), leaves(14, 0.95, 1.12, 0)), 0.7);
  brush.detail(() => {
    brush.flat(leaf, crown(0.1, 0.86), 0.88);
    brush.flat(leaf, crown(0.24, 0.64), 1.02);
    brush.flat(leaf, together(...lobes.slice(0, 6).map(({ x, y, r }) => ellipse(x * 0.8 + fx * 0.36 * radius, y + fy * 0.36 * radius, r * 0.34, r * 0.28))), 1.16);
    brush.flat(leaf, leaves(16, 0.2, 0.7, 0.36), 1.34);
    brush.flat(leaf, leaves(14, 0.3, 0.9, -0.24), 0.58);
  });
}

function paintPoplar(brush: Brush, dice: Dice, world: World, tall: number): void {
  brush.form(0x7a5a43, limb([[0, -0.03], [0, -tall * 0.3]], [tall * 0.05, tall * 0.035]));
  const leaf = mix(dice.pick(leafColours(world)), 0x3f6e4a, 0.35);
  const half = tall * 0.13;
  const shape = (k: number, dx: number): Shape => smooth([[dx, -tall], [dx + half * 0.7 * k, -tall * 0.72], [dx + half * k, -tall * 0.4], [dx + half * 0.6 * k, -tall * 0.12], [dx - half * 0.6 * k, -tall * 0.12], [dx - half * k, -tall * 0.4], [dx - half * 0.7 * k, -tall * 0.72]]);
  brush.flat(leaf, shape(1, 0), 0.74);
  const side = world.light.from[0] > 0 ? 1 : -1;
  brush.detail(() => {
    brush.flat(leaf, shape(0.7, half * 0.22 * side), 0.95);
    const strokes = (count: number) => together(...Array.from({ length: count }, () => {
      const t = dice.range(0.18, 0.92);
      return limb([[dice.range(-0.5, 0.8) * half * side * (1.1 - t * 0.6), -tall * t], [dice.range(-0.4, 0.7) * half * side * (1 - t * 0.6), -tall * (t + 0.06)]], [half * 0.1, half * 0.05]);
    }));
    brush.flat(leaf, strokes(14), 1.2);
    brush.flat(leaf, strokes(8), 0.6);
  });
}

function paintPine(brush: Brush, dice: Dice, world: World, tall: number): void {
  brush.form(0x6d4f3b, limb([[0, -0.03], [0, -tall * 0.3]], [tall * 0.06, tall * 0.05]));
  const leaf = dice.pick([0x3f6f57, 0x4a7a58, 0x35665a]);
  const tiers = 5;
  for (let i = 0; i < tiers; i++) {
    const t = i / tiers;
    const foot = -tall * (0.14 + 0.68 * t);
    const top = foot - tall * (0.34 - 0.08 * t);
    const half = tall * (0.27 - 0.2 * t);
    const hem: Point[] = [];
    const teeth = 6;
    for (let j = 0; j <= teeth; j++) hem.push([-half + (2 * half * j) / teeth, foot + (j % 2 === 0 ? 0 : -tall * 0.028) + (Math.abs(j - teeth / 2) < 2 ? tall * 0.022 : 0)]);
    const tier = polygon([[0, top], ...hem.reverse()]);
    brush.form(leaf, tier, 0.9);
    brush.within(tier, () => {
      brush.glaze(0.4, () => brush.flat(leaf, polygon([[-half, foot - tall * 0.1], [half, foot - tall * 0.1], [half * 0.6, foot - tall * 0.16], [-half * 0.6, foot - tall * 0.16]]), 0.55));
      if (world.snowy) brush.flat(0xf4f7fa, smooth([[-half * 0.5, foot - tall * 0.1], [0, top - tall * 0.02], [half * 0.5, foot - tall * 0.12], [half * 0.28, foot - tall * 0.1], [0, foot - tall * 0.16], [-half * 0.25, foot - tall * 0.08]]));
    });
    if (world.snowy) brush.flat(0xf1f5f9, together(...[-0.8, -0.35, 0.2, 0.7].map((s) => ellipse(half * s, foot - tall * 0.01 * (1 - Math.abs(s)) + tall * 0.004, half * 0.19, tall * 0.011))));
  }
}

function paintPalm(brush: Brush, dice: Dice, _world: World, tall: number): void {
  const lean = dice.range(-0.2, 0.2) * tall;
  const path: Point[] = [[0, 0], [lean * 0.2, -tall * 0.4], [lean, -tall * 0.84]];
  const trunk = limb(path, [tall * 0.075, tall * 0.05, tall * 0.042]);
  brush.form(0xa8845c, trunk);
  brush.within(trunk, () => brush.glaze(0.4, () => brush.line(0x6d4f33, tall * 0.008, together(...[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7].map((t) => polyline([[lean * t * t * 1.2 - 0.2, -tall * t], [lean * t * t * 1.2 + 0.2, -tall * t - 0.04]]))))));
  const [x, y] = path[2];
  const leaf = dice.pick([0x5f9a4c, 0x4f8b55, 0x7ea64d]);
  const frond = (angle: number, length: number, k: number) => {
    const [dx, dy] = [Math.cos(angle) * length, Math.sin(angle) * length];
    const tip: Point = [x + dx, y + dy * 0.7 + length * 0.36];
    brush.flat(leaf, smooth([[x, y], [x + dx * 0.42, y + dy * 0.9 - length * 0.1], tip, [x + dx * 0.5, y + dy * 0.62 + length * 0.12]], 0.9), k);
  };
  const count = 9;
  for (const k of [0.7, 1.06]) for (let i = 0; i < count; i++) frond(Math.PI * (1.02 + (0.96 * (i + (k > 1 ? 0.5 : 0))) / count), tall * dice.range(0.28, 0.36), k + (i % 3) * 0.06);
  brush.flat(0x7a5231, together(ellipse(x - 0.08, y + 0.06, 0.11), ellipse(x + 0.1, y + 0.07, 0.11)));
}

function paintBare(brush: Brush, dice: Dice, world: World, tall: number): void {
  const bark = 0x6a5a57;
  const branch = (from: Point, angle: number, length: number, width: number, level: number) => {
    const bend = dice.range(-0.15, 0.15);
    const mid: Point = [from[0] + Math.cos(angle) * length * 0.5, from[1] + Math.sin(angle) * length * 0.5];
    const end: Point = [mid[0] + Math.cos(angle + bend) * length * 0.5, mid[1] + Math.sin(angle + bend) * length * 0.5];
    brush.flat(bark, limb([from, mid, end], [width, width * 0.8, width * 0.55]), 1 - level * 0.04);
    if (world.snowy && level > 0 && Math.abs(Math.cos(angle)) > 0.35) brush.flat(0xf4f7fa, limb([[from[0], from[1] - width * 0.4], [mid[0], mid[1] - width * 0.45], end], [width * 0.3, width * 0.45, width * 0.2]));
    if (level === 3) return;
    const count = level === 0 ? 4 : 2;
    for (let i = 0; i < count; i++) branch(i === 0 ? end : mid, angle + (i - (count - 1) / 2) * (level === 0 ? 0.5 : 0.8) + dice.range(-0.15, 0.15), length * dice.range(0.62, 0.78), width * 0.52, level + 1);
  };
  branch([0, 0], -Math.PI / 2, tall * 0.42, tall * 0.065, 0);
}

/** A bush, now and then in flower. */
export function bushProp(dice: Dice, world: World, x: number, y: number): Prop {
  const seed = dice.seedFor();
  const size = dice.range(0.5, 0.9);
  return {
    x,
    y,
    foot: size,
    width: size * 2,
    height: size * 1.1,
    flip: false,
    paint(brush) {
      const own = new Dice(seed);
      brush.castShadow(size * 1.9, size * 0.6);
      const leaf = world.snowy ? 0x6d8577 : mix(own.pick(leafColours(world)), 0x4f7f48, 0.5);
      const lobes = Array.from({ length: 6 }, (_, i) => ({ x: (i / 5 - 0.5) * size * 1.4, y: -size * (0.34 + 0.24 * Math.sin((Math.PI * i) / 5)), r: size * own.range(0.32, 0.44) }));
      const layer = (shift: number, k: number) => together(...lobes.map((lobe) => ellipse(lobe.x + world.light.from[0] * shift * size, lobe.y + world.light.from[1] * shift * size, lobe.r * k, lobe.r * k * 0.9)));
      brush.flat(leaf, together(layer(0, 1), ellipse(0, -size * 0.2, size * 0.85, size * 0.22)), 0.72);
      brush.detail(() => {
        brush.flat(leaf, layer(0.1, 0.8), 0.95);
        brush.flat(world.snowy ? 0xf4f7fa : leaf, layer(0.2, 0.52), 1.15);
        if (!world.snowy && own.chance(0.6)) {
          const flower = own.pick([0xf0a3b0, 0xf7f3ea, 0xd9483f, 0xb688c9, 0xf0bd42]);
          brush.flat(flower, together(...Array.from({ length: 14 }, () => ellipse(own.range(-0.75, 0.75) * size, -size * own.range(0.2, 0.85), size * 0.055))));
        }
      });
    },
  };
}
