import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { INK } from '../paint/paints.ts';
import {
  arc,
  curved,
  ellipse,
  limb,
  type Point,
  polygon,
  polyline,
  rect,
  type Shape,
  smooth,
  together,
} from '../paint/shapes.ts';

type Pose = 'sitting' | 'walking' | 'lying';
type Kind = 'plain' | 'tabby' | 'tuxedo' | 'calico';

const COATS: readonly { name: string; coat: Colour; mark: Colour }[] = [
  { name: 'orange', coat: 0xe0924a, mark: 0xb5622a },
  { name: 'grey', coat: 0x8b909c, mark: 0x5d6270 },
  { name: 'black', coat: 0x403f4a, mark: 0x2a2933 },
  { name: 'white', coat: 0xf3ebdd, mark: 0xd8a05e },
  { name: 'brown', coat: 0xa27a55, mark: 0x69472f },
  { name: 'cream', coat: 0xe9cfa4, mark: 0xb98a58 },
];

interface Look {
  kind: Kind;
  coat: Colour;
  mark: Colour;
  chest: Colour;
  eyes: Colour;
  collar: Colour | null;
  curl: number;
}

export function chooseCat(dice: Dice): Figure {
  const kind = dice.weighted<Kind>({ plain: 2, tabby: 4, tuxedo: 2, calico: 2 });
  const pose = dice.weighted<Pose>({ sitting: 5, walking: 4, lying: 2 });
  const coat = dice.pick(COATS);
  const look: Look = {
    kind,
    coat: coat.coat,
    mark: coat.mark,
    chest: 0xf7f0e4,
    eyes: dice.pick([0x9cc24a, 0xe2b93c, 0x6fb3c9]),
    collar: dice.chance(0.45) ? dice.pick([0xc9342f, 0x2f6fb8, 0xe3a63a]) : null,
    curl: dice.range(-0.1, 0.1),
  };
  const size = 0.9 * dice.range(0.9, 1.12);
  const [width, height] = { sitting: [0.66, 0.92], walking: [1.1, 0.82], lying: [1.05, 0.6] }[pose];
  const paintPose = { sitting: paintSitting, walking: paintWalking, lying: paintLying }[pose];
  return {
    attributes: { colour: coat.name, kind, pose },
    width: width * size,
    height: height * size,
    paint(brush) {
      brush.castShadow(width * 0.85 * size, height * 0.8 * size);
      brush.at(0, 0, size, () => paintPose(brush, look));
    },
  };
}

function paintSitting(brush: Brush, look: Look): void {
  const { coat } = look;
  const tail = limb(
    [
      [-0.22, -0.06],
      [-0.42, -0.08],
      [-0.5, -0.24],
      [-0.42 + look.curl, -0.42],
    ],
    [0.1, 0.095, 0.085, 0.06],
  );
  paintTail(brush, look, tail);
  const body = smooth([
    -0.1, -0.58, 0.12, -0.58, 0.2, -0.36, 0.25, -0.14, 0.2, -0.01, -0.24, -0.01, -0.31, -0.16, -0.24, -0.38,
  ]);
  brush.form(coat, body);
  paintMarks(brush, look, body);
  brush.within(body, () => {
    if (look.kind !== 'plain')
      brush.flat(look.chest, smooth([-0.02, -0.56, 0.13, -0.54, 0.13, -0.3, 0.06, -0.22, -0.02, -0.34]));
    brush.line(
      coat,
      0.02,
      together(curved([-0.08, -0.3, -0.02, -0.14, -0.02, -0.02]), curved([-0.22, -0.28, -0.1, -0.2, -0.1, -0.04])),
      0.66,
    );
    brush.line(coat, 0.02, curved([0.09, -0.28, 0.085, -0.1, 0.085, -0.02]), 0.66);
  });
  const paws = look.kind === 'tuxedo' || look.kind === 'calico' ? look.chest : coat;
  brush.flat(paws, together(ellipse(0.02, -0.025, 0.075, 0.036), ellipse(0.16, -0.025, 0.075, 0.036)));
  brush.at(0.03, -0.68, 1, () => paintHead(brush, look));
}

