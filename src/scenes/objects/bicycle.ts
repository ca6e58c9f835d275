import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { choosePaint, LAMPLIGHT } from '../paint/paints.ts';
import {
  arc,
  curved,
  ellipse,
  limb,
  type Point,
  type Points,
  polyline,
  rect,
  smooth,
  together,
} from '../paint/shapes.ts';

type Kind = 'city' | 'racer' | 'low-step';

interface Look {
  kind: Kind;
  frame: Colour;
  saddle: Colour;
  basket: boolean;
  guards: boolean;
  lit: boolean;
}

const RADIUS = 0.37;
const REAR: Point = [-0.55, -RADIUS];
const FRONT: Point = [0.57, -RADIUS];
const CRANK: Point = [-0.07, -0.35];
const SEAT: Point = [-0.26, -0.86];
const HEAD: Point = [0.37, -0.88];

export function chooseBicycle(dice: Dice, night: boolean): Figure {
  const kind = dice.weighted<Kind>({ city: 3, racer: 2, 'low-step': 2 });
  const paint = choosePaint(dice, [
    'red',
    'orange',
    'yellow',
    'green',
    'teal',
    'blue',
    'purple',
    'pink',
    'black',
    'white',
  ]);
  const look: Look = {
    kind,
    frame: paint.colour,
    saddle: dice.pick([0x4a2f26, 0x7a4a2f, 0x2c2a30]),
    basket: kind !== 'racer' && dice.chance(0.55),
    guards: kind !== 'racer' && dice.chance(0.7),
    lit: night,
  };
  const size = dice.range(1.02, 1.14);
  return {
    attributes: { colour: paint.name, kind, pose: 'parked' },
    width: 1.9 * size,
    height: 1.12 * size,
    paint(brush) {
      brush.shadow(0, 0, 1.05 * size, 0.09 * size, 0.8);
      brush.at(0, 0, size, () => paintBicycle(brush, look));
    },
  };
}

function paintBicycle(brush: Brush, look: Look): void {
  const { frame, kind } = look;
  for (const wheel of [REAR, FRONT]) paintSpokedWheel(brush, wheel);
  if (look.guards) {
    brush.line(frame, 0.035, arc(REAR[0], REAR[1], RADIUS + 0.05, RADIUS + 0.05, 1.02 * Math.PI, 1.72 * Math.PI), 0.9);
    brush.line(frame, 0.035, arc(FRONT[0], FRONT[1], RADIUS + 0.05, RADIUS + 0.05, 1.2 * Math.PI, 1.85 * Math.PI), 0.9);
  }
  brush.line(
    0x55555f,
    0.022,
    polyline([
      [CRANK[0], CRANK[1] + 0.09],
      [REAR[0], REAR[1] + 0.05],
    ]),
  );
  brush.line(
    0x55555f,
    0.022,
    polyline([
      [CRANK[0], CRANK[1] - 0.09],
      [REAR[0], REAR[1] - 0.05],
    ]),
  );
  const tubes: Points[] =
    kind === 'low-step'
      ? [
          [REAR, CRANK],
          [REAR, [-0.2, -0.7]],
          [CRANK, SEAT],
          [[0.4, -0.76], [0.22, -0.5], CRANK],
          [0.38, -0.86, 0.16, -0.62, -0.13, -0.54],
        ]
      : [
          [REAR, CRANK],
          [REAR, [-0.22, -0.78]],
          [CRANK, SEAT],
          [[0.4, -0.74], CRANK],
          [0.37, -0.83, -0.23, -0.8],
        ];
  const frameShape = together(...tubes.map((points) => curved(points, 0.8)));
  brush.line(frame, 0.068, frameShape, 0.72);
  brush.line(frame, 0.05, frameShape);
  brush.glaze(0.55, () => brush.at(-0.008, -0.012, 1, () => brush.line(frame, 0.014, frameShape, 1.45)));
  const fork = curved([HEAD, [0.44, -0.62], [0.49, -0.5], FRONT], 0.9);
  brush.line(frame, 0.058, fork, 0.9);
  paintBars(brush, look);
  brush.line(0x77777f, 0.04, polyline([SEAT, [-0.285, -0.95]]));
  brush.form(
    look.saddle,
    smooth([-0.46, -0.99, -0.36, -1.02, -0.12, -0.985, -0.1, -0.955, -0.3, -0.93, -0.45, -0.94]),
    0.8,
  );
  brush.flat(0x5a5a64, ellipse(CRANK[0], CRANK[1], 0.105));
  brush.detail(() => brush.flat(0xb9bcc2, ellipse(CRANK[0], CRANK[1], 0.05)));
  brush.line(0x77777f, 0.035, polyline([[CRANK[0] - 0.1, CRANK[1] - 0.13], CRANK, [CRANK[0] + 0.1, CRANK[1] + 0.13]]));
  brush.flat(
    0x34343e,
    together(
      rect(CRANK[0] + 0.04, CRANK[1] + 0.12, 0.14, 0.04, 0.01),
      rect(CRANK[0] - 0.17, CRANK[1] - 0.16, 0.14, 0.04, 0.01),
    ),
  );
  if (look.basket) paintBasket(brush);
  brush.flat(0xc43a30, ellipse(-0.86, -0.66, 0.035));
}

