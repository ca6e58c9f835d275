import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, mix } from '../paint/colour.ts';
import { curved, polygon, rect, smooth, together } from '../paint/shapes.ts';
import { bushProp } from '../scenery/bush.ts';
import { paintCottage } from '../scenery/cottage.ts';
import { furnitureProp } from '../scenery/furniture.ts';
import { paintDabs, paintGround, paintMeadow, paintMountains, paintWood, ridge } from '../scenery/land.ts';
import { paintBarn, paintWindmill } from '../scenery/landmarks.ts';
import { paintRoad } from '../scenery/road.ts';
import { paintSky } from '../scenery/sky.ts';
import { treeProp } from '../scenery/trees.ts';
import { paintWater } from '../scenery/water.ts';
import { grassColour, type Lane, metreAt, type Prop, type Season, type Stage, type World } from '../world.ts';

const FIELDS: Readonly<Record<Season, readonly Colour[]>> = {
  spring: [0xe8cf5a, 0xa5c56a, 0x8fb75c, 0xb7cd7c],
  summer: [0xe3c062, 0x9bbb5f, 0xb58fc0, 0x86ad58],
  autumn: [0xc99a5a, 0xd9b564, 0xa98a52, 0xb8a058],
  winter: [0xbfae84, 0xa59b78, 0x8f9870],
};

/** Hills with fields, a farm or a mill, a road across, in some pictures a river. */
export function composeCountry(dice: Dice, world: World): Stage {
  const { horizon } = world;
  const river = dice.chance(0.45);
  const riverY = horizon + 0.13;
  const bank = river ? riverY + 0.1 : horizon + 0.12;
  const roadTop = Math.max(bank + 0.05, dice.range(0.66, 0.7));
  const roadFoot = roadTop + dice.range(0.145, 0.17);
  const seed = dice.seedFor();
  const farm = dice.weighted<'barn' | 'cottage' | 'mill' | 'none'>({ barn: 3, cottage: 3, mill: 2, none: 1 });
  const farmX = dice.chance(0.5) ? dice.range(0.08, 0.34) : dice.range(0.66, 0.92);
  const lanes: Lane[] = [
    {
      name: 'road',
      y: [roadFoot - 0.05, roadFoot - 0.02],
      x: [-0.06, 1.06],
      classes: { car: 1.5, bus: 1.5, bicycle: 0.7 },
      heading: 1,
    },
    {
      name: 'grass',
      y: [bank + 0.02, roadTop - 0.015],
      x: [0, 1],
      classes: { person: 0.8, dog: 0.9, cat: 0.9, bicycle: 0.5 },
      heading: 0,
    },
    {
      name: 'grass',
      y: [roadFoot + 0.05, 0.98],
      x: [0.02, 0.98],
      classes: { person: 0.9, dog: 1, cat: 1, bicycle: 0.8 },
      heading: 0,
    },
    { name: 'sky', y: [0.07, horizon - 0.12], x: [0.05, 0.95], classes: { plane: 1, balloon: 1.2 }, heading: 0 },
  ];
  if (river)
    lanes.push({
      name: 'water',
      y: [riverY + 0.015, riverY + 0.055],
      x: [0.05, 0.95],
      classes: { boat: 2 },
      heading: 0,
    });
  return {
    lanes,
    props: chooseProps(dice, world, bank, roadTop, roadFoot),
    paintBackdrop(brush) {
      const own = dice.part(seed);
      const grass = grassColour(world);
      paintSky(brush, own, world);
      brush.depth = 1;
      if (own.chance(0.5)) paintMountains(brush, own, world, horizon + 0.02, own.range(0.1, 0.2));
      else brush.fade(0x7f9aa8, 0x9fb3b0, ridge(own, horizon + 0.02, 0.12, 2));
      brush.depth = 0.85;
      brush.fade(mix(grass, 0x5f8a70, 0.5), mix(grass, 0x7fa08a, 0.3), ridge(own, horizon + 0.04, 0.09, 1));
      paintWood(brush, own, world, horizon + 0.035, 0.05);
      brush.depth = 0;
      paintGround(brush, grass, horizon + 0.03);
      paintFields(brush, own, world);
      brush.depth = 0.55;
      const y = horizon + 0.085;
      brush.at(farmX, y, metreAt(world, y) * 1.15, () => {
        if (farm === 'barn') paintBarn(brush, own, world);
        else if (farm === 'cottage') paintCottage(brush, own, world);
        else if (farm === 'mill') paintWindmill(brush, own, world);
      });
      if (river) {
        brush.depth = 0.45;
        const water = smooth(
          [
            [-0.1, riverY - 0.02],
            [0.25, riverY],
            [0.55, riverY - 0.022],
            [0.8, riverY - 0.01],
            [1.1, riverY - 0.03],
            [1.1, riverY + 0.07],
            [0.7, riverY + 0.082],
            [0.35, riverY + 0.068],
            [-0.1, riverY + 0.085],
          ],
          0.8,
        );
        brush.line(world.snowy ? 0xd5dee6 : mix(grass, 0x8a7a55, 0.5), 0.014, water, 0.85);
        paintWater(brush, own, world, water, 0x4f9aae);
      }
      brush.depth = 0.1;
      paintDabs(brush, own, grass, [0, bank, 1, 1], 40);
      paintMeadow(brush, own, world, bank, roadTop - 0.01, 26);
      brush.depth = 0.2;
      paintRoad(brush, own, world, roadTop, roadFoot, world.snowy ? 0xf1f5f9 : 0xd9cfae);
      brush.depth = 0.04;
      paintMeadow(brush, own, world, roadFoot + 0.03, 1.01, 46);
    },
  };
}

