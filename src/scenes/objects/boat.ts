import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import { choosePaint, LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, limb, polygon, polyline, rect, smooth, together } from '../paint/shapes.ts';
import { type BoatLook, paintFoam, paintHull, paintPanes, paintReflection, paintSailor } from './boat-parts.ts';

type Kind = 'sailing' | 'fishing' | 'motor' | 'rowing' | 'steamer';

interface Form {
  width: number;
  height: number;
  paint(brush: Brush, look: BoatLook): void;
}

const FORMS: Readonly<Record<Kind, Form>> = {
  sailing: { width: 3.2, height: 4.3, paint: paintSailing },
  fishing: { width: 3.8, height: 2.7, paint: paintFishing },
  motor: { width: 3.7, height: 1.5, paint: paintMotor },
  rowing: { width: 2.7, height: 1.0, paint: paintRowing },
  steamer: { width: 4.6, height: 2.6, paint: paintSteamer },
};

/** A boat on its waterline y = 0; ashore it stands on its keel. */
export function chooseBoat(dice: Dice, night: boolean, afloat: boolean): Figure {
  const kind = dice.weighted<Kind>(
    afloat ? { sailing: 5, fishing: 3, motor: 2, rowing: 2, steamer: 2 } : { rowing: 3, sailing: 2, fishing: 1 },
  );
  const paint = choosePaint(dice, ['red', 'white', 'blue', 'teal', 'green', 'yellow', 'brown', 'orange']);
  const sail = choosePaint(dice, ['white', 'white', 'white', 'red', 'orange', 'blue']);
  const look: BoatLook = {
    hull: paint.colour,
    trim: paint.name === 'white' ? dice.pick([0xc9442f, 0x2d5590, 0x2f8f8c]) : 0xf3ece0,
    sail: sail.colour,
    striped: dice.chance(0.35),
    night,
    tilt: afloat ? dice.range(-0.05, 0.05) : 0.03,
  };
  const { width, height, paint: paintForm } = FORMS[kind];
  const size = dice.range(0.92, 1.12);
  return {
    attributes: { colour: paint.name, kind, pose: afloat ? 'afloat' : 'ashore' },
    width: width * size,
    height: height * size,
    paint(brush) {
      if (afloat) paintReflection(brush, look, width * size);
      else brush.shadow(0, 0, width * 0.6 * size, 0.2 * size, 1.2);
      brush.at(0, afloat ? 0.04 : -0.05, size, () => paintForm(brush, look), { turn: look.tilt });
      if (afloat) paintFoam(brush, width * size);
    },
  };
}

function paintSailing(brush: Brush, look: BoatLook): void {
  brush.flat(0x7a5638, rect(-0.14, -4.15, 0.08, 3.6, 0.03));
  brush.line(0x6b4a2f, 0.06, polyline([-0.1, -0.82, -1.42, -0.86]));
  const main = smooth([-0.16, -4.02, -0.6, -2.8, -1.44, -0.94, -0.8, -0.98, -0.16, -0.92], 0.5);
  const jib = smooth([-0.02, -3.7, 0.62, -2.0, 1.42, -0.7, 0.6, -0.82, 0.04, -0.9], 0.5);
  brush.form(look.sail, main, 0.8);
  brush.form(look.striped ? look.hull : look.sail, jib, 0.8);
  brush.within(main, () => {
    if (look.striped)
      for (let i = 0; i < 3; i++)
        brush.flat(
          look.hull,
          polygon([
            [-1.6, -1.5 - i * 0.8],
            [0, -1.5 - i * 0.8],
            [0, -1.15 - i * 0.8],
            [-1.6, -1.15 - i * 0.8],
          ]),
          0.98,
        );
    brush.glaze(0.3, () =>
      brush.line(
        look.sail,
        0.02,
        together(
          ...[0, 1, 2, 3].map((i) =>
            polyline([
              [-1.5, -1.3 - i * 0.62],
              [0, -1.42 - i * 0.62],
            ]),
          ),
        ),
        0.5,
      ),
    );
  });
  brush.flat(0xc9342f, polygon([-0.1, -4.16, -0.1, -4.36, -0.52, -4.25]));
  paintHull(
    brush,
    look,
    [-1.5, -0.62, -1.36, -0.08, -1.0, 0.08, 0.9, 0.08, 1.3, -0.2, 1.66, -0.74, 0.6, -0.6, -0.6, -0.56],
    true,
  );
  paintSailor(brush, -0.95, -0.62, 0x2d5590);
  if (look.night) brush.glow(LAMPLIGHT, -0.1, -3.9, 0.6, 0.5);
}

