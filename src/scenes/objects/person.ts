import type { Dice } from '../dice.ts';
import type { Figure, Surroundings } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { CLOTHES, choosePaint, HAIRS, SKINS } from '../paint/paints.ts';
import { ellipse, limb, type Point, polygon, rect, type Shape, smooth } from '../paint/shapes.ts';
import { chooseHead, paintHead, paintHeadBehind } from './person-head.ts';
import { paintUmbrella } from './umbrella.ts';

const POSES = { standing: 3, walking: 4, waving: 2, running: 1 };
const GARMENTS = { sweater: 4, coat: 3, dress: 3, shirt: 3 };
type Pose = keyof typeof POSES;
type Garment = keyof typeof GARMENTS;

interface Look {
  pose: Pose;
  garment: Garment;
  top: Colour;
  legs: Colour;
  shoes: Colour;
  trim: Colour;
  skin: Colour;
  pattern: 'plain' | 'striped' | 'dotted';
  scarf: boolean;
  backpack: boolean;
  stride: number;
}

/** Feet apart, knees and arms by pose: x of the near and far foot, and where the hands are. */
const STANCE: Readonly<Record<Pose, { feet: Point; knees: Point; near: Point[]; far: Point[] }>> = {
  standing: {
    feet: [0.09, -0.1],
    knees: [0.09, -0.1],
    near: [
      [0.19, -1.2],
      [0.27, -0.98],
      [0.25, -0.76],
    ],
    far: [
      [-0.19, -1.2],
      [-0.27, -0.98],
      [-0.24, -0.76],
    ],
  },
  walking: {
    feet: [0.24, -0.25],
    knees: [0.17, -0.1],
    near: [
      [-0.17, -1.21],
      [-0.28, -1.0],
      [-0.32, -0.79],
    ],
    far: [
      [0.16, -1.21],
      [0.29, -1.02],
      [0.38, -0.86],
    ],
  },
  waving: {
    feet: [0.1, -0.1],
    knees: [0.1, -0.1],
    near: [
      [0.18, -1.2],
      [0.36, -1.26],
      [0.4, -1.54],
    ],
    far: [
      [-0.19, -1.2],
      [-0.28, -1.0],
      [-0.22, -0.8],
    ],
  },
  running: {
    feet: [0.34, -0.44],
    knees: [0.26, -0.14],
    near: [
      [-0.13, -1.21],
      [-0.34, -1.07],
      [-0.22, -0.88],
    ],
    far: [
      [0.18, -1.2],
      [0.34, -1.04],
      [0.42, -1.22],
    ],
  },
};

export function choosePerson(dice: Dice, { weather }: Surroundings): Figure {
  const child = dice.chance(0.22);
  const pose = dice.weighted<Pose>(POSES);
  const garment = dice.weighted<Garment>(weather === 'snow' ? { coat: 5, sweater: 3 } : GARMENTS);
  const top = choosePaint(dice, CLOTHES);
  const look: Look = {
    pose,
    garment,
    top: top.colour,
    legs: dice.pick([0x39425f, 0x4c5b7c, 0x5a4a42, 0x2f3440, 0x8c7a5c, 0x6a3f45]),
    shoes: dice.pick([0x4a2f26, 0x2c2a30, 0xb8452f, 0xe9e2d4]),
    trim: choosePaint(dice, ['white', 'yellow', 'red', 'teal', 'orange']).colour,
    skin: dice.pick(SKINS),
    pattern: garment === 'coat' ? 'plain' : dice.pick(['plain', 'striped', 'dotted', 'plain'] as const),
    scarf: dice.chance(weather === 'snow' ? 0.8 : 0.15),
    backpack: dice.chance(0.2),
    stride: dice.range(0.85, 1.1),
  };
  const drawn = chooseHead(dice, look.skin, dice.pick(HAIRS), weather);
  const head = { ...drawn, beard: drawn.beard && garment !== 'dress' && !child };
  const umbrella =
    weather === 'rain' && pose !== 'running' && dice.chance(0.6)
      ? choosePaint(dice, ['red', 'yellow', 'blue', 'teal', 'pink']).colour
      : null;
  const size = (child ? 0.7 : 1) * dice.range(0.94, 1.06);
  const headSize = child ? 1.34 : 1.1;
  return {
    attributes: { colour: top.name, kind: child ? 'child' : 'adult', pose },
    width: 0.75 * size,
    height: 1.74 * size,
    paint(brush) {
      brush.castShadow(0.6 * size, 1.7 * size);
      brush.at(0, 0, size, () => {
        const lean = pose === 'running' ? 0.07 : 0;
        const paintHeadPart = (part: typeof paintHead) => brush.at(lean, -1.35, headSize, () => part(brush, head));
        paintHeadPart(paintHeadBehind);
        paintArm(brush, look, STANCE[pose].far, 0.78);
        paintLegs(brush, look);
        if (look.backpack) brush.form(look.trim, rect(-0.36, -1.26, 0.24, 0.46, 0.1));
        paintTorso(brush, look);
        brush.form(look.skin, rect(-0.06 + lean, -1.42, 0.12, 0.17, 0.03), 0.6);
        if (look.scarf) brush.form(look.trim, rect(-0.15 + lean, -1.39, 0.3, 0.12, 0.06));
        paintHeadPart(paintHead);
        if (look.scarf) brush.form(look.trim, rect(0.05, -1.34, 0.1, 0.34, 0.04));
        if (umbrella === null) paintArm(brush, look, STANCE[pose].near, 1);
        else {
          paintUmbrella(brush, umbrella, look.trim);
          paintArm(
            brush,
            look,
            [
              [0.19, -1.2],
              [0.31, -1.02],
              [0.24, -1.14],
            ],
            1,
          );
        }
      });
    },
  };
}

