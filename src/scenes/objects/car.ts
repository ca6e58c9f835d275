import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { choosePaint, INK, LAMPLIGHT } from '../paint/paints.ts';
import { cap, ellipse, type Point, polygon, polyline, rect, type Shape, smooth, together } from '../paint/shapes.ts';
import { paintWheel } from './wheel.ts';

type Kind = 'hatchback' | 'sedan' | 'beetle' | 'van' | 'pickup';

interface Body {
  outline: readonly number[];
  /** Curvature of the outline. */
  tension: number;
  windows: readonly (readonly number[])[];
  wheels: readonly [rear: number, front: number];
  doors: number[];
  lamp: Point;
  tail: Point;
  roof: readonly [from: number, to: number, y: number];
}

/** Outlines in metres, front to the right, standing on y = 0. */
const BODIES: Readonly<Record<Kind, Body>> = {
  hatchback: {
    outline: [
      -1.62, -0.34, -1.66, -0.72, -1.5, -0.92, -1.3, -1.3, -0.95, -1.42, 0.1, -1.43, 0.48, -1.3, 0.86, -0.95, 1.46,
      -0.84, 1.66, -0.66, 1.68, -0.36, 1.5, -0.26, -1.5, -0.26,
    ],
    tension: 0.55,
    windows: [
      [-1.24, -0.95, -1.08, -1.25, -0.86, -1.33, -0.42, -1.34, -0.42, -0.95],
      [-0.32, -0.95, -0.32, -1.34, 0.08, -1.34, 0.38, -1.24, 0.68, -0.95],
    ],
    wheels: [-1.02, 1.02],
    doors: [-0.37, 0.62],
    lamp: [1.56, -0.68],
    tail: [-1.6, -0.74],
    roof: [-0.9, 0.1, -1.43],
  },
  sedan: {
    outline: [
      -1.98, -0.36, -2.0, -0.72, -1.86, -0.86, -1.22, -0.93, -0.82, -1.32, -0.5, -1.4, 0.24, -1.4, 0.56, -1.3, 0.98,
      -0.94, 1.74, -0.82, 1.96, -0.66, 1.98, -0.38, 1.8, -0.26, -1.8, -0.26,
    ],
    tension: 0.55,
    windows: [
      [-1.02, -0.95, -0.72, -1.26, -0.5, -1.31, -0.14, -1.31, -0.14, -0.95],
      [-0.04, -0.95, -0.04, -1.31, 0.24, -1.31, 0.48, -1.23, 0.78, -0.95],
    ],
    wheels: [-1.22, 1.24],
    doors: [-0.98, -0.09, 0.74],
    lamp: [1.86, -0.66],
    tail: [-1.92, -0.7],
    roof: [-0.5, 0.24, -1.4],
  },
  beetle: {
    outline: [
      -1.66, -0.32, -1.7, -0.62, -1.46, -0.94, -1.0, -1.36, -0.4, -1.54, 0.2, -1.48, 0.62, -1.18, 0.8, -0.98, 1.22,
      -0.92, 1.58, -0.68, 1.68, -0.34, 1.5, -0.24, -1.5, -0.24,
    ],
    tension: 0.95,
    windows: [
      [-1.0, -0.98, -0.82, -1.27, -0.46, -1.41, -0.28, -1.42, -0.28, -0.98],
      [-0.17, -0.98, -0.17, -1.42, 0.18, -1.38, 0.44, -1.18, 0.58, -0.98],
    ],
    wheels: [-0.98, 1.04],
    doors: [-0.22, 0.6],
    lamp: [1.44, -0.72],
    tail: [-1.55, -0.68],
    roof: [-0.66, 0.06, -1.53],
  },
  van: {
    outline: [
      -1.92, -0.34, -1.95, -1.0, -1.9, -1.62, -1.7, -1.76, 1.0, -1.76, 1.28, -1.68, 1.66, -1.08, 1.82, -0.86, 1.86,
      -0.4, 1.7, -0.26, -1.8, -0.26,
    ],
    tension: 0.45,
    windows: [
      [-1.72, -1.08, -1.72, -1.56, -0.96, -1.58, -0.96, -1.08],
      [-0.84, -1.08, -0.84, -1.58, 0.02, -1.58, 0.02, -1.08],
      [0.14, -1.08, 0.14, -1.58, 0.96, -1.58, 1.18, -1.52, 1.46, -1.08],
    ],
    wheels: [-1.18, 1.14],
    doors: [-0.9, 0.08, 1.1],
    lamp: [1.72, -0.72],
    tail: [-1.86, -0.82],
    roof: [-1.5, 0.6, -1.76],
  },
  pickup: {
    outline: [
      -2.08, -0.4, -2.1, -0.9, -0.5, -0.93, -0.4, -1.32, -0.2, -1.47, 0.34, -1.47, 0.6, -1.36, 0.94, -0.98, 1.72, -0.88,
      1.9, -0.7, 1.92, -0.4, 1.76, -0.28, -1.96, -0.28,
    ],
    tension: 0.3,
    windows: [[-0.26, -0.98, -0.22, -1.3, -0.08, -1.37, 0.32, -1.37, 0.5, -1.29, 0.74, -0.98]],
    wheels: [-1.3, 1.2],
    doors: [-0.36, 0.74],
    lamp: [1.78, -0.7],
    tail: [-2.04, -0.74],
    roof: [-0.1, 0.3, -1.47],
  },
};

