import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { INK, LAMPLIGHT } from '../paint/paints.ts';
import { arc, ellipse, type Points, pairs, polyline, rect, type Shape, smooth, together } from '../paint/shapes.ts';

export interface BoatLook {
  hull: Colour;
  trim: Colour;
  sail: Colour;
  striped: boolean;
  night: boolean;
  tilt: number;
}

export function paintHull(brush: Brush, look: BoatLook, points: Points, keel: boolean): Shape {
  const hull = smooth(points, 0.42);
  brush.form(look.hull, hull);
  const [x0, y0, x1, y1] = hull.box;
  brush.within(hull, () => {
    brush.line(
      look.trim,
      0.1,
      polyline([
        [x0 - 0.1, y0 + 0.2],
        [(x0 + x1) / 2, y0 + 0.33],
        [x1 + 0.1, y0 + 0.12],
      ]),
    );
    if (keel) brush.flat(0x7a3b34, rect(x0, y1 - 0.12, x1 - x0, 0.2));
    brush.glaze(0.3, () =>
      brush.line(
        look.hull,
        0.02,
        together(
          polyline([
            [x0, y1 - 0.3],
            [x1, y1 - 0.36],
          ]),
          polyline([
            [x0, y1 - 0.18],
            [x1, y1 - 0.2],
          ]),
        ),
        0.5,
      ),
    );
  });
  return hull;
}

export function paintPanes(brush: Brush, look: BoatLook, corners: Points, width: number, height: number): void {
  brush.detail(() => {
    for (const [x, y] of pairs(corners)) {
      const pane = rect(x, y, width, height, 0.05);
      if (look.night) brush.shine(0xffdf95, pane);
      else brush.fade(0xbfdde8, 0x6f9db3, pane);
    }
    if (look.night)
      for (const [x, y] of pairs(corners)) brush.glow(LAMPLIGHT, x + width / 2, y + height / 2, width * 1.4, 0.16);
  });
}

export function paintSailor(brush: Brush, x: number, y: number, coat: Colour): void {
  brush.form(
    coat,
    smooth([
      [x - 0.17, y + 0.15],
      [x - 0.13, y - 0.26],
      [x + 0.1, y - 0.28],
      [x + 0.18, y + 0.15],
    ]),
    0.7,
  );
  brush.form(0xdba57c, ellipse(x, y - 0.4, 0.105, 0.12), 0.6);
  brush.detail(() => {
    brush.flat(INK, together(ellipse(x - 0.015, y - 0.41, 0.012, 0.017), ellipse(x + 0.06, y - 0.41, 0.012, 0.017)));
    brush.line(0x8c3b36, 0.011, arc(x + 0.025, y - 0.365, 0.03, 0.025, 0.15 * Math.PI, 0.85 * Math.PI));
  });
  brush.form(
    0xf3ece0,
    smooth([
      [x - 0.13, y - 0.44],
      [x - 0.08, y - 0.55],
      [x + 0.08, y - 0.55],
      [x + 0.16, y - 0.44],
      [x, y - 0.46],
    ]),
    0.5,
  );
}

export function paintReflection(brush: Brush, look: BoatLook, width: number): void {
  brush.shadow(0, 0.2, width * 0.56, 0.36, 0.9);
  brush.glaze(0.34, () => {
    for (let i = 0; i < 6; i++) {
      const half = width * (0.46 - i * 0.05);
      brush.flat(i % 2 === 0 ? look.hull : look.sail, ellipse(((i % 3) - 1) * 0.1, 0.14 + i * 0.13, half, 0.045), 0.9);
    }
  });
}

export function paintFoam(brush: Brush, width: number): void {
  brush.glaze(0.75, () => {
    brush.line(
      0xf4f8f6,
      0.045,
      together(
        polyline([
          [-width * 0.5, 0.06],
          [-width * 0.1, 0.1],
          [width * 0.48, 0.05],
        ]),
        polyline([
          [-width * 0.66, 0.02],
          [-width * 0.52, 0.03],
        ]),
      ),
    );
  });
}
