import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { mix } from '../paint/colour.ts';
import { curved, ellipse, type Point, polygon, rect, smooth, together } from '../paint/shapes.ts';
import { paintCottage } from '../scenery/cottage.ts';
import { furnitureProp } from '../scenery/furniture.ts';
import { paintDabs, paintGround, ridge } from '../scenery/land.ts';
import { paintLighthouse } from '../scenery/landmarks.ts';
import { paintRoad } from '../scenery/road.ts';
import { paintSky } from '../scenery/sky.ts';
import { treeProp } from '../scenery/trees.ts';
import { paintWater } from '../scenery/water.ts';
import { grassColour, type Lane, type Prop, type Stage, type World } from '../world.ts';

/** The sea with a headland and a lighthouse, a beach, and in half of the pictures a road along the front. */
export function composeCoast(dice: Dice, world: World): Stage {
  const { horizon } = world;
  const promenade = dice.chance(0.45);
  const shore = horizon + dice.range(0.18, 0.24);
  const side = dice.chance(0.5) ? 1 : -1;
  const [roadTop, roadFoot] = [0.735, 0.9];
  const sandFoot = promenade ? roadTop - 0.03 : 0.97;
  const seed = dice.seedFor();
  const lanes: Lane[] = [
    { name: 'water', y: [horizon + 0.045, shore - 0.05], x: [0.08, 0.92], classes: { boat: 2.2 }, heading: 0 },
    {
      name: 'sand',
      y: [shore + 0.05, sandFoot],
      x: [0.02, 0.98],
      classes: { person: 1, dog: 1, cat: 0.8, bicycle: 0.4 },
      heading: 0,
    },
    { name: 'sky', y: [0.07, horizon - 0.12], x: [0.05, 0.95], classes: { plane: 1.1, balloon: 1.1 }, heading: 0 },
  ];
  if (promenade) {
    lanes.push({
      name: 'road',
      y: [roadFoot - 0.045, roadFoot - 0.02],
      x: [-0.06, 1.06],
      classes: { car: 1.5, bus: 1.4, bicycle: 0.8 },
      heading: 1,
    });
    lanes.push({
      name: 'pavement',
      y: [0.93, 0.98],
      x: [0.03, 0.97],
      classes: { person: 0.7, dog: 0.6, cat: 0.8, bicycle: 0.6 },
      heading: 0,
    });
  }
  return {
    lanes,
    props: chooseProps(dice, world, shore, promenade ? [roadTop, roadFoot] : null),
    paintBackdrop(brush) {
      const own = dice.part(seed);
      paintSky(brush, own, world);
      brush.depth = 1;
      paintHeadland(brush, own, world, side);
      brush.depth = 0.5;
      paintWater(
        brush,
        own,
        world,
        rect(-0.01, horizon, 1.02, shore - horizon + 0.06),
        own.pick([0x3f8fb0, 0x3fa0a8, 0x4a8fbf]),
      );
      paintBeach(brush, own, world, shore);
      if (!promenade) return;
      brush.depth = 0.18;
      brush.fade(0xe8dfcc, 0xc9bda8, rect(-0.01, roadTop - 0.026, 1.02, 0.03));
      paintRoad(brush, own, world, roadTop, roadFoot, 0xe6dcc8);
      brush.depth = 0;
      const paving = world.snowy ? 0xe3e9ee : 0xcdbfa6;
      brush.fade(mix(paving, 0xffffff, 0.1), paving, rect(-0.01, roadFoot + 0.012, 1.02, 0.2));
      paintDabs(brush, own, paving, [0, roadFoot + 0.02, 1, 1], 12);
    },
  };
}

