import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import type { Weather } from '../paint/light.ts';
import { CLOTHES, choosePaint, INK } from '../paint/paints.ts';
import { arc, cap, curved, ellipse, limb, rect, smooth, together } from '../paint/shapes.ts';

const CUTS = { short: 4, bob: 3, long: 3, bun: 2, curly: 3, ponytail: 2, bald: 1 };
type Cut = keyof typeof CUTS;
type Hat = 'none' | 'beanie' | 'cap' | 'straw' | 'beret';

export interface Head {
  skin: Colour;
  hair: Colour;
  cut: Cut;
  hat: Hat;
  hatColour: Colour;
  beard: boolean;
  glasses: boolean;
  away: boolean;
  mood: number;
}

export function chooseHead(dice: Dice, skin: Colour, hair: Colour, weather: Weather): Head {
  const cut = dice.weighted<Cut>(CUTS);
  const hats: Partial<Record<Hat, number>> =
    weather === 'snow' ? { beanie: 6, beret: 1, none: 2 } : { none: 7, cap: 2, straw: 2, beret: 1, beanie: 1 };
  return {
    skin,
    hair,
    cut,
    hat: dice.weighted<Hat>(hats),
    hatColour: choosePaint(dice, CLOTHES).colour,
    beard: (cut === 'short' || cut === 'bald') && dice.chance(0.35),
    glasses: dice.chance(0.18),
    away: dice.chance(0.1),
    mood: dice.range(0.5, 1),
  };
}

/** What of the hair hangs behind the shoulders; the neck is at (0, 0), the head above it. */
export function paintHeadBehind(brush: Brush, { cut, hair }: Head): void {
  if (cut === 'long')
    brush.form(hair, smooth([-0.17, -0.25, 0.1, -0.34, 0.17, -0.2, 0.18, 0.1, 0.08, 0.2, -0.2, 0.2, -0.22, 0]), 0.8);
  if (cut === 'bob')
    brush.form(
      hair,
      smooth([-0.18, -0.25, 0.1, -0.34, 0.18, -0.2, 0.19, -0.02, 0.05, 0.03, -0.19, 0.02, -0.22, -0.1]),
      0.8,
    );
  if (cut === 'ponytail') brush.form(hair, limb([-0.12, -0.24, -0.26, -0.16, -0.28, 0.04], [0.09, 0.13, 0.04]), 0.8);
  if (cut === 'bun') brush.form(hair, ellipse(-0.1, -0.39, 0.085), 0.8);
  if (cut === 'curly') brush.form(hair, curls(0.21), 0.9);
}

/** Head, face, hair and hat. */
export function paintHead(brush: Brush, head: Head): void {
  const { skin, hair } = head;
  if (head.away) paintHeadBehind(brush, head);
  brush.flat(skin, ellipse(-0.13, -0.17, 0.035, 0.045), 0.9);
  brush.form(
    skin,
    smooth([
      0, -0.36, 0.11, -0.32, 0.155, -0.2, 0.14, -0.08, 0.06, 0.005, -0.04, 0.005, -0.13, -0.08, -0.155, -0.2, -0.11,
      -0.32,
    ]),
    0.55,
  );
  if (head.away) {
    if (head.cut !== 'bald')
      brush.form(
        hair,
        smooth([0, -0.38, 0.14, -0.31, 0.165, -0.17, 0.12, -0.04, -0.12, -0.04, -0.165, -0.17, -0.14, -0.31]),
        0.7,
      );
  } else {
    brush.detail(() => paintFace(brush, head));
    if (head.cut !== 'bald') paintFringe(brush, head);
  }
  paintHat(brush, head);
}

