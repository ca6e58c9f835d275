import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { INK } from '../paint/paints.ts';
import { arc, curved, ellipse, limb, type Point, polygon, rect, type Shape, smooth } from '../paint/shapes.ts';

const KINDS = { retriever: 3, terrier: 3, dachshund: 2, spitz: 2 };
type Kind = keyof typeof KINDS;
type Pose = 'standing' | 'walking' | 'sitting';

const COATS: readonly { name: string; coat: Colour; patch: Colour }[] = [
  { name: 'tan', coat: 0xd9a265, patch: 0xf3dfc0 },
  { name: 'brown', coat: 0x96603a, patch: 0xc99a6a },
  { name: 'orange', coat: 0xc66a33, patch: 0xf1d9bd },
  { name: 'black', coat: 0x45424c, patch: 0xc08a55 },
  { name: 'white', coat: 0xf1e8da, patch: 0x8e6a4c },
  { name: 'grey', coat: 0x8f9299, patch: 0xe6e2da },
];

interface Look {
  kind: Kind;
  coat: Colour;
  patch: Colour;
  collar: Colour;
  legs: number;
  long: number;
  pointed: boolean;
  patched: boolean;
  wag: number;
  tongue: boolean;
}

export function chooseDog(dice: Dice): Figure {
  const kind = dice.weighted<Kind>(KINDS);
  const pose: Pose = dice.weighted<Pose>({ standing: 4, walking: 3, sitting: 3 });
  const coat = dice.pick(COATS);
  const look: Look = {
    kind,
    coat: coat.coat,
    patch: coat.patch,
    collar: dice.pick([0xc9342f, 0x2f6fb8, 0x2f8f6c, 0xe6a52e]),
    legs: kind === 'dachshund' ? 0.52 : 1,
    long: kind === 'dachshund' ? 1.22 : kind === 'terrier' ? 0.88 : 1,
    pointed: kind === 'terrier' || kind === 'spitz',
    patched: dice.chance(0.5),
    wag: dice.range(-0.12, 0.14),
    tongue: dice.chance(0.4),
  };
  const size = (kind === 'terrier' ? 0.95 : 1.12) * dice.range(0.92, 1.1);
  return {
    attributes: { colour: coat.name, kind, pose },
    width: (pose === 'sitting' ? 0.85 : 1.25 * look.long) * size,
    height: (pose === 'sitting' ? 1.02 : 0.55 + 0.45 * look.legs) * size,
    paint(brush) {
      brush.castShadow((pose === 'sitting' ? 0.75 : 1.05 * look.long) * size, 0.8 * size);
      brush.at(0, 0, size, () => (pose === 'sitting' ? paintSitting(brush, look) : paintOnFours(brush, look, pose)));
    },
  };
}

function paintOnFours(brush: Brush, look: Look, pose: Pose): void {
  const { coat, long } = look;
  const drop = 0.36 * (1 - look.legs);
  const step = pose === 'walking' ? 0.13 : 0.03;
  const foot = -0.03;
  const leg = (hip: Point, foot_: number, hind: boolean, k: number) => {
    const y = hip[1] + drop;
    const knee: Point = hind ? [hip[0] - 0.08, y * 0.58] : [(hip[0] + foot_) / 2 + 0.02, y * 0.55];
    const hock: Point = hind ? [foot_ - 0.03, y * 0.32] : [foot_, y * 0.28];
    const shape = limb(
      [[hip[0], y], knee, hock, [foot_, foot]],
      hind ? [0.25, 0.15, 0.085, 0.09] : [0.19, 0.125, 0.09, 0.09],
    );
    if (k < 1) brush.flat(coat, shape, k);
    else brush.form(coat, shape, 0.6);
    brush.flat(look.patched ? look.patch : coat, ellipse(foot_ + 0.035, -0.035, 0.075, 0.038), k);
  };
  leg([0.27 * long, -0.42], 0.3 * long + step, false, 0.7);
  leg([-0.34 * long, -0.44], -0.34 * long - step, true, 0.7);
  paintTail(brush, look, [-0.42 * long, -0.54 + drop]);
  const body: Shape = smooth([
    [-0.46 * long, -0.48 + drop],
    [-0.36 * long, -0.58 + drop],
    [-0.08, -0.59 + drop],
    [0.2 * long, -0.62 + drop],
    [0.34 * long, -0.72 + drop],
    [0.46 * long, -0.62 + drop],
    [0.44 * long, -0.44 + drop],
    [0.3 * long, -0.29 + drop],
    [0.04, -0.31 + drop],
    [-0.22 * long, -0.35 + drop],
    [-0.4 * long, -0.32 + drop],
  ]);
  brush.form(coat, body);
  if (look.kind === 'spitz')
    brush.form(coat, smooth([0.22, -0.8, 0.5, -0.76, 0.56, -0.52, 0.4, -0.28, 0.2, -0.4]), 0.7);
  brush.within(body, () => {
    if (look.patched)
      brush.flat(
        look.patch,
        smooth([
          [0.1, -0.26 + drop],
          [0.5 * long, -0.6 + drop],
          [0.6 * long, -0.3 + drop],
          [0.2, -0.2 + drop],
        ]),
      );
    if (look.patched) brush.flat(look.patch, ellipse(-0.2 * long, -0.55 + drop, 0.15, 0.11));
  });
  leg([-0.32 * long, -0.43], -0.3 * long + step * 0.7, true, 1);
  leg([0.32 * long, -0.42], 0.33 * long - step, false, 1);
  brush.at(0.34 * long - 0.34, drop, 1, () => paintHead(brush, look));
}