function paintHeadland(brush: Brush, dice: Dice, world: World, side: number): void {
  const { horizon } = world;
  brush.fade(0x8a9fb5, 0xa3b4c0, ridge(dice, horizon + 0.002, dice.range(0.03, 0.06), 3));
  brush.depth = 0.75;
  const at = (t: number) => (side > 0 ? 1 - t : t);
  const rise = dice.range(0.06, 0.1);
  const land: Point[] = [
    [at(-0.05), horizon + 0.014],
    [at(-0.05), horizon - rise],
    [at(0.1), horizon - rise * 1.05],
    [at(0.2), horizon - rise * 0.7],
    [at(0.29), horizon - rise * 0.5],
    [at(0.36), horizon + 0.012],
  ];
  brush.fade(mix(grassColour(world), 0x6b7a5a, 0.3), 0x8f8376, polygon(land));
  brush.within(polygon(land), () => {
    brush.glaze(0.4, () =>
      brush.flat(
        0x7a6a60,
        together(
          ...[0.05, 0.14, 0.22, 0.3].map((t) =>
            polygon([
              [at(t), horizon - rise * 0.45],
              [at(t + 0.025), horizon + 0.02],
              [at(t - 0.03), horizon + 0.02],
            ]),
          ),
        ),
      ),
    );
  });
  if (dice.chance(0.7)) brush.at(at(0.17), horizon - rise * 0.78, 0.019, () => paintLighthouse(brush, world));
  if (dice.chance(0.6)) brush.at(at(0.05), horizon - rise, 0.013, () => paintCottage(brush, dice, world));
}

function paintBeach(brush: Brush, dice: Dice, world: World, shore: number): void {
  const sand = world.snowy ? 0xe9eef2 : dice.pick([0xecd3a2, 0xe6cb9c, 0xf0dcb4]);
  const wave = (y: number, swing: number): Point[] =>
    Array.from({ length: 9 }, (_, i) => [
      -0.05 + (1.1 * i) / 8,
      y + swing * Math.sin(i * 1.7 + shore * 90) + (i % 2) * swing * 0.4,
    ]);
  const beach = smooth([...wave(shore, 0.011), [1.1, 1.1], [-0.1, 1.1]], 0.7);
  brush.depth = 0.15;
  brush.glaze(0.75, () => brush.line(0xffffff, 0.012, curved(wave(shore - 0.016, 0.01))));
  brush.glaze(0.45, () => brush.line(0xffffff, 0.006, curved(wave(shore - 0.04, 0.007))));
  brush.flat(mix(sand, 0x8a7a68, 0.35), beach);
  brush.within(smooth([...wave(shore + 0.022, 0.012), [1.1, 1.1], [-0.1, 1.1]], 0.7), () =>
    paintGround(brush, sand, shore, 1.02),
  );
  brush.glaze(0.8, () => brush.line(0xffffff, 0.007, curved(wave(shore + 0.001, 0.011))));
  brush.depth = 0.05;
  paintDabs(brush, dice, sand, [0, shore + 0.05, 1, 1], 34);
  for (let i = 0; i < 9; i++) {
    const [x, y] = [dice.next(), dice.range(shore + 0.06, 0.98)];
    brush.flat(
      dice.pick([0xf3e3d3, 0xe6a58f, 0xd9c3a5, 0xc98a78]),
      ellipse(x, y, 0.004 + 0.004 * y, 0.003 + 0.002 * y),
    );
  }
}

function chooseProps(dice: Dice, world: World, shore: number, road: readonly [number, number] | null): Prop[] {
  const props: Prop[] = [];
  const foot = road === null ? 0.86 : road[0] - 0.05;
  if (!world.snowy) {
    for (let i = dice.whole(0, 2); i > 0; i--)
      props.push(furnitureProp(dice, world, 'parasol', dice.range(0.05, 0.95), dice.range(shore + 0.07, foot)));
    for (let i = dice.whole(0, 2); i > 0; i--)
      props.push(
        treeProp(
          dice,
          world,
          dice.chance(0.5) ? dice.range(0, 0.14) : dice.range(0.86, 1),
          dice.range(shore + 0.06, foot),
          'palm',
          dice.range(3.2, 4.6),
        ),
      );
  }
  for (let i = dice.whole(1, 4); i > 0; i--)
    props.push(furnitureProp(dice, world, 'rock', dice.next(), dice.range(shore + 0.03, foot)));
  if (road !== null) {
    const start = dice.range(0.05, 0.3);
    for (let x = start; x < 1; x += 0.42) props.push(furnitureProp(dice, world, 'lamp', x, road[0] - 0.008));
    if (dice.chance(0.5)) props.push(furnitureProp(dice, world, 'bench', dice.range(0.1, 0.9), road[0] - 0.01));
  }
  return props;
}