export function chooseCar(dice: Dice, night: boolean): Figure {
  const kind = dice.weighted<Kind>({ hatchback: 3, sedan: 2, beetle: 3, van: 2, pickup: 2 });
  const paint = choosePaint(dice, [
    'red',
    'orange',
    'yellow',
    'green',
    'teal',
    'blue',
    'pink',
    'white',
    'grey',
    'brown',
    'black',
  ]);
  const twoTone = (kind === 'van' || kind === 'beetle') && dice.chance(0.5);
  const luggage = kind !== 'pickup' && dice.chance(0.28);
  const driver = dice.chance(0.6) ? dice.pick([0x8a4b3a, 0x3f5f8a, 0x4a7a55, 0x6a5a8a]) : null;
  const size = dice.range(0.94, 1.04);
  const body = BODIES[kind];
  const cargo = dice.pick(['hay', 'crates', 'none'] as const);
  return {
    attributes: { colour: paint.name, kind, pose: 'side' },
    width: 3.6 * size,
    height: (kind === 'van' ? 1.78 : 1.48) * size,
    paint(brush) {
      brush.shadow(0, 0.02, 2.25 * size, 0.22 * size, 1.3);
      brush.at(0, 0, size, () => {
        if (luggage) paintLuggage(brush, body.roof);
        if (kind === 'pickup') paintCargo(brush, cargo);
        paintBody(brush, body, paint.colour, { twoTone, driver, night });
      });
    },
  };
}

function paintBody(
  brush: Brush,
  body: Body,
  colour: Colour,
  look: { twoTone: boolean; driver: Colour | null; night: boolean },
): void {
  const shell: Shape = smooth(body.outline, body.tension);
  brush.form(colour, shell, 0.9);
  const [left, , right] = shell.box;
  brush.within(shell, () => {
    if (look.twoTone)
      brush.flat(
        0xf3ece0,
        polygon([
          [left, -2],
          [right, -2],
          [right, -0.86],
          [left, -0.92],
        ]),
        1,
      );
    brush.glaze(0.5, () =>
      brush.flat(
        colour,
        polygon([
          [left, -0.5],
          [right, -0.48],
          [right, 0],
          [left, 0],
        ]),
        0.72,
      ),
    );
    brush.glaze(0.6, () =>
      brush.line(
        colour,
        0.035,
        polyline([
          [left, -0.83],
          [right, -0.76],
        ]),
        1.4,
      ),
    );
    brush.flat(0x4a4a54, rect(left, -0.31, right - left, 0.2));
    for (const x of body.wheels) brush.flat(0x2b2b34, cap(x, -0.34, 0.44, 0.44, Math.PI * 0.98, Math.PI * 2.02));
  });
  for (const points of body.windows) paintGlass(brush, smooth(points, 0.25), look);
  brush.detail(() => {
    brush.glaze(0.55, () =>
      brush.line(
        colour,
        0.02,
        together(
          ...body.doors.map((x) =>
            polyline([
              [x, -0.92],
              [x + 0.02, -0.36],
            ]),
          ),
        ),
        0.55,
      ),
    );
    for (const x of body.doors.slice(1)) brush.flat(0xe4e4e0, rect(x - 0.32, -0.8, 0.17, 0.04, 0.02));
  });
  const [lx, ly] = body.lamp;
  brush.flat(0xdadbd6, ellipse(lx, ly, 0.085, 0.1));
  if (look.night) brush.shine(0xfff4cc, ellipse(lx, ly, 0.075, 0.09));
  else brush.flat(0xfff1c4, ellipse(lx, ly, 0.06, 0.075));
  const tail = rect(body.tail[0] - 0.03, body.tail[1] - 0.09, 0.1, 0.2, 0.03);
  if (look.night) brush.shine(0xff5a44, tail);
  else brush.flat(0xc9342f, tail);
  brush.form(0xc9ccd1, rect(right - 0.3, -0.43, 0.32, 0.1, 0.05), 0.6);
  brush.form(0xc9ccd1, rect(left - 0.02, -0.43, 0.32, 0.1, 0.05), 0.6);
  for (const x of body.wheels) paintWheel(brush, x, -0.34, 0.345);
  if (look.night) {
    brush.glow(LAMPLIGHT, lx + 0.1, ly, 0.9, 0.5);
    brush.glow(LAMPLIGHT, lx + 1.3, -0.12, 1.3, 0.2);
    brush.glow(0xff4030, body.tail[0], body.tail[1], 0.45, 0.4);
  }
}