function paintFishing(brush: Brush, look: BoatLook): void {
  brush.line(
    0x6b4a2f,
    0.07,
    together(
      polyline([0.5, -0.7, 0.5, -2.5]),
      polyline([0.5, -2.3, 1.5, -1.1]),
      polyline([-1.3, -0.7, -1.3, -1.9]),
      polyline([-1.3, -1.8, -0.6, -1.3]),
    ),
  );
  brush.detail(() =>
    brush.glaze(0.7, () =>
      brush.line(
        0x4a4a54,
        0.018,
        together(
          polyline([0.5, -2.5, 1.75, -0.95]),
          polyline([0.5, -2.5, -1.3, -1.9]),
          polyline([-1.3, -1.9, -1.75, -0.8]),
        ),
      ),
    ),
  );
  brush.form(0xf3ece0, rect(-0.62, -1.62, 0.98, 1.1, 0.06));
  brush.form(look.hull, rect(-0.76, -1.74, 1.26, 0.17, 0.05));
  paintPanes(brush, look, [-0.5, -1.48, -0.05, -1.48], 0.32, 0.36);
  brush.form(0xdfb659, smooth([-1.2, -0.6, -1.1, -0.92, -0.85, -0.98, -0.68, -0.62]), 0.7);
  paintHull(
    brush,
    look,
    [-1.82, -0.78, -1.72, -0.12, -1.4, 0.1, 1.2, 0.1, 1.62, -0.24, 2.0, -1.02, 1.2, -0.8, 0, -0.62, -1.0, -0.64],
    true,
  );
  brush.flat(0xf3ece0, polygon([0.5, -2.5, 0.5, -2.26, 0.14, -2.38]));
  brush.form(0xe2813a, together(ellipse(-0.6, -0.36, 0.13), ellipse(0.3, -0.36, 0.13)), 0.8);
  if (look.night) brush.glow(LAMPLIGHT, 0.5, -2.3, 0.9, 0.55);
}

function paintMotor(brush: Brush, look: BoatLook): void {
  brush.form(0xf3ece0, smooth([-0.9, -0.6, -0.7, -1.1, 0.1, -1.16, 0.56, -0.72, 0.6, -0.55], 0.4));
  paintPanes(brush, look, [-0.66, -1.0, -0.24, -1.0], 0.34, 0.26);
  brush.line(0x8a8d95, 0.04, together(polyline([0.8, -0.66, 0.9, -0.9, 1.5, -0.86, 1.6, -0.68])));
  paintSailor(brush, -1.15, -0.55, 0xe2813a);
  paintHull(
    brush,
    look,
    [-1.8, -0.62, -1.82, -0.12, -1.5, 0.1, 0.8, 0.1, 1.4, -0.18, 1.98, -0.74, 0.8, -0.62, -0.6, -0.56],
    false,
  );
  brush.form(0x55555f, rect(-1.98, -0.64, 0.22, 0.42, 0.06));
}

function paintRowing(brush: Brush, look: BoatLook): void {
  paintSailor(brush, -0.1, -0.36, 0x5d8f4c);
  brush.line(0xb98a52, 0.055, polyline([-0.05, -0.66, 0.55, -0.4, 1.05, 0.1]));
  paintHull(
    brush,
    look,
    [-1.34, -0.56, -1.2, -0.1, -0.8, 0.09, 0.8, 0.09, 1.2, -0.1, 1.4, -0.62, 0.6, -0.44, -0.6, -0.42],
    false,
  );
  brush.flat(0xb98a52, ellipse(1.07, 0.11, 0.16, 0.055));
}

function paintSteamer(brush: Brush, look: BoatLook): void {
  brush.form(look.trim, limb([-0.1, -1.5, -0.14, -2.35], [0.42, 0.38]));
  brush.flat(look.hull, rect(-0.33, -2.3, 0.4, 0.2));
  brush.glaze(0.4, () => {
    for (let i = 0; i < 4; i++)
      brush.flat(0xf2f0ec, ellipse(-0.4 - i * 0.4, -2.62 - i * 0.13, 0.22 + i * 0.07, 0.16 + i * 0.04));
  });
  brush.form(0xf3ece0, rect(-1.5, -1.12, 2.7, 0.6, 0.06));
  brush.form(0xf3ece0, rect(-0.1, -1.62, 1.0, 0.54, 0.05));
  brush.flat(0x9a6a45, rect(-0.2, -1.68, 1.2, 0.1, 0.03));
  paintPanes(brush, look, [-1.36, -1.0, -0.92, -1.0, -0.48, -1.0, -0.04, -1.0, 0.4, -1.0, 0.82, -1.0], 0.27, 0.27);
  paintPanes(brush, look, [0.06, -1.5, 0.48, -1.5], 0.3, 0.27);
  paintHull(
    brush,
    look,
    [-2.2, -0.72, -2.1, -0.16, -1.8, 0.1, 1.6, 0.1, 2.0, -0.2, 2.36, -0.88, 1.4, -0.64, 0, -0.54, -1.4, -0.56],
    true,
  );
  brush.detail(() =>
    brush.form(0xf3ece0, together(...[-1.3, -0.6, 0.1, 0.8].map((x) => ellipse(x, -0.24, 0.08))), 0.6),
  );
}