function paintWalking(brush: Brush, look: Look): void {
  const { coat } = look;
  const leg = (x: number, foot: number, k: number) => {
    const shape = limb(
      [
        [x, -0.36],
        [(x + foot) / 2 + 0.02, -0.18],
        [foot, -0.03],
      ],
      [0.17, 0.09, 0.075],
    );
    if (k < 1) brush.flat(coat, shape, k);
    else brush.form(coat, shape, 0.6);
    brush.flat(look.kind === 'tuxedo' ? look.chest : coat, ellipse(foot + 0.025, -0.025, 0.06, 0.03), k);
  };
  leg(0.24, 0.36, 0.68);
  leg(-0.26, -0.36, 0.68);
  paintTail(
    brush,
    look,
    limb(
      [
        [-0.34, -0.42],
        [-0.5, -0.5],
        [-0.56, -0.7],
        [-0.46 + look.curl, -0.86],
      ],
      [0.09, 0.08, 0.07, 0.055],
    ),
  );
  const body = smooth([
    -0.39, -0.4, -0.3, -0.51, -0.05, -0.48, 0.2, -0.52, 0.36, -0.5, 0.4, -0.36, 0.26, -0.25, -0.02, -0.26, -0.3, -0.26,
  ]);
  brush.form(coat, body);
  paintMarks(brush, look, body);
  leg(-0.27, -0.2, 1);
  leg(0.26, 0.17, 1);
  brush.at(0.42, -0.57, 0.95, () => paintHead(brush, look));
}

function paintLying(brush: Brush, look: Look): void {
  const { coat } = look;
  const body = smooth([-0.46, -0.12, -0.4, -0.3, -0.12, -0.38, 0.18, -0.36, 0.36, -0.24, 0.4, -0.04, 0.3, 0, -0.4, 0]);
  brush.form(coat, body);
  paintMarks(brush, look, body);
  brush.form(coat, smooth([-0.4, -0.04, -0.32, -0.24, -0.12, -0.24, -0.06, -0.08, -0.14, 0, -0.36, 0]), 0.7);
  paintTail(brush, look, limb([-0.42, -0.06, -0.3, -0.025, -0.04, -0.045, 0.1, -0.05], [0.09, 0.09, 0.085, 0.06]));
  const paws = look.kind === 'plain' || look.kind === 'tabby' ? coat : look.chest;
  brush.flat(paws, smooth([0.22, -0.08, 0.46, -0.09, 0.5, -0.03, 0.44, 0, 0.22, 0]), 0.95);
  brush.at(0.34, -0.37, 1, () => paintHead(brush, look));
}

function paintTail(brush: Brush, look: Look, tail: Shape): void {
  brush.form(look.coat, tail, 0.8);
  brush.within(tail, () => {
    if (look.kind !== 'tabby') return;
    const [x0, y0, x1, y1] = tail.box;
    for (let i = 0; i < 4; i++)
      brush.line(
        look.mark,
        0.03,
        polyline([
          [x0, y0 + ((y1 - y0) * (i + 0.5)) / 4],
          [x1, y0 + ((y1 - y0) * (i + 0.2)) / 4],
        ]),
      );
  });
}

function paintMarks(brush: Brush, look: Look, body: Shape): void {
  const [x0, y0, x1, y1] = body.box;
  const [w, h] = [x1 - x0, y1 - y0];
  brush.within(body, () => {
    if (look.kind === 'tabby') {
      for (let i = 0; i < 6; i++) {
        const x = x0 + w * (0.08 + i * 0.15);
        brush.line(
          look.mark,
          0.028,
          curved([
            [x, y0 - 0.02],
            [x + 0.03, y0 + h * 0.2],
            [x, y0 + h * (0.42 + 0.1 * (i % 2))],
          ]),
        );
      }
    } else if (look.kind === 'calico') {
      brush.flat(look.mark, ellipse(x0 + w * 0.3, y0 + h * 0.25, w * 0.2, h * 0.24));
      brush.flat(INK, ellipse(x0 + w * 0.66, y0 + h * 0.12, w * 0.16, h * 0.2), 1.1);
    } else if (look.kind === 'tuxedo') {
      brush.flat(look.chest, ellipse(x1 - w * 0.12, y1 - h * 0.15, w * 0.22, h * 0.3));
    }
  });
}