function paintLegs(brush: Brush, look: Look): void {
  const { feet, knees } = STANCE[look.pose];
  const lift = look.pose === 'running' ? -0.22 : 0;
  const bare = look.garment === 'dress';
  const draw = (foot: number, knee: number, hip: number, k: number, y: number) => {
    const x = foot * look.stride;
    const [colour, wide, thin] = bare ? [look.skin, 0.13, 0.09] : [look.legs, 0.21, 0.15];
    if (k < 1)
      brush.flat(
        colour,
        limb(
          [
            [hip, -0.82],
            [knee, -0.42],
            [x, -0.07 + y],
          ],
          [wide, wide * 0.85, thin],
        ),
        k,
      );
    else
      brush.form(
        colour,
        limb(
          [
            [hip, -0.82],
            [knee, -0.42],
            [x, -0.07 + y],
          ],
          [wide, wide * 0.85, thin],
        ),
        0.7,
      );
    brush.flat(
      look.shoes,
      smooth(
        [
          [x - 0.09, -0.09 + y],
          [x + 0.04, -0.11 + y],
          [x + 0.17, -0.05 + y],
          [x + 0.16, y],
          [x - 0.09, y],
        ],
        0.7,
      ),
      k,
    );
  };
  draw(feet[1], knees[1], -0.09, 0.78, lift);
  draw(feet[0], knees[0], 0.08, 1, 0);
}

function paintTorso(brush: Brush, look: Look): void {
  const hem = { sweater: -0.72, shirt: -0.74, coat: -0.5, dress: -0.46 }[look.garment];
  const flare = { sweater: 0.2, shirt: 0.19, coat: 0.26, dress: 0.36 }[look.garment];
  const lean = look.pose === 'running' ? 0.06 : 0;
  const torso: Shape = smooth(
    [
      [-0.1 + lean, -1.33],
      [0.1 + lean, -1.33],
      [0.22 + lean, -1.24],
      [0.2, -0.98],
      [flare, hem - 0.02],
      [0, hem + 0.02],
      [-flare, hem - 0.02],
      [-0.2, -0.98],
      [-0.22 + lean, -1.24],
    ],
    0.75,
  );
  brush.form(look.top, torso);
  brush.within(torso, () => {
    if (look.pattern === 'striped')
      for (let y = -1.2; y < hem; y += 0.16) brush.flat(look.trim, rect(-0.45, y, 0.9, 0.06), 0.96);
    if (look.pattern === 'dotted') {
      for (let i = 0; i < 18; i++)
        brush.flat(look.trim, ellipse(-0.3 + (i % 5) * 0.14 + (i % 2) * 0.05, -1.2 + Math.floor(i / 5) * 0.17, 0.025));
    }
    if (look.garment === 'coat') {
      brush.line(look.top, 0.018, rect(0.05, -1.3, 0.001, 0.9), 0.6);
      for (let i = 0; i < 3; i++) brush.flat(look.trim, ellipse(0.1, -1.12 + i * 0.17, 0.022));
    }
    brush.glaze(0.3, () =>
      brush.flat(
        look.top,
        polygon([
          [-0.5, -1.4],
          [-0.13, -1.4],
          [-0.1, hem + 0.1],
          [-0.5, hem + 0.1],
        ]),
        0.5,
      ),
    );
  });
}

function paintArm(brush: Brush, look: Look, joints: Point[], k: number): void {
  const hand = joints[2];
  brush.flat(look.skin, ellipse(hand[0], hand[1], 0.058), k);
  const sleeve: Point[] =
    look.garment === 'shirt' || look.garment === 'dress'
      ? [joints[0], between(joints[0], joints[1], 0.7)]
      : [joints[0], joints[1], between(joints[1], hand, 0.86)];
  if (sleeve.length === 2) brush.flat(look.skin, limb([joints[0], joints[1], hand], [0.1, 0.09, 0.075]), k * 0.98);
  const widths = sleeve.length === 2 ? [0.16, 0.15] : [0.16, 0.145, 0.12];
  if (k < 1) brush.flat(look.top, limb(sleeve, widths), k);
  else {
    brush.flat(
      look.top,
      limb(
        sleeve,
        widths.map((w) => w + 0.024),
      ),
      0.74,
    );
    brush.form(look.top, limb(sleeve, widths), 0.8);
  }
}

function between(a: Point, b: Point, share: number): Point {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
