import type { Dice } from '../dice.ts';
import { mix } from '../paint/colour.ts';
import { ellipse, type Point, smooth, together } from '../paint/shapes.ts';
import { bushProp } from '../scenery/bush.ts';
import { furnitureProp } from '../scenery/furniture.ts';
import { paintDabs, paintGround, paintMeadow, paintWood, ridge } from '../scenery/land.ts';
import { paintSky } from '../scenery/sky.ts';
import { paintSkyline } from '../scenery/skyline.ts';
import { treeProp } from '../scenery/trees.ts';
import { paintWater } from '../scenery/water.ts';
import { grassColour, type Lane, type Prop, type Stage, type World } from '../world.ts';

/** Lawns with a winding path, trees, now and then a pond; the town in the haze behind. */
export function composePark(dice: Dice, world: World): Stage {
  const { horizon } = world;
  const pond = dice.chance(0.55);
  const [pondX, pondY, pondR] = [dice.range(0.25, 0.75), horizon + dice.range(0.13, 0.17), dice.range(0.36, 0.5)];
  const side = dice.chance(0.5) ? 1 : -1;
  const seed = dice.seedFor();
  const lawnTop = pond ? pondY + 0.085 : horizon + 0.1;
  const lanes: Lane[] = [
    { name: 'grass', y: [lawnTop, 0.7], x: [0, 1], classes: { person: 1, dog: 1, cat: 0.9, bicycle: 0.9 }, heading: 0 },
    {
      name: 'grass',
      y: [0.68, 0.97],
      x: [0.02, 0.98],
      classes: { person: 1, dog: 1, cat: 1.1, bicycle: 1 },
      heading: 0,
    },
    { name: 'sky', y: [0.07, horizon - 0.14], x: [0.05, 0.95], classes: { plane: 1, balloon: 1 }, heading: 0 },
  ];
  if (pond)
    lanes.push({
      name: 'water',
      y: [pondY - 0.012, pondY + 0.028],
      x: [pondX - pondR * 0.55, pondX + pondR * 0.55],
      classes: { boat: 1.6 },
      heading: 0,
    });
  return {
    lanes,
    props: chooseProps(dice, world, lawnTop, pond ? [pondX, pondY, pondR] : null),
    paintBackdrop(brush) {
      const own = dice.part(seed);
      const grass = grassColour(world);
      paintSky(brush, own, world);
      brush.depth = 0.95;
      if (own.chance(0.6)) paintSkyline(brush, own, world, horizon + 0.03, own.range(0.12, 0.24));
      else brush.fade(0x8aa3a0, 0xa5b8a8, ridge(own, horizon + 0.03, 0.12, 2));
      brush.depth = 0.85;
      paintWood(brush, own, world, horizon + 0.03, own.range(0.07, 0.11));
      brush.depth = 0;
      paintGround(brush, grass, horizon + 0.015);
      brush.depth = 0.6;
      brush.glaze(0.7, () => brush.flat(grass, ridge(own, horizon + 0.09, 0.045, 1), 1.05));
      brush.depth = 0.2;
      paintPath(brush, own, world, side, pond ? pondY + 0.1 : null);
      if (pond) {
        brush.depth = 0.5;
        brush.flat(world.snowy ? 0xcfd9e2 : 0xb9a988, ellipse(pondX, pondY + 0.006, pondR + 0.012, 0.076));
        paintWater(brush, own, world, ellipse(pondX, pondY, pondR, 0.068), 0x5fa3ad);
      }
      brush.depth = 0.1;
      paintDabs(brush, own, grass, [0, horizon + 0.08, 1, 1], 46);
      brush.depth = 0.08;
      paintMeadow(brush, own, world, lawnTop, 1.01, 60);
    },
  };
}

function paintPath(
  brush: Parameters<Stage['paintBackdrop']>[0],
  dice: Dice,
  world: World,
  side: number,
  below: number | null,
): void {
  const { horizon } = world;
  const sand = world.snowy ? 0xd3dde6 : 0xdcc49a;
  const foot = 0.5 + side * dice.range(0.1, 0.3);
  const [end, bend] = [0.5 + side * dice.range(0.05, 0.25), 0.5 - side * dice.range(0.05, 0.25)];
  const points: Point[] =
    below === null
      ? [
          [end - 0.012, horizon + 0.03],
          [bend - 0.05, horizon + 0.2],
          [foot - 0.21, 1.05],
          [foot + 0.21, 1.05],
          [bend + 0.07, horizon + 0.2],
          [end + 0.012, horizon + 0.03],
        ]
      : [
          [0.5 - side * 0.6, below],
          [0.5 - side * 0.2, below + 0.02],
          [foot - side * 0.05, below + 0.12],
          [foot + side * 0.2, 1.05],
          [foot - side * 0.22, 1.05],
          [foot - side * 0.22, below + 0.18],
          [0.5 - side * 0.25, below + 0.07],
          [0.5 - side * 0.6, below + 0.05],
        ];
  const path = smooth(points, 0.8);
  brush.glaze(0.4, () => brush.line(grassColour(world), 0.012, path, 0.7));
  brush.fade(mix(sand, 0xffffff, 0.12), sand, path);
  brush.within(path, () => {
    const strokes = Array.from({ length: 26 }, () =>
      ellipse(dice.next(), dice.range(horizon + 0.1, 1), dice.range(0.01, 0.05), 0.003),
    );
    brush.glaze(0.3, () => brush.flat(sand, together(...strokes), 0.8));
  });
}

function chooseProps(dice: Dice, world: World, top: number, pond: readonly [number, number, number] | null): Prop[] {
  const props: Prop[] = [];
  const ashore = (x: number, y: number) =>
    pond === null || Math.abs(x - pond[0]) > pond[2] + 0.03 || y > pond[1] + 0.08;
  for (let i = dice.whole(3, 5); i > 0; i--) {
    const [x, y] = [
      dice.chance(0.7) ? (dice.chance(0.5) ? dice.range(-0.02, 0.26) : dice.range(0.74, 1.02)) : dice.next(),
      dice.range(top - 0.06, 0.72),
    ];
    if (ashore(x, y)) props.push(treeProp(dice, world, x, y));
  }
  for (let i = dice.whole(1, 4); i > 0; i--) props.push(bushProp(dice, world, dice.next(), dice.range(top, 0.8)));
  for (const [kind, chance] of [
    ['bench', 0.8],
    ['lamp', 0.7],
    ['signpost', 0.3],
    ['rock', 0.35],
    ['bin', 0.3],
    ['lamp', 0.4],
  ] as const) {
    if (dice.chance(chance))
      props.push(furnitureProp(dice, world, kind, dice.range(0.04, 0.96), dice.range(top + 0.02, 0.76)));
  }
  return props;
}