/** A round head seen half from the front, its middle at (0, 0). */
function paintHead(brush: Brush, look: Look): void {
  const { coat, mark } = look;
  const ear = (side: number): Point[] => [
    [side * 0.2 + 0.01, -0.05],
    [side * 0.19 + 0.02, -0.27],
    [side * 0.03 + 0.02, -0.13],
  ];
  if (look.collar !== null) brush.line(look.collar, 0.045, arc(0.0, 0.04, 0.13, 0.12, 0.2 * Math.PI, 0.8 * Math.PI));
  brush.form(coat, polygon(ear(-1)), 0.6);
  brush.form(coat, polygon(ear(1)), 0.6);
  brush.detail(() => {
    for (const side of [-1, 1])
      brush.flat(
        0xe7a298,
        polygon([
          [side * 0.16 + 0.015, -0.11],
          [side * 0.165 + 0.02, -0.22],
          [side * 0.07 + 0.02, -0.14],
        ]),
        0.92,
      );
  });
  const face = smooth([
    0, -0.16, 0.13, -0.13, 0.21, -0.01, 0.17, 0.1, 0.04, 0.15, -0.04, 0.15, -0.17, 0.1, -0.2, -0.01, -0.13, -0.13,
  ]);
  brush.form(coat, face, 0.7);
  brush.within(face, () => {
    if (look.kind === 'tabby')
      for (const x of [-0.05, 0.02, 0.09])
        brush.line(
          mark,
          0.026,
          polyline([
            [x, -0.18],
            [x * 0.8 + 0.005, -0.09],
          ]),
        );
    if (look.kind === 'tabby')
      for (const side of [-1, 1])
        brush.line(
          mark,
          0.02,
          polyline([
            [side * 0.22, 0.03],
            [side * 0.14 + 0.02, 0.04],
          ]),
        );
    if (look.kind === 'calico') brush.flat(mark, ellipse(-0.12, -0.12, 0.12, 0.12));
    brush.flat(look.kind === 'plain' ? coat : look.chest, ellipse(0.035, 0.1, 0.1, 0.065), 1.04);
    brush.glaze(0.35, () =>
      brush.flat(0xe06a5a, together(ellipse(-0.11, 0.06, 0.035, 0.022), ellipse(0.17, 0.06, 0.03, 0.022))),
    );
  });
  brush.detail(() => {
    for (const x of [-0.06, 0.11]) {
      brush.flat(look.eyes, ellipse(x, -0.015, 0.034, 0.036));
      brush.flat(INK, ellipse(x + 0.006, -0.012, 0.016, 0.031));
      brush.flat(0xffffff, ellipse(x + 0.014, -0.028, 0.009));
    }
    brush.flat(0xd8736f, polygon([0.005, 0.042, 0.06, 0.042, 0.033, 0.072]));
    brush.line(
      INK,
      0.012,
      together(
        arc(0.008, 0.078, 0.026, 0.026, 0, 0.8 * Math.PI),
        arc(0.06, 0.078, 0.026, 0.026, 0.2 * Math.PI, Math.PI),
      ),
    );
    brush.line(
      0xfaf6ee,
      0.008,
      together(
        polyline([0.1, 0.07, 0.28, 0.04]),
        polyline([0.1, 0.085, 0.28, 0.1]),
        polyline([-0.04, 0.07, -0.25, 0.04]),
        polyline([-0.04, 0.085, -0.25, 0.1]),
      ),
    );
  });
  if (look.collar !== null) brush.flat(0xf0c24e, together(ellipse(0.02, 0.175, 0.026), rect(0.014, 0.15, 0.012, 0.02)));
}