/** Patches of crops in rows on the slope behind. */
function paintFields(brush: Brush, dice: Dice, world: World): void {
  const { horizon, snowy, season } = world;
  brush.depth = 0.6;
  const count = 3;
  for (let i = 0; i < count; i++) {
    const colour = snowy ? 0xdfe7ee : dice.pick(FIELDS[season]);
    const [x0, x1] = [(i + dice.range(0, 0.25)) / count, (i + dice.range(0.75, 1.05)) / count];
    const [y0, y1] = [horizon + dice.range(0.04, 0.055), horizon + dice.range(0.085, 0.115)];
    const lean = (0.5 - (x0 + x1) / 2) * 0.25;
    const field = polygon([
      [x0 + lean, y0],
      [x1 + lean, y0 - 0.004],
      [x1 - lean * 0.4, y1],
      [x0 - lean * 0.4, y1 + 0.004],
    ]);
    brush.glaze(0.85, () => brush.fade(mix(colour, 0xffffff, 0.12), colour, field));
    brush.within(field, () => {
      const rows = Array.from({ length: 9 }, (_, j) =>
        curved([
          [x0 + lean + ((x1 - x0) * j) / 8, y0 - 0.01],
          [x0 - lean * 0.4 + ((x1 - x0) * (j * 1.3 - 1)) / 8, y1 + 0.01],
        ]),
      );
      brush.glaze(0.4, () => brush.line(colour, 0.003, together(...rows), 0.74));
    });
  }
  if (snowy) brush.glaze(0.3, () => brush.flat(0xffffff, rect(0, horizon + 0.05, 1, 0.03)));
}

function chooseProps(dice: Dice, world: World, bank: number, roadTop: number, roadFoot: number): Prop[] {
  const props: Prop[] = [];
  for (let i = dice.whole(1, 4); i > 0; i--)
    props.push(treeProp(dice, world, dice.next(), dice.range(bank, roadTop - 0.02)));
  for (let i = dice.whole(0, 3); i > 0; i--)
    props.push(furnitureProp(dice, world, 'hay', dice.next(), dice.range(bank, roadTop - 0.02)));
  for (let i = dice.whole(0, 2); i > 0; i--)
    props.push(bushProp(dice, world, dice.next(), dice.range(bank, roadTop - 0.02)));
  if (dice.chance(0.5)) {
    const start = dice.range(-0.05, 0.5);
    const y = roadTop - 0.012;
    const step = 2.7 * metreAt(world, y);
    for (let i = 0; i < dice.whole(2, 5); i++)
      props.push(furnitureProp(dice.part(77), world, 'fence', start + i * step, y));
  }
  if (dice.chance(0.4))
    props.push(
      furnitureProp(dice, world, dice.pick(['sign', 'signpost'] as const), dice.range(0.05, 0.95), roadFoot + 0.02),
    );
  if (dice.chance(0.4)) props.push(furnitureProp(dice, world, 'rock', dice.next(), dice.range(roadFoot + 0.04, 0.98)));
  if (dice.chance(0.35))
    props.push(
      treeProp(dice, world, dice.chance(0.5) ? dice.range(-0.02, 0.1) : dice.range(0.9, 1.02), roadFoot + 0.03),
    );
  return props;
}
