import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { mix } from '../paint/colour.ts';
import { type Point, polygon, rect, smooth } from '../paint/shapes.ts';
import { bushProp } from '../scenery/bush.ts';
import { paintCottage } from '../scenery/cottage.ts';
import { type FurnitureKind, furnitureProp } from '../scenery/furniture.ts';
import { paintDabs, paintGround, paintMeadow, paintMountains, paintWood } from '../scenery/land.ts';
import { paintSky } from '../scenery/sky.ts';
import { treeProp } from '../scenery/trees.ts';
import { paintWater } from '../scenery/water.ts';
import { grassColour, type Prop, type Stage, type World } from '../world.ts';

/** A lake among mountains that stand on their heads in it; a meadow with tents and pines in front. */
export function composeLake(dice: Dice, world: World): Stage {
  const { horizon } = world;
  const shore = horizon + dice.range(0.21, 0.26);
  const seed = dice.seedFor();
  const jetty = dice.chance(0.6) ? dice.range(0.12, 0.88) : null;
  return {
    lanes: [
      { name: 'water', y: [horizon + 0.05, shore - 0.055], x: [0.1, 0.9], classes: { boat: 2.4 }, heading: 0 },
      {
        name: 'grass',
        y: [shore + 0.045, 0.72],
        x: [0, 1],
        classes: { person: 1, dog: 1, cat: 0.9, bicycle: 0.8 },
        heading: 0,
      },
      {
        name: 'grass',
        y: [0.72, 0.97],
        x: [0.02, 0.98],
        classes: { person: 1, dog: 1, cat: 1.1, bicycle: 0.9 },
        heading: 0,
      },
      { name: 'sky', y: [0.06, horizon - 0.14], x: [0.05, 0.95], classes: { plane: 1, balloon: 1.2 }, heading: 0 },
    ],
    props: chooseProps(dice, world, shore, jetty),
    paintBackdrop(brush) {
      const own = dice.part(seed);
      const [range, wood] = [own.seedFor(), own.seedFor()];
      const rise = own.range(0.2, 0.28);
      paintSky(brush, own, world);
      brush.depth = 0.92;
      paintMountains(brush, own.part(range), world, horizon + 0.002, rise);
      brush.depth = 0.75;
      paintWood(brush, own.part(wood), world, horizon + 0.006, 0.06);
      brush.depth = 0.5;
      paintWater(brush, own, world, rect(-0.01, horizon, 1.02, shore - horizon + 0.05), 0x4a93ad);
      paintReflection(brush, own.part(range), own.part(wood), world, shore, rise);
      if (own.chance(0.6)) {
        const x = own.chance(0.5) ? own.range(0.06, 0.25) : own.range(0.75, 0.94);
        brush.depth = 0.7;
        brush.flat(
          grassColour(world),
          smooth([
            [x - 0.16, horizon + 0.012],
            [x, horizon - 0.008],
            [x + 0.16, horizon + 0.012],
            [x, horizon + 0.022],
          ]),
          0.85,
        );
        brush.at(x, horizon + 0.008, 0.021, () => paintCottage(brush, own, world));
      }
      paintShore(brush, own, world, shore);
      if (jetty !== null) paintJetty(brush, world, jetty, shore);
    },
  };
}

/** The far shore upside down, cut into strips by the waves. */
function paintReflection(brush: Brush, range: Dice, wood: Dice, world: World, shore: number, rise: number): void {
  const { horizon } = world;
  brush.within(rect(0, horizon, 1, shore - horizon), () => {
    brush.glaze(0.3, () => {
      brush.context.save();
      brush.context.translate(0, 2 * horizon);
      brush.context.scale(1, -1);
      brush.depth = 0.92;
      paintMountains(brush, range, world, horizon + 0.002, rise * 0.8);
      brush.depth = 0.75;
      paintWood(brush, wood, world, horizon + 0.006, 0.06);
      brush.context.restore();
    });
  });
}

function paintShore(brush: Brush, dice: Dice, world: World, shore: number): void {
  const grass = grassColour(world);
  const edge = (y: number): Point[] =>
    Array.from({ length: 8 }, (_, i) => [-0.05 + (1.1 * i) / 7, y + 0.012 * Math.sin(i * 1.9 + shore * 70)]);
  brush.depth = 0.25;
  brush.flat(world.snowy ? 0xd9e2ea : 0xc2b08c, smooth([...edge(shore - 0.004), [1.1, 1.1], [-0.1, 1.1]], 0.7));
  const meadow = smooth([...edge(shore + 0.016), [1.1, 1.1], [-0.1, 1.1]], 0.7);
  brush.within(meadow, () => paintGround(brush, grass, shore, 1.02));
  brush.depth = 0.08;
  paintDabs(brush, dice, grass, [0, shore + 0.03, 1, 1], 40);
  paintMeadow(brush, dice, world, shore + 0.04, 1.01, 64);
}

function paintJetty(brush: Brush, world: World, x: number, shore: number): void {
  const wood = world.snowy ? 0xdfe5ea : 0xa9835c;
  const [far, near] = [shore - 0.075, shore + 0.02];
  const half = (y: number) => 0.012 + (y - far) * 0.22;
  brush.depth = 0.3;
  for (const y of [far, (far + near) / 2])
    for (const side of [-1, 1])
      brush.flat(0x6b4f3a, rect(x + side * half(y) - 0.004, y - 0.006, 0.008, 0.032, 0.003), 0.8);
  const deck = polygon([
    [x - half(far), far],
    [x + half(far), far],
    [x + half(near), near],
    [x - half(near), near],
  ]);
  brush.fade(mix(wood, 0xffffff, 0.1), wood, deck);
  brush.within(deck, () => {
    for (let y = far; y < near; y += 0.011) brush.glaze(0.5, () => brush.flat(wood, rect(x - 0.1, y, 0.2, 0.002), 0.6));
  });
}

function chooseProps(dice: Dice, world: World, shore: number, jetty: number | null): Prop[] {
  const props: Prop[] = [];
  const clear = (x: number) => jetty === null || Math.abs(x - jetty) > 0.1;
  for (const side of [0, 1]) {
    for (let i = dice.whole(1, 3); i > 0; i--) {
      const x = side + (side === 0 ? 1 : -1) * dice.range(-0.03, 0.2);
      if (clear(x))
        props.push(
          treeProp(
            dice,
            world,
            x,
            dice.range(shore + 0.03, 0.68),
            dice.chance(0.7) ? 'pine' : undefined,
            dice.range(3, 4.6),
          ),
        );
    }
  }
  const kinds: FurnitureKind[] = ['rock', 'rock', 'tent', 'bench', 'signpost', 'fence'];
  for (let i = dice.whole(1, 4); i > 0; i--)
    props.push(furnitureProp(dice, world, dice.pick(kinds), dice.range(0.05, 0.95), dice.range(shore + 0.04, 0.74)));
  for (let i = dice.whole(0, 3); i > 0; i--)
    props.push(bushProp(dice, world, dice.next(), dice.range(shore + 0.04, 0.8)));
  return props;
}