function paintGlass(brush: Brush, glass: Shape, look: { driver: Colour | null; night: boolean }): void {
  brush.fade(look.night ? 0x9ab0dc : 0xd3e8ee, look.night ? 0x5a73ad : 0x8fb5c6, glass);
  brush.within(glass, () => {
    const [x0, y0, x1, y1] = glass.box;
    if (look.driver !== null && x0 > -0.4) {
      const x = (x0 + x1) / 2 - 0.05;
      brush.flat(
        look.driver,
        smooth([
          [x - 0.22, y1 + 0.1],
          [x - 0.16, y1 - 0.08],
          [x + 0.1, y1 - 0.08],
          [x + 0.2, y1 + 0.1],
        ]),
        0.8,
      );
      brush.flat(0xc99a72, ellipse(x, y1 - 0.16, 0.1, 0.115), 0.85);
      brush.flat(INK, cap(x, y1 - 0.18, 0.105, 0.11, Math.PI, 2 * Math.PI));
      brush.flat(
        INK,
        together(ellipse(x + 0.02, y1 - 0.15, 0.011, 0.016), ellipse(x + 0.075, y1 - 0.15, 0.011, 0.016)),
      );
    }
    brush.glaze(0.45, () =>
      brush.flat(
        0xffffff,
        polygon([
          [x0 + 0.1, y1],
          [x0 + 0.34, y0],
          [x0 + 0.52, y0],
          [x0 + 0.28, y1],
        ]),
      ),
    );
  });
}

function paintLuggage(brush: Brush, [from, to, y]: Body['roof']): void {
  brush.line(
    0x55555f,
    0.04,
    polyline([
      [from - 0.1, y - 0.06],
      [to + 0.1, y - 0.06],
    ]),
  );
  brush.flat(0x55555f, together(rect(from, y - 0.08, 0.04, 0.12), rect(to - 0.04, y - 0.08, 0.04, 0.12)));
  const middle = (from + to) / 2;
  brush.form(0x9a6a45, rect(middle - 0.46, y - 0.36, 0.56, 0.29, 0.05));
  brush.form(0x2f8f8c, rect(middle + 0.12, y - 0.28, 0.36, 0.21, 0.05));
  brush.detail(() =>
    brush.flat(
      0xf0bd42,
      together(rect(middle - 0.36, y - 0.36, 0.05, 0.29), rect(middle - 0.06, y - 0.36, 0.05, 0.29)),
    ),
  );
}

function paintCargo(brush: Brush, cargo: 'hay' | 'crates' | 'none'): void {
  if (cargo === 'hay') brush.form(0xdfb659, smooth([-2.0, -0.86, -1.9, -1.22, -1.3, -1.34, -0.7, -1.2, -0.56, -0.86]));
  if (cargo === 'crates') {
    brush.form(0xb98a52, rect(-1.9, -1.22, 0.6, 0.4));
    brush.form(0xa9753f, rect(-1.24, -1.14, 0.5, 0.32));
  }
}
