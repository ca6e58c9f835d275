import type { Brush } from '../paint/brush.ts';
import { ellipse, polyline, together } from '../paint/shapes.ts';

/** A road wheel with tyre, rim and five spokes; its middle at (x, y). */
export function paintWheel(brush: Brush, x: number, y: number, radius: number, hub = 0xc9ccd1): void {
  brush.flat(0x34343e, ellipse(x, y, radius));
  brush.detail(() => {
    brush.flat(0x4a4a55, ellipse(x, y, radius * 0.86));
    brush.flat(0x2c2c35, ellipse(x, y, radius * 0.68));
    brush.form(hub, ellipse(x, y, radius * 0.6), 0.8);
    const spokes = Array.from({ length: 5 }, (_, i) => {
      const angle = (2 * Math.PI * i) / 5 + 0.3;
      return polyline([
        [x + Math.cos(angle) * radius * 0.2, y + Math.sin(angle) * radius * 0.2],
        [x + Math.cos(angle) * radius * 0.52, y + Math.sin(angle) * radius * 0.52],
      ]);
    });
    brush.line(hub, radius * 0.11, together(...spokes), 0.58);
    brush.flat(hub, ellipse(x, y, radius * 0.18), 0.72);
  });
}
