import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { choosePaint, INK, LAMPLIGHT } from '../paint/paints.ts';
import { cap, ellipse, limb, polygon, polyline, rect, smooth, together } from '../paint/shapes.ts';

type Kind = 'airliner' | 'propeller' | 'biplane';

interface Look {
  body: Colour;
  trim: Colour;
  night: boolean;
}

/** A plane in the air, its middle at (0, 0), about 4 m long: a toy's proportions, so that it can be seen. */
export function choosePlane(dice: Dice, night: boolean): Figure {
  const kind = dice.weighted<Kind>({ airliner: 4, propeller: 3, biplane: 3 });
  const paint = choosePaint(
    dice,
    kind === 'airliner'
      ? ['white', 'white', 'grey', 'blue', 'yellow', 'teal']
      : ['red', 'yellow', 'blue', 'orange', 'teal', 'white', 'green'],
  );
  const pose = dice.weighted<'level' | 'climbing' | 'landing'>({ level: 3, climbing: 2, landing: 1 });
  const look: Look = {
    body: paint.colour,
    trim:
      paint.name === 'white' || paint.name === 'grey' ? dice.pick([0x2d5590, 0xc9442f, 0x2f8f8c, 0xe2813a]) : 0xf3ece0,
    night,
  };
  const turn = { level: dice.range(-0.05, 0.03), climbing: dice.range(-0.26, -0.14), landing: dice.range(0.08, 0.16) }[
    pose
  ];
  const paintKind = { airliner: paintAirliner, propeller: paintPropeller, biplane: paintBiplane }[kind];
  const trail = kind === 'airliner' && dice.chance(0.5);
  return {
    attributes: { colour: paint.name, kind, pose },
    width: 4.2,
    height: 1.7,
    paint(brush) {
      brush.at(
        0,
        0,
        1,
        () => {
          if (trail) paintTrail(brush);
          paintKind(brush, look);
        },
        { turn },
      );
    },
  };
}

function paintTrail(brush: Brush): void {
  brush.glaze(0.16, () => {
    for (let i = 0; i < 5; i++)
      brush.flat(
        0xffffff,
        limb(
          [
            [-1.8, 0.12],
            [-3.4 - i, 0.14],
            [-5.4 - i * 1.1, 0.2],
          ],
          [0.05, 0.2 - i * 0.02, 0.34 - i * 0.03],
        ),
      );
  });
}

function paintAirliner(brush: Brush, look: Look): void {
  brush.flat(look.body, polygon([0.35, -0.1, -0.28, -0.72, -0.5, -0.74, -0.2, -0.1]), 0.78);
  brush.flat(look.body, polygon([-1.5, -0.05, -1.92, -0.36, -2.08, -0.36, -1.86, 0]), 0.74);
  brush.form(look.trim, smooth([-1.3, -0.2, -1.82, -1.0, -2.12, -1.02, -1.94, -0.12], 0.25));
  const hull = smooth(
    [
      2.06, 0.06, 1.86, -0.16, 1.5, -0.29, 0.8, -0.33, -1.0, -0.31, -1.7, -0.22, -2.12, -0.1, -1.6, 0.16, -0.9, 0.31,
      0.9, 0.34, 1.6, 0.27, 1.95, 0.18,
    ],
    0.8,
  );
  brush.form(look.body, hull);
  brush.within(hull, () => {
    brush.flat(look.trim, smooth([-2.2, -0.02, 0, 0.1, 2.2, 0.08, 2.2, 0.17, 0, 0.2, -2.2, 0.08], 0.5));
    brush.glaze(0.4, () => brush.flat(look.body, rect(-2.2, 0.2, 4.4, 0.3), 0.62));
    for (let x = -1.15; x < 1.3; x += 0.23) {
      const pane = rect(x, -0.12, 0.11, 0.14, 0.04);
      if (look.night) brush.shine(0xffe09a, pane);
      else brush.flat(0x5f8aa6, pane);
    }
    brush.flat(look.night ? 0x9ab0dc : 0x7fb0c8, polygon([1.5, -0.2, 1.68, -0.2, 1.9, -0.03, 1.5, -0.03]));
  });
  brush.form(0xb9bcc2, smooth([0.15, 0.38, 0.55, 0.36, 0.6, 0.5, 0.5, 0.6, 0.12, 0.57], 0.5), 0.8);
  brush.form(look.body, smooth([0.62, 0.14, -0.5, 0.84, -0.86, 0.94, -0.66, 0.62, -0.3, 0.14], 0.2), 0.9);
  brush.form(look.body, smooth([-1.4, 0.02, -2.0, 0.34, -2.24, 0.38, -2.0, 0.02], 0.2), 0.9);
  paintBeacons(brush, look, [-0.8, 0.92], [-2.1, -0.98]);
}

