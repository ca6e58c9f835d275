import type { ClassName } from '../figure.ts';
import { LAMPLIGHT } from '../paint/paints.ts';
import { ellipse, polygon, polyline, rect, together } from '../paint/shapes.ts';
import type { ScenePlan } from '../plan.ts';
import type { PlacedFigure } from '../populate.ts';
import { metreAt, type Prop, type World } from '../world.ts';

/**
 * A garden lamp close beside each object of some classes, a little behind it, as tall as itself. What flies gets none. It
 * throws neither light nor shadow, so that nothing changes but its own pixels.
 */
export function lampProps({ figures, world }: ScenePlan, beside: readonly ClassName[]): Prop[] {
  return figures
    .filter(({ label, lane }) => beside.includes(label) && lane !== 'sky')
    .map((placed) => lampProp(placed, world));
}

function lampProp(placed: PlacedFigure, world: World): Prop {
  const { box, x } = placed;
  // Far enough behind to be painted before the object.
  const y = box.y1 - 1e-4;
  const tall = Math.max((box.y1 - box.y0) * 1.05, (box.x1 - box.x0) * 0.4);
  const scale = metreAt(world, y);
  const right = x < 0.5;
  const reach = (box.x1 - box.x0) / 2 + tall * 0.12;
  const size = tall / scale;
  return {
    x: Math.max(0.02, Math.min(0.98, right ? x + reach : x - reach)),
    y,
    foot: 0.1 * size,
    width: 0.34 * size,
    height: size,
    flip: false,
    paint: (brush) =>
      brush.at(0, 0, size, () => {
        const iron = 0x8a3b52;
        brush.flat(iron, together(rect(-0.035, -0.72, 0.07, 0.72), rect(-0.11, -0.05, 0.22, 0.05, 0.02)));
        const glass = polygon([-0.1, -0.72, -0.15, -0.92, 0.15, -0.92, 0.1, -0.72]);
        if (brush.stencil || world.light.lamps > 0.3) brush.shine(LAMPLIGHT, glass);
        else brush.flat(0xf3e7b8, glass);
        brush.line(iron, 0.025, together(glass, polyline([0, -0.72, 0, -0.92])));
        brush.form(iron, together(polygon([-0.18, -0.91, 0, -1.02, 0.18, -0.91]), ellipse(0, -1.03, 0.03)));
      }),
  };
}