function paintFace(brush: Brush, { skin, hair, beard, glasses, mood }: Head): void {
  if (beard) {
    brush.form(
      hair,
      smooth([-0.13, -0.14, -0.05, -0.1, 0.05, -0.085, 0.15, -0.13, 0.13, -0.03, 0.04, 0.04, -0.06, 0.02]),
      0.6,
    );
  }
  brush.glaze(0.38, () =>
    brush.flat(0xe0604e, together(ellipse(-0.055, -0.105, 0.034, 0.024), ellipse(0.125, -0.105, 0.024, 0.024))),
  );
  brush.flat(INK, together(ellipse(-0.02, -0.165, 0.0165, 0.022), ellipse(0.095, -0.165, 0.0165, 0.022)));
  brush.flat(0xffffff, together(ellipse(-0.014, -0.173, 0.006), ellipse(0.101, -0.173, 0.006)));
  brush.line(
    hair,
    0.014,
    together(
      arc(-0.022, -0.2, 0.03, 0.02, Math.PI * 1.15, Math.PI * 1.85),
      arc(0.095, -0.2, 0.026, 0.02, Math.PI * 1.15, Math.PI * 1.85),
    ),
    0.8,
  );
  brush.line(skin, 0.014, curved([0.045, -0.165, 0.064, -0.125, 0.042, -0.118]), 0.72);
  brush.line(0x8c3b36, 0.014, arc(0.04, -0.092, 0.045 * mood, 0.042 * mood, 0.15 * Math.PI, 0.85 * Math.PI));
  if (glasses)
    brush.line(
      INK,
      0.011,
      together(ellipse(-0.022, -0.165, 0.04), ellipse(0.096, -0.165, 0.036), rect(0.018, -0.168, 0.042, 0.001)),
    );
}

function paintFringe(brush: Brush, { cut, hair }: Head): void {
  if (cut === 'curly') {
    brush.form(
      hair,
      together(...[-0.12, -0.05, 0.03, 0.1].map((x, i) => ellipse(x, -0.315 - (i % 2) * 0.02, 0.062))),
      0.7,
    );
    return;
  }
  brush.form(
    hair,
    smooth(
      [
        -0.17, -0.12, -0.18, -0.25, -0.1, -0.37, 0.03, -0.395, 0.14, -0.34, 0.165, -0.23, 0.14, -0.25, 0.06, -0.29,
        -0.06, -0.27, -0.12, -0.22, -0.135, -0.13,
      ],
      0.85,
    ),
    0.8,
  );
}

function paintHat(brush: Brush, { hat, hatColour }: Head): void {
  switch (hat) {
    case 'none':
      return;
    case 'beanie':
      brush.form(hatColour, cap(0, -0.25, 0.175, 0.19, Math.PI, 2 * Math.PI));
      brush.form(hatColour, rect(-0.185, -0.29, 0.37, 0.075, 0.03), 0.5);
      brush.form(0xf7f3ea, ellipse(-0.01, -0.455, 0.05), 0.6);
      return;
    case 'cap':
      brush.form(hatColour, cap(0, -0.26, 0.175, 0.15, Math.PI, 2 * Math.PI));
      brush.flat(hatColour, smooth([0.02, -0.275, 0.17, -0.285, 0.3, -0.25, 0.16, -0.245]), 0.75);
      return;
    case 'straw':
      brush.form(0xe8c878, cap(0, -0.28, 0.15, 0.17, Math.PI, 2 * Math.PI));
      brush.flat(hatColour, rect(-0.15, -0.32, 0.3, 0.05));
      brush.form(0xe8c878, ellipse(0, -0.27, 0.29, 0.05), 0.7);
      return;
    case 'beret':
      brush.form(hatColour, smooth([-0.2, -0.29, -0.14, -0.39, 0.06, -0.42, 0.19, -0.35, 0.16, -0.27, -0.1, -0.26]));
  }
}

function curls(radius: number) {
  return together(
    ...Array.from({ length: 11 }, (_, i) => {
      const angle = Math.PI * (0.82 + (1.36 * i) / 10);
      return ellipse(Math.cos(angle) * radius * 0.78, -0.2 + Math.sin(angle) * radius * 0.8, 0.075);
    }),
    ellipse(0, -0.25, 0.17, 0.14),
  );
}
