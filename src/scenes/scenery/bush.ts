import { Dice } from '../dice.ts';
import { mix } from '../paint/colour.ts';
import { ellipse, together } from '../paint/shapes.ts';
import { leafColours, type Prop, type World } from '../world.ts';
import { paintClumps } from './foliage.ts';

/** A bush, now and then in flower. */
export function bushProp(dice: Dice, world: World, x: number, y: number): Prop {
  const seed = dice.seedFor();
  const size = dice.range(0.5, 0.9);
  return {
    x,
    y,
    foot: size,
    width: size * 2,
    height: size * 1.1,
    flip: false,
    paint(brush) {
      const own = new Dice(seed);
      brush.castShadow(size * 1.9, size * 0.6);
      const leaf = world.snowy ? 0x6d8577 : mix(own.pick(leafColours(world)), 0x4f7f48, 0.5);
      const lobes = Array.from({ length: 6 }, (_, i) => ({
        x: (i / 5 - 0.5) * size * 1.4,
        y: -size * (0.34 + 0.24 * Math.sin((Math.PI * i) / 5)),
        r: size * own.range(0.32, 0.44),
      }));
      const discs = [...lobes, { x: 0, y: -size * 0.25, r: size * 0.4 }];
      brush.flat(
        leaf,
        together(
          ...discs.map(({ x, y, r }) => ellipse(x, y, r, r * 0.9)),
          ellipse(0, -size * 0.2, size * 0.85, size * 0.22),
        ),
        0.7,
      );
      brush.detail(() => {
        paintClumps(brush, own, world, leaf, discs, { x: 0, y: -size * 0.4, radius: size * 0.8 });
        if (world.snowy)
          brush.flat(0xf4f7fa, together(...lobes.map(({ x, y, r }) => ellipse(x, y - r * 0.5, r * 0.8, r * 0.4))));
        if (!world.snowy && own.chance(0.6)) {
          const flower = own.pick([0xf0a3b0, 0xf7f3ea, 0xd9483f, 0xb688c9, 0xf0bd42]);
          brush.flat(
            flower,
            together(
              ...Array.from({ length: 14 }, () =>
                ellipse(own.range(-0.75, 0.75) * size, -size * own.range(0.2, 0.85), size * 0.055),
              ),
            ),
          );
        }
      });
    },
  };
}