function paintPropeller(brush: Brush, look: Look): void {
  brush.form(look.body, smooth([-1.2, -0.1, -1.5, -0.72, -1.82, -0.74, -1.86, -0.08], 0.3));
  const hull = smooth(
    [1.5, -0.02, 1.36, -0.24, 0.9, -0.32, -0.6, -0.28, -1.9, -0.12, -1.94, 0, -0.9, 0.24, 0.6, 0.34, 1.36, 0.24],
    0.7,
  );
  brush.form(0xcfe4ea, smooth([0.62, -0.28, 0.4, -0.6, -0.2, -0.62, -0.5, -0.28], 0.5), 0.6);
  brush.line(
    look.body,
    0.05,
    together(polyline([0.1, -0.3, 0.1, -0.61]), polyline([0.5, -0.45, 0.4, -0.6, -0.2, -0.62, -0.4, -0.4])),
    0.85,
  );
  brush.form(look.body, hull);
  brush.within(hull, () => {
    brush.flat(look.trim, smooth([-2, 0.02, 0, -0.02, 1.6, 0.06, 1.6, 0.2, 0, 0.14, -2, 0.1], 0.5));
  });
  brush.form(look.body, smooth([0.75, -0.34, 0.05, -0.34, -0.35, 0.02, -0.42, 0.14, 0.3, 0.1, 0.72, -0.14], 0.3), 0.9);
  brush.flat(look.trim, polygon([-0.2, 0.0, -0.36, 0.12, -0.3, 0.13, 0.02, 0.08]));
  brush.form(look.body, smooth([-1.4, -0.06, -1.8, 0.12, -2.1, 0.12, -1.8, -0.08], 0.3), 0.8);
  brush.line(0x4a4a54, 0.06, polyline([0.5, 0.26, 0.62, 0.56]));
  brush.flat(0x34343e, ellipse(0.63, 0.6, 0.14));
  paintAirscrew(brush, 1.5, look.trim);
  paintBeacons(brush, look, [-0.36, 0.1], [-1.7, -0.7]);
}

function paintBiplane(brush: Brush, look: Look): void {
  brush.form(look.trim, smooth([-1.35, -0.1, -1.6, -0.56, -1.85, -0.62, -1.98, -0.3, -1.86, 0], 0.6));
  brush.flat(0x9a6a45, rect(-0.05, -0.3, 0.5, 0.1));
  brush.form(0xdba57c, ellipse(-0.12, -0.45, 0.125), 0.6);
  brush.flat(0x7a4a2f, cap(-0.13, -0.46, 0.14, 0.14, 0.95 * Math.PI, 2.05 * Math.PI));
  brush.flat(INK, rect(-0.08, -0.5, 0.1, 0.06, 0.02));
  brush.line(0xd8483a, 0.07, polyline([-0.22, -0.34, -0.45, -0.4, -0.66, -0.34]));
  const hull = smooth(
    [
      1.36, -0.02, 1.3, -0.28, 0.9, -0.34, 0.2, -0.28, -0.6, -0.24, -1.9, -0.1, -1.92, 0.02, -0.8, 0.26, 0.8, 0.34, 1.3,
      0.24,
    ],
    0.6,
  );
  brush.form(look.body, hull);
  brush.within(hull, () => {
    brush.flat(look.trim, rect(0.86, -0.5, 0.14, 1));
    brush.flat(look.trim, ellipse(-0.75, 0.02, 0.15));
    brush.flat(look.body, ellipse(-0.75, 0.02, 0.08), 0.8);
  });
  brush.form(look.body, rect(-0.42, 0.2, 1.5, 0.12, 0.06), 0.9);
  brush.form(look.body, rect(-0.3, -0.92, 1.5, 0.13, 0.06), 0.9);
  brush.line(
    0x7a5638,
    0.045,
    together(
      polyline([-0.16, -0.8, -0.26, 0.22]),
      polyline([0.96, -0.8, 0.9, 0.22]),
      polyline([0.3, -0.8, 0.36, -0.3]),
      polyline([0.62, -0.8, 0.66, -0.3]),
    ),
  );
  brush.form(look.trim, rect(-2.05, -0.12, 0.56, 0.09, 0.04), 0.8);
  brush.line(0x4a4a54, 0.06, polyline([0.4, 0.3, 0.55, 0.56, 0.75, 0.3]));
  brush.flat(0x34343e, ellipse(0.56, 0.58, 0.17));
  brush.detail(() => brush.flat(0xc9ccd1, ellipse(0.56, 0.58, 0.08)));
  paintAirscrew(brush, 1.36, look.trim);
  paintBeacons(brush, look, [1.1, -0.86], [-1.9, -0.5]);
}

function paintAirscrew(brush: Brush, x: number, trim: Colour): void {
  brush.glaze(0.28, () => brush.flat(0xf4f4f0, ellipse(x + 0.12, 0, 0.07, 0.6)));
  brush.flat(0x6b4a2f, ellipse(x + 0.12, 0.02, 0.035, 0.5, 0.12));
  brush.form(trim, ellipse(x + 0.08, 0, 0.14, 0.12));
}

function paintBeacons(brush: Brush, look: Look, wing: readonly [number, number], fin: readonly [number, number]): void {
  if (!look.night) return;
  brush.glow(0xff5040, wing[0], wing[1], 0.28, 0.9);
  brush.glow(LAMPLIGHT, fin[0], fin[1], 0.26, 0.8);
}