function paintSpokedWheel(brush: Brush, [x, y]: Point): void {
  const spokes = Array.from({ length: 9 }, (_, i) => {
    const angle = (Math.PI * i) / 9;
    const [dx, dy] = [Math.cos(angle) * RADIUS * 0.93, Math.sin(angle) * RADIUS * 0.93];
    return polyline([
      [x - dx, y - dy],
      [x + dx, y + dy],
    ]);
  });
  brush.detail(() => brush.glaze(0.75, () => brush.line(0xd5d8da, 0.009, together(...spokes))));
  brush.line(0x3a3a44, 0.062, ellipse(x, y, RADIUS - 0.031));
  brush.detail(() => brush.line(0xc4c7cb, 0.016, ellipse(x, y, RADIUS - 0.066)));
  brush.flat(0x8a8d95, ellipse(x, y, 0.04));
}

function paintBars(brush: Brush, look: Look): void {
  if (look.kind === 'racer') {
    brush.line(0x55555f, 0.045, curved([0.36, -0.95, 0.5, -0.97, 0.58, -0.9, 0.5, -0.8, 0.44, -0.8]));
  } else {
    brush.line(0x77777f, 0.045, curved([HEAD, [0.345, -0.98], [0.36, -1.06]]));
    brush.line(0x77777f, 0.038, curved([0.46, -1.04, 0.36, -1.07, 0.22, -1.05]));
    brush.line(look.saddle, 0.06, polyline([0.24, -1.055, 0.13, -1.035]));
  }
  brush.line(look.frame, 0.062, polyline([0.4, -0.74, 0.355, -0.94]), 0.85);
  brush.form(0xd5d8da, ellipse(0.475, -0.83, 0.05, 0.05), 0.7);
  if (look.lit) {
    brush.shine(0xfff2c4, ellipse(0.5, -0.83, 0.035));
    brush.glow(LAMPLIGHT, 0.52, -0.83, 0.5, 0.45);
  }
}

function paintBasket(brush: Brush): void {
  brush.detail(() => {
    for (const [x, y, colour] of [
      [0.5, -1.13, 0xd4553c],
      [0.59, -1.16, 0xf0bd42],
      [0.68, -1.12, 0xe08a95],
    ] as const)
      brush.flat(colour, ellipse(x, y, 0.05));
  });
  brush.flat(0x5d8f4c, smooth([0.42, -1.08, 0.5, -1.14, 0.64, -1.13, 0.76, -1.08, 0.6, -1.04]));
  brush.form(0xb98a52, smooth([0.43, -1.08, 0.77, -1.08, 0.72, -0.86, 0.48, -0.86], 0.3));
  brush.detail(() => {
    brush.line(
      0x8a5f33,
      0.012,
      together(
        ...[0.5, 0.56, 0.62, 0.68].map((x) =>
          polyline([
            [x, -1.07],
            [0.6 + (x - 0.6) * 0.75, -0.87],
          ]),
        ),
      ),
    );
    brush.line(0x8a5f33, 0.012, together(polyline([0.45, -1.01, 0.75, -1.01]), polyline([0.46, -0.93, 0.74, -0.93])));
    for (const [x, y, colour] of [
      [0.52, -1.12, 0xf7f3ea],
      [0.64, -1.13, 0xd4553c],
    ] as const)
      brush.flat(colour, ellipse(x, y, 0.035));
  });
  brush.line(0x6b4a2c, 0.03, limb([0.44, -1.08, 0.76, -1.08], [0.02, 0.02]));
}
