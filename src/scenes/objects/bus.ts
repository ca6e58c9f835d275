import type { Dice } from '../dice.ts';
import type { Figure } from '../figure.ts';
import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { paintLettering } from '../paint/lettering.ts';
import { choosePaint, INK, LAMPLIGHT } from '../paint/paints.ts';
import { cap, ellipse, polygon, polyline, rect, type Shape, smooth, together } from '../paint/shapes.ts';
import { paintWheel } from './wheel.ts';

type Kind = 'single' | 'double-decker' | 'school';

interface Look {
  kind: Kind;
  colour: Colour;
  band: Colour;
  riders: readonly (Colour | null)[];
  line: string;
  night: boolean;
}

const LINES = ['7 harbour', '12 park', '3 hills', '21 museum', '5 old mill', '9 station'] as const;

export function chooseBus(dice: Dice, night: boolean): Figure {
  const kind = dice.weighted<Kind>({ single: 5, 'double-decker': 3, school: 2 });
  const paint = choosePaint(
    dice,
    kind === 'school'
      ? ['yellow']
      : kind === 'double-decker'
        ? ['red', 'red', 'blue', 'green']
        : ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'white', 'purple'],
  );
  const look: Look = {
    kind,
    colour: paint.colour,
    band: kind === 'school' ? 0x3b3d48 : dice.pick([0xf3ece0, 0xf0bd42, 0x2d5590]),
    riders: Array.from({ length: 10 }, () =>
      dice.chance(0.5) ? dice.pick([0x8a4b3a, 0x3f5f8a, 0x4a7a55, 0xa0604a, 0x6a5a8a]) : null,
    ),
    line: dice.pick(LINES),
    night,
  };
  const height = kind === 'double-decker' ? 3.15 : kind === 'school' ? 2.1 : 2.15;
  return {
    attributes: { colour: paint.name, kind, pose: 'side' },
    width: 5.4,
    height,
    paint(brush) {
      brush.shadow(0, 0.03, 3.2, 0.26, 1.35);
      paintBus(brush, look, height);
    },
  };
}

function paintBus(brush: Brush, look: Look, height: number): void {
  const { kind, colour } = look;
  const nose = kind === 'school' ? 1.82 : 2.6;
  const shell: Shape =
    kind === 'school'
      ? smooth(
          [
            [-2.62, -0.36],
            [-2.66, -height + 0.3],
            [-2.5, -height + 0.06],
            [-2.2, -height],
            [1.5, -height],
            [1.78, -height + 0.14],
            [1.92, -1.26],
            [2.5, -1.16],
            [2.68, -0.98],
            [2.7, -0.4],
            [2.5, -0.3],
            [-2.5, -0.3],
          ],
          0.35,
        )
      : smooth(
          [
            [-2.62, -0.36],
            [-2.64, -height + 0.32],
            [-2.48, -height + 0.05],
            [-2.2, -height],
            [2.3, -height],
            [2.56, -height + 0.1],
            [2.68, -1.1],
            [2.68, -0.42],
            [2.56, -0.3],
            [-2.5, -0.3],
          ],
          0.35,
        );
  brush.form(colour, shell, 0.85);
  brush.within(shell, () => {
    brush.flat(look.band, rect(-3, -0.98, 6, kind === 'school' ? 0.07 : 0.2));
    if (kind === 'double-decker') brush.flat(look.band, rect(-3, -1.98, 6, 0.09));
    brush.glaze(0.45, () => brush.flat(colour, rect(-3, -0.62, 6, 0.5), 0.66));
    brush.glaze(0.5, () => brush.flat(colour, rect(-3, -height, 6, 0.09), 1.4));
    brush.flat(0x4a4a54, rect(-3, -0.36, 6, 0.2));
    for (const x of [-1.55, 1.62]) brush.flat(0x2b2b34, cap(x, -0.4, 0.5, 0.52, 0.98 * Math.PI, 2.02 * Math.PI));
  });
  const decks = kind === 'double-decker' ? [-2.78, -1.72] : [-height + 0.28];
  decks.forEach((top, deck) => {
    const door = deck === decks.length - 1;
    const last = door ? nose - 0.95 : nose - 0.45;
    const count = 5;
    const step = (last + 2.42) / count;
    for (let i = 0; i < count; i++) {
      paintWindow(brush, rect(-2.42 + i * step, top, step - 0.12, 0.6, 0.09), look.riders[i + deck * 5], look);
    }
    if (!door) paintWindow(brush, rect(last + 0.02, top, 0.36, 0.6, 0.09), null, look);
  });
  paintDoor(brush, look, nose, decks[decks.length - 1]);
  paintSign(brush, look, nose, -height);
  paintLamps(brush, look);
  for (const x of [-1.55, 1.62]) paintWheel(brush, x, -0.4, 0.4);
}

