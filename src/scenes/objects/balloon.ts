import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { BRIGHT, choosePaint, LAMPLIGHT, PAINTS } from '../paint/paints.ts';
import { ellipse, type Point, polygon, polyline, rect, type Shape, smooth, together } from '../paint/shapes.ts';

type Kind = 'striped' | 'banded' | 'zigzag' | 'plain';

interface Look {
  kind: Kind;
  main: Colour;
  second: Colour;
  third: Colour;
  riders: number;
  burning: number;
}

const MOUTH = -1.06;
const TOP = -4.2;

/** Half the width of the envelope at a height given from 0 (mouth) to 1 (crown). */
function girth(t: number): number {
  return (
    1.5 * Math.sqrt(Math.max(0, 1 - ((t - 0.58) / (t < 0.58 ? 0.78 : 0.42)) ** 2)) * (t < 0.3 ? 0.3 + t * 2.34 : 1)
  );
}

/** Points from mouth to crown, closer together where the crown bends, at a share of the girth. */
function meridian(share: number): Point[] {
  return Array.from({ length: 11 }, (_, i) => 1 - (1 - i / 10) ** 1.8).map((t) => [
    share * girth(t),
    MOUTH + (TOP - MOUTH) * t,
  ]);
}

/** A hot-air balloon, the floor of its basket at y = 0. */
export function chooseBalloon(dice: Dice, lamps: number): Figure {
  const kind = dice.weighted<Kind>({ striped: 4, banded: 2, zigzag: 3, plain: 1 });
  const paint = choosePaint(dice, BRIGHT);
  const others = BRIGHT.filter((name) => name !== paint.name);
  const look: Look = {
    kind,
    main: paint.colour,
    second: dice.chance(0.6) ? dice.pick(PAINTS.white) : choosePaint(dice, others).colour,
    third: choosePaint(dice, others).colour,
    riders: dice.whole(0, 3),
    burning: lamps,
  };
  return {
    attributes: { colour: paint.name, kind, pose: 'aloft' },
    width: 3,
    height: 4.2,
    paint: (brush) => paintBalloon(brush, look),
  };
}

function paintBalloon(brush: Brush, look: Look): void {
  brush.line(
    0x6b5240,
    0.028,
    together(
      ...[-0.3, -0.1, 0.1, 0.3].map((x) =>
        polyline([
          [x, -0.55],
          [x * 1.35, MOUTH + 0.04],
        ]),
      ),
    ),
  );
  const envelope = gore(-1, 1);
  brush.form(look.main, envelope, 1.1);
  brush.within(envelope, () => {
    if (look.kind === 'striped') {
      for (const [outer, inner] of [
        [0.86, 0.62],
        [0.36, 0.12],
      ] as const) {
        brush.form(look.second, gore(outer, inner), 1.1);
        brush.form(look.second, gore(-outer, -inner), 1.1);
      }
    } else if (look.kind === 'banded') {
      brush.form(look.second, band(0.34, 0.52));
      brush.form(look.third, band(0.56, 0.68));
      brush.form(look.second, band(0.86, 1.02));
    } else if (look.kind === 'zigzag') {
      brush.form(look.second, zigzag(0.44, 0.1), 1);
      brush.form(look.third, zigzag(0.56, 0.06), 1);
      brush.form(look.second, band(0.9, 1.04));
    }
    brush.glaze(0.22, () => {
      for (const x of [-0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75]) brush.line(look.main, 0.025, gore(x, x), 0.5);
    });
    if (look.burning > 0.4) brush.glow(0xffc264, 0, MOUTH - 0.5, 2.2, 0.5 * look.burning);
  });
  brush.flat(
    look.third,
    polygon([
      [-0.46, MOUTH - 0.02],
      [0.46, MOUTH - 0.02],
      [0.36, MOUTH + 0.12],
      [-0.36, MOUTH + 0.12],
    ]),
    0.9,
  );
  brush.shine(0xffb347, smooth([-0.05, -0.78, 0, -1.02, 0.05, -0.78]));
  if (look.burning > 0.4) brush.glow(LAMPLIGHT, 0, -0.9, 0.6, 0.6);
  for (let i = 0; i < look.riders; i++) {
    const x = -0.2 + i * 0.2;
    brush.flat([0xc9442f, 0x2d5590, 0x5d8f4c][i], rect(x - 0.09, -0.66, 0.18, 0.25, 0.07));
    brush.flat(0xdba57c, ellipse(x, -0.74, 0.085));
  }
  brush.form(0xb07f4c, rect(-0.34, -0.54, 0.68, 0.54, 0.09));
  brush.detail(() => {
    brush.glaze(0.5, () =>
      brush.line(
        0x7d5530,
        0.03,
        together(
          polyline([-0.33, -0.36, 0.33, -0.36]),
          polyline([-0.33, -0.18, 0.33, -0.18]),
          ...[-0.17, 0, 0.17].map((x) =>
            polyline([
              [x, -0.5],
              [x, -0.04],
            ]),
          ),
        ),
      ),
    );
    brush.flat(0x7a4a2f, rect(-0.38, -0.58, 0.76, 0.09, 0.04));
  });
}

/** The strip between two meridians, each a share of the girth. */
function gore(a: number, b: number): Shape {
  return smooth([...meridian(a), ...meridian(b).reverse()], 0.9);
}

/** A belt between two heights, bulging as seen from below. */
function band(from: number, to: number): Shape {
  const at = (t: number) => MOUTH + (TOP - MOUTH) * t;
  return smooth(
    [
      [-1.7, at(from) - 0.1],
      [0, at(from) + 0.16],
      [1.7, at(from) - 0.1],
      [1.7, at(to) - 0.1],
      [0, at(to) + 0.16],
      [-1.7, at(to) - 0.1],
    ],
    0.8,
  );
}

function zigzag(t: number, height: number): Shape {
  const points: Point[] = [];
  const at = (x: number, share: number) => MOUTH + (TOP - MOUTH) * share + 0.16 - 0.1 * x * x;
  for (let i = 0; i <= 12; i++) points.push([-1.8 + i * 0.3, at(-1.8 + i * 0.3, t + (i % 2 === 0 ? 0 : height))]);
  for (let i = 12; i >= 0; i--)
    points.push([-1.8 + i * 0.3, at(-1.8 + i * 0.3, t + 0.13 + (i % 2 === 0 ? 0 : height))]);
  return polygon(points);
}
