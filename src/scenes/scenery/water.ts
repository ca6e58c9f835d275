import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, css, mix } from '../paint/colour.ts';
import { underLight } from '../paint/light.ts';
import { dab, type Shape, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

/** Water inside a shape: the sky's colours from far to near, strokes of waves, a path of light under sun or moon. */
export function paintWater(brush: Brush, dice: Dice, world: World, shape: Shape, hue: Colour): void {
  const { light } = world;
  const [, y0, , y1] = shape.box;
  const { context } = brush;
  const low = light.sky[light.sky.length - 1];
  const gradient = context.createLinearGradient(0, y0, 0, y1);
  gradient.addColorStop(0, css(mix(toned(brush, hue, 1.0), low, 0.62)));
  gradient.addColorStop(0.35, css(mix(toned(brush, hue, 1.05), light.sky[1], 0.34)));
  gradient.addColorStop(1, css(mix(toned(brush, hue, 0.82), light.sky[0], 0.2)));
  context.fillStyle = gradient;
  context.beginPath();
  shape.trace(context);
  context.fill();
  brush.within(shape, () => {
    paintWaves(brush, dice, light.sky[light.sky.length - 1], hue, y0, y1);
    if (light.lamp !== null && light.weather !== 'fog') paintGlints(brush, dice, light.lamp.x, light.lamp.halo, y0, y1);
  });
}

/** The hue as this light shows it, as a colour that can be mixed on. */
function toned(brush: Brush, hue: Colour, k: number): Colour {
  return underLight(brush.light, hue, brush.depth, k);
}

function paintWaves(brush: Brush, dice: Dice, sheen: Colour, hue: Colour, y0: number, y1: number): void {
  const strokes = (count: number): Shape =>
    together(
      ...Array.from({ length: count }, () => {
        const t = dice.next() ** 1.4;
        return dab(
          dice.next(),
          y0 + (y1 - y0) * (0.03 + t),
          0.012 + 0.05 * t * dice.range(0.4, 1),
          0.0011 + 0.0035 * t,
        );
      }),
    );
  const { context } = brush;
  const lay = (style: string, shape: Shape, alpha: number) =>
    brush.glaze(alpha, () => {
      context.fillStyle = style;
      context.beginPath();
      shape.trace(context);
      context.fill();
    });
  lay(css(sheen), strokes(40), 0.34);
  lay(brush.tone(hue, 0.6), strokes(34), 0.3);
  lay(brush.tone(mix(hue, 0xffffff, 0.5), 1.1), strokes(16), 0.4);
}

function paintGlints(brush: Brush, dice: Dice, x: number, colour: Colour, y0: number, y1: number): void {
  const glints = Array.from({ length: 46 }, () => {
    const t = dice.next() ** 1.2;
    const spread = 0.02 + 0.09 * t;
    return dab(
      x + dice.normal() * spread * 0.6,
      y0 + (y1 - y0) * t,
      (0.005 + 0.018 * t) * dice.range(0.4, 1),
      0.0009 + 0.0019 * t,
    );
  });
  brush.context.globalCompositeOperation = 'screen';
  brush.glaze(0.6, () => {
    brush.context.fillStyle = css(colour);
    brush.context.beginPath();
    together(...glints).trace(brush.context);
    brush.context.fill();
  });
  brush.context.globalCompositeOperation = 'source-over';
}
