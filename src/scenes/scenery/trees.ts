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
  brush.flat(leaf, together(...lobes.map(({ x, y, r }) => ellipse(x, y, r, r * 0.94)), ...looseLeaves(dice, middle, radius)), 0.68);
  brush.detail(() => paintClumps(brush, dice, world, leaf, lobes, { x: 0, y: middle, radius }));
}

interface Disc {
  x: number;
  y: number;
  r: number;
}

/** Leaves that stick out of a crown's edge. */
function looseLeaves(dice: Dice, middle: number, radius: number): Shape[] {
  return Array.from({ length: 22 }, () => {
    const angle = dice.range(0, 2 * Math.PI);
    const reach = radius * dice.range(0.92, 1.06);
    return ellipse(Math.cos(angle) * reach, middle + Math.sin(angle) * reach * 0.88, radius * 0.06, radius * 0.035, dice.range(0, 3));
  });
}

/** Dabs of leaves inside the lobes of a crown: the nearer the light, the brighter. */
function paintClumps(brush: Brush, dice: Dice, { light }: World, leaf: Colour, lobes: readonly Disc[], crown: { x: number; y: number; radius: number }): void {
  const tones: Shape[][] = [[], [], [], [], []];
  const { radius } = crown;
  for (let i = 0; i < 120; i++) {
    const lobe = lobes[i % lobes.length];
    const [angle, reach] = [dice.range(0, 2 * Math.PI), Math.sqrt(dice.next()) * lobe.r * 0.9];
    const [x, y] = [lobe.x + Math.cos(angle) * reach, lobe.y + Math.sin(angle) * reach * 0.94];
    const toward = ((x - crown.x) * light.from[0] + (y - crown.y) * light.from[1]) / radius + ((Math.cos(angle) * light.from[0] + Math.sin(angle) * light.from[1]) * reach) / lobe.r / 2.4 + dice.range(-0.16, 0.16);
    const tone = toward < -0.5 ? 0 : toward < -0.2 ? -1 : toward < 0.18 ? 1 : toward < 0.55 ? 2 : toward < 0.82 ? 3 : 4;
    if (tone < 0) continue;
    const size = radius * (tone === 0 || tone === 4 ? dice.range(0.035, 0.06) : dice.range(0.075, 0.15));
    tones[tone].push(ellipse(x, y, size, size * dice.range(0.55, 0.8), dice.range(-0.6, 0.6)));
  }
  [0.55, 0.86, 1, 1.13, 1.3].forEach((k, i) => {
    if (tones[i].length > 0) brush.flat(leaf, together(...tones[i]), k);
  });
}

function paintPoplar(brush: Brush, dice: Dice, world: World, tall: number): void {
  brush.form(0x7a5a43, limb([[0, -0.03], [0, -tall * 0.3]], [tall * 0.05, tall * 0.035]));
  const leaf = mix(dice.pick(leafColours(world)), 0x3f6e4a, 0.35);
  const half = tall * 0.13;
  const shape = (k: number, dx: number): Shape => smooth([[dx, -tall], [dx + half * 0.7 * k, -tall * 0.72], [dx + half * k, -tall * 0.4], [dx + half * 0.6 * k, -tall * 0.12], [dx - half * 0.6 * k, -tall * 0.12], [dx - half * k, -tall * 0.4], [dx - half * 0.7 * k, -tall * 0.72]]);
  brush.flat(leaf, shape(1, 0), 0.74);
  const lobes = [0.24, 0.42, 0.6, 0.76, 0.88].map((t) => ({ x: 0, y: -tall * t, r: half * (t < 0.5 ? 0.95 : 1.5 - t * 1.25) }));
  brush.detail(() => {
    brush.within(shape(1, 0), () => {
      for (const lobe of lobes) paintClumps(brush, dice, world, leaf, [lobe], { x: lobe.x, y: lobe.y, radius: lobe.r * 1.2 });
    });
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
      if (world.snowy) brush.flat(0xf4f7fa, smooth([[-half * 1.1, foot], [-half * 0.5, foot - tall * 0.13], [0, top - tall * 0.02], [half * 0.5, foot - tall * 0.13], [half * 1.1, foot], [half * 0.72, foot - tall * 0.035], [half * 0.44, foot - tall * 0.06], [half * 0.16, foot - tall * 0.1], [-half * 0.14, foot - tall * 0.06], [-half * 0.4, foot - tall * 0.08], [-half * 0.74, foot - tall * 0.03]], 0.8));
    });
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
  const at = (t: number): Point => [x + Math.cos(angle) * length * t, y + Math.sin(angle) * length * 0.75 * t + length * 0.52 * t * t - length * 0.06 * Math.sin(Math.PI * t)];
  const upper: Point[] = [];
  const lower: Point[] = [];
  const steps = 9;
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const [px, py] = at(t);
    upper.push([px, py - length * 0.03 * Math.sin(Math.PI * t)]);
    const hang = length * 0.24 * Math.sin(Math.PI * Math.min(1, t * 0.86 + 0.1));
    lower.unshift([px + Math.cos(angle) * length * 0.03, py + hang], [px + Math.cos(angle) * length * 0.035, py + hang * 0.3]);
  }
  return polygon([...upper, ...lower]);
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
      const discs = [...lobes, { x: 0, y: -size * 0.25, r: size * 0.4 }];
      brush.flat(leaf, together(...discs.map(({ x, y, r }) => ellipse(x, y, r, r * 0.9)), ellipse(0, -size * 0.2, size * 0.85, size * 0.22)), 0.7);
      brush.detail(() => {
        paintClumps(brush, own, world, leaf, discs, { x: 0, y: -size * 0.4, radius: size * 0.8 });
        if (world.snowy) brush.flat(0xf4f7fa, together(...lobes.map(({ x, y, r }) => ellipse(x, y - r * 0.5, r * 0.8, r * 0.4))));
        if (!world.snowy && own.chance(0.6)) {
          const flower = own.pick([0xf0a3b0, 0xf7f3ea, 0xd9483f, 0xb688c9, 0xf0bd42]);
          brush.flat(flower, together(...Array.from({ length: 14 }, () => ellipse(own.range(-0.75, 0.75) * size, -size * own.range(0.2, 0.85), size * 0.055))));
        }
      });
    },
  };
}