function paintSitting(brush: Brush, look: Look): void {
  const { coat } = look;
  brush.at(-0.02, 0.32, 1, () => paintTail(brush, look, [-0.36, -0.42]));
  brush.flat(coat, limb([0.16, -0.44, 0.2, -0.2, 0.2, -0.03], [0.16, 0.11, 0.09]), 0.7);
  const body = smooth([
    0.06, -0.78, 0.26, -0.74, 0.33, -0.54, 0.26, -0.28, 0.1, -0.1, -0.3, -0.03, -0.4, -0.18, -0.3, -0.42, -0.1, -0.62,
  ]);
  brush.form(coat, body);
  brush.within(body, () => {
    if (look.patched) brush.flat(look.patch, smooth([0.2, -0.76, 0.4, -0.6, 0.36, -0.3, 0.2, -0.28, 0.18, -0.5]));
  });
  brush.form(coat, smooth([-0.34, -0.16, -0.2, -0.36, 0.02, -0.3, 0.08, -0.1, 0.0, -0.02, -0.3, -0.01]), 0.8);
  brush.flat(coat, ellipse(0.06, -0.035, 0.11, 0.042), 0.94);
  brush.form(coat, limb([0.25, -0.46, 0.27, -0.22, 0.28, -0.04], [0.17, 0.11, 0.09]), 0.6);
  brush.flat(look.patched ? look.patch : coat, ellipse(0.31, -0.035, 0.075, 0.038));
  brush.at(-0.2, -0.07, 1, () => paintHead(brush, look));
}

/** Neck and head, for withers at (0.34, -0.62). */
function paintHead(brush: Brush, look: Look): void {
  const { coat } = look;
  const neck: Shape = limb([0.32, -0.56, 0.43, -0.8], [0.3, 0.22]);
  brush.form(coat, neck, 0.7);
  const angle = -0.15;
  brush.at(
    0.46,
    -0.86,
    1.08,
    () => {
      if (look.pointed) brush.flat(coat, polygon([-0.12, -0.08, -0.08, -0.3, 0.02, -0.12]), 0.66);
      brush.line(look.collar, 0.06, curved([-0.2, 0.07, -0.1, 0.17, 0.07, 0.2], 1));
      brush.flat(0xf0c24e, ellipse(0.02, 0.23, 0.025));
      if (look.tongue) brush.flat(0xe0697a, smooth([0.16, 0.08, 0.22, 0.1, 0.2, 0.2, 0.14, 0.18]));
      const skull = smooth([
        -0.14, 0.02, -0.13, -0.1, -0.03, -0.17, 0.08, -0.15, 0.14, -0.06, 0.27, -0.03, 0.31, 0.03, 0.27, 0.1, 0.12,
        0.125, 0, 0.14,
      ]);
      brush.form(coat, skull);
      brush.within(skull, () => {
        if (look.patched)
          brush.flat(look.patch, smooth([0.04, -0.2, 0.1, -0.04, 0.14, 0.06, 0, 0.2, 0.4, 0.2, 0.4, -0.1]));
        brush.glaze(0.35, () => brush.flat(0xdd7a5c, ellipse(0.06, 0.05, 0.035, 0.028)));
      });
      brush.flat(INK, ellipse(0.3, -0.005, 0.037, 0.031));
      brush.detail(() => {
        brush.line(INK, 0.014, arc(0.22, 0.04, 0.075, 0.045, 0.1 * Math.PI, 0.75 * Math.PI), 0.9);
        brush.flat(INK, ellipse(0.085, -0.06, 0.023, 0.027));
        brush.flat(0xffffff, ellipse(0.092, -0.069, 0.008));
        brush.line(coat, 0.014, arc(0.085, -0.085, 0.035, 0.03, 1.15 * Math.PI, 1.85 * Math.PI), 0.6);
      });
      if (look.pointed) {
        brush.form(coat, polygon([-0.1, -0.06, -0.11, -0.31, 0.05, -0.13]), 0.7);
        brush.flat(0xdd9a8a, polygon([-0.07, -0.1, -0.09, -0.24, 0.01, -0.13]), 0.85);
      } else {
        brush.flat(coat, smooth([-0.02, -0.16, -0.13, -0.13, -0.19, 0.03, -0.15, 0.15, -0.05, 0.13, 0, 0]), 0.72);
      }
    },
    { turn: angle },
  );
}

function paintTail(brush: Brush, look: Look, [x, y]: Point): void {
  const { coat, wag } = look;
  if (look.kind === 'spitz') {
    brush.form(
      coat,
      smooth([
        [x + 0.1, y + 0.08],
        [x - 0.14, y - 0.02],
        [x - 0.2, y - 0.24],
        [x - 0.04, y - 0.36],
        [x + 0.14, y - 0.24],
        [x + 0.12, y - 0.1],
      ]),
    );
    return;
  }
  const thick = look.kind === 'retriever' ? [0.1, 0.15, 0.05] : [0.09, 0.07, 0.04];
  brush.form(
    coat,
    limb(
      [
        [x + 0.06, y + 0.04],
        [x - 0.16, y - 0.1 + wag],
        [x - 0.22, y - 0.34 + wag],
      ],
      thick,
    ),
    0.7,
  );
  brush.detail(() => {
    if (look.patched) brush.flat(look.patch, ellipse(x - 0.222, y - 0.34 + wag, 0.022, 0.04));
    brush.glaze(0.2, () => brush.flat(coat, rect(x - 0.02, y - 0.02, 0.1, 0.08, 0.04), 0.5));
  });
}