function paintWindow(brush: Brush, glass: Shape, rider: Colour | null, look: Look): void {
  if (look.night) brush.shine(rider === null ? 0xf6d68e : 0xffe2a0, glass);
  else brush.fade(0xd6ebf0, 0x93b9c9, glass);
  brush.within(glass, () => {
    const [x0, y0, x1, y1] = glass.box;
    const x = (x0 + x1) / 2;
    if (rider !== null) {
      brush.flat(
        rider,
        smooth([
          [x - 0.2, y1 + 0.1],
          [x - 0.15, y1 - 0.13],
          [x + 0.13, y1 - 0.13],
          [x + 0.2, y1 + 0.1],
        ]),
        0.85,
      );
      brush.flat(0xb98a66, ellipse(x, y1 - 0.24, 0.1, 0.12), 0.85);
      brush.flat(INK, cap(x - 0.01, y1 - 0.26, 0.11, 0.12, Math.PI, 2 * Math.PI));
      brush.flat(
        INK,
        together(ellipse(x + 0.005, y1 - 0.225, 0.012, 0.017), ellipse(x + 0.062, y1 - 0.225, 0.012, 0.017)),
      );
    }
    if (!look.night)
      brush.glaze(0.4, () =>
        brush.flat(
          0xffffff,
          polygon([
            [x0 + 0.05, y1],
            [x0 + 0.28, y0],
            [x0 + 0.42, y0],
            [x0 + 0.19, y1],
          ]),
        ),
      );
  });
}

function paintDoor(brush: Brush, look: Look, nose: number, top: number): void {
  const x = nose - 0.82;
  const leaf = rect(x, top - 0.04, 0.66, -0.36 - top, 0.06);
  brush.flat(look.colour, leaf, 0.72);
  brush.detail(() => {
    for (const left of [x + 0.05, x + 0.35]) {
      const glass = rect(left, top + 0.03, 0.26, -0.5 - top, 0.05);
      if (look.night) brush.shine(0xf2cf88, glass);
      else brush.fade(0xcfe5ec, 0x86acbd, glass);
    }
  });
}

function paintSign(brush: Brush, look: Look, nose: number, top: number): void {
  brush.detail(() => {
    const [x, y, width] = [nose - 1.72, top + 0.07, 1.5];
    brush.flat(0x2b2b34, rect(x, y, width, 0.17, 0.04));
    const write = () =>
      paintLettering(brush.context, look.line, { x: -width / 2 + 0.08, y: 0.035, height: 0.1, weight: 0.14 });
    brush.context.strokeStyle = '#ffcf5e';
    brush.at(x + width / 2, y, 1, write, { flip: brush.flipped });
  });
}

function paintLamps(brush: Brush, look: Look): void {
  const front = ellipse(2.58, -0.66, 0.085, 0.12);
  const back = rect(-2.65, -0.92, 0.09, 0.26, 0.03);
  if (look.night) {
    brush.shine(0xfff4cc, front);
    brush.shine(0xff5a44, back);
    brush.glow(LAMPLIGHT, 2.7, -0.66, 1, 0.5);
    brush.glow(LAMPLIGHT, 4.0, -0.15, 1.4, 0.22);
    brush.glow(0xff4030, -2.65, -0.8, 0.5, 0.4);
  } else {
    brush.flat(0xfff1c4, front);
    brush.flat(0xc9342f, back);
  }
  brush.form(0xc9ccd1, together(rect(2.36, -0.42, 0.36, 0.1, 0.05), rect(-2.68, -0.42, 0.36, 0.1, 0.05)), 0.6);
  brush.line(0x3b3d48, 0.05, polyline([2.6, -1.5, 2.78, -1.46, 2.78, -1.3]));
}
