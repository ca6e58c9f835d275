import type { Dice } from '../dice.ts';
import { mix } from '../paint/colour.ts';
import { polyline, rect, together } from '../paint/shapes.ts';
import { type FurnitureKind, furnitureProp } from '../scenery/furniture.ts';
import { paintDabs, paintWood, ridge } from '../scenery/land.ts';
import { paintCrossing, paintPuddles, paintRoad } from '../scenery/road.ts';
import { paintSky } from '../scenery/sky.ts';
import { paintSkyline } from '../scenery/skyline.ts';
import { paintTownHouse } from '../scenery/town-house.ts';
import { treeProp } from '../scenery/trees.ts';
import { depthAt, metreAt, type Prop, type Stage, type World } from '../world.ts';

/** A row of town houses behind a pavement, a road, and a pavement in front. */
export function composeStreet(dice: Dice, world: World): Stage {
  const { horizon } = world;
  const row = horizon + 0.1;
  const far = horizon + 0.165;
  const near = horizon + dice.range(0.36, 0.42);
  const scenery = dice.part(dice.seedFor());
  const seed = dice.seedFor();
  const crossing = dice.chance(0.4) ? dice.range(0.1, 0.7) : null;
  const stone = world.snowy ? 0xe3e9ee : dice.pick([0xc9bba3, 0xb9b4aa, 0xcbb49a]);
  return {
    lanes: [
      {
        name: 'road',
        y: [far + 0.055, far + 0.075],
        x: [-0.06, 1.06],
        classes: { car: 1, bus: 1, bicycle: 0.25 },
        heading: -1,
      },
      {
        name: 'road',
        y: [near - 0.055, near - 0.025],
        x: [-0.06, 1.06],
        classes: { car: 1, bus: 0.9, bicycle: 0.4 },
        heading: 1,
      },
      {
        name: 'pavement',
        y: [row + 0.025, far - 0.012],
        x: [0, 1],
        classes: { person: 1, dog: 0.7, cat: 0.7, bicycle: 0.6 },
        heading: 0,
      },
      {
        name: 'pavement',
        y: [near + 0.045, 0.97],
        x: [0.02, 0.98],
        classes: { person: 1, dog: 1, cat: 1, bicycle: 1 },
        heading: 0,
      },
      { name: 'sky', y: [0.07, horizon - 0.2], x: [0.05, 0.95], classes: { plane: 1, balloon: 1 }, heading: 0 },
    ],
    props: chooseProps(dice, world, row, far, near),
    paintBackdrop(brush) {
      const own = scenery.part(seed);
      paintSky(brush, own, world);
      brush.depth = 0.9;
      if (own.chance(0.5)) paintSkyline(brush, own, world, horizon + 0.05, own.range(0.1, 0.22));
      else {
        brush.fade(0x8fa58f, 0xa9b8a0, ridge(own, horizon + 0.05, 0.14, 2));
        paintWood(brush, own, world, horizon + 0.08, 0.1);
      }
      brush.depth = depthAt(world, row) * 0.62;
      brush.flat(stone, rect(0, row - 0.02, 1, 0.3));
      const scale = metreAt(world, row);
      for (let x = -own.range(0.02, 0.2); x < 1; ) {
        if (own.chance(0.14)) {
          x += own.range(0.07, 0.14);
          continue;
        }
        let width = 0;
        brush.at(x, row, scale, () => {
          width = paintTownHouse(brush, own, world);
        });
        x += width * scale;
      }
      brush.depth = 0.45;
      brush.glaze(0.5, () => brush.shadow(0.5, row + 0.004, 0.9, 0.022, 0.7));
      brush.fade(mix(stone, 0xffffff, 0.1), stone, rect(-0.01, row, 1.02, far - row));
      brush.depth = 0.25;
      paintRoad(brush, own, world, far, near, mix(stone, 0xffffff, 0.3));
      if (crossing !== null && !world.snowy) paintCrossing(brush, crossing, 0.24, far, near);
      brush.depth = 0;
      brush.fade(mix(stone, 0xffffff, 0.08), mix(stone, 0x8a7f78, 0.2), rect(-0.01, near + 0.012, 1.02, 1 - near));
      if (!world.snowy) {
        const joints = [0.045, 0.1, 0.17].map((dy) =>
          polyline([
            [0, near + dy],
            [1, near + dy],
          ]),
        );
        const cross = Array.from({ length: 9 }, (_, i) =>
          polyline([
            [0.5 + (i - 4) * 0.1, near + 0.012],
            [0.5 + (i - 4) * 0.19, 1],
          ]),
        );
        brush.glaze(0.35, () => brush.line(stone, 0.0022, together(...joints, ...cross), 0.72));
      }
      paintDabs(brush, own, stone, [0, near + 0.02, 1, 1], 14);
      if (world.wet) paintPuddles(brush, own, world, near + 0.03, 0.99);
    },
  };
}

function chooseProps(dice: Dice, world: World, row: number, far: number, near: number): Prop[] {
  const props: Prop[] = [];
  const back = far - 0.012;
  const lampAt = dice.range(0.05, 0.4);
  for (let x = lampAt; x < 1; x += dice.range(0.38, 0.5)) props.push(furnitureProp(dice, world, 'lamp', x, back));
  for (let x = dice.range(0.02, 0.5); x < 1; x += dice.range(0.4, 0.7)) {
    if (Math.abs(x - lampAt) > 0.1 && dice.chance(0.6))
      props.push(
        treeProp(
          dice,
          world,
          x,
          back - 0.006,
          world.snowy ? 'bare' : dice.pick(['round', 'round', 'birch']),
          dice.range(3.2, 4.2),
        ),
      );
  }
  const small: FurnitureKind[] = ['bench', 'postbox', 'hydrant', 'planter', 'cafe', 'sign', 'bin'];
  for (let i = dice.whole(1, 3); i > 0; i--)
    props.push(furnitureProp(dice, world, dice.pick(small), dice.next(), row + 0.022));
  if (dice.chance(0.45))
    props.push(
      furnitureProp(
        dice,
        world,
        dice.pick(['hydrant', 'postbox', 'planter', 'bin', 'bench'] as const),
        dice.range(0.03, 0.97),
        near + 0.03,
      ),
    );
  return props;
}
