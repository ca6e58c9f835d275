import type { Brush } from '../paint/brush.ts';
import type { Colour } from '../paint/colour.ts';
import { limb, rect, smooth } from '../paint/shapes.ts';

/** An open umbrella over a person's head, its handle in the hand at (0.24, -1.14). */
export function paintUmbrella(brush: Brush, colour: Colour, trim: Colour): void {
  brush.flat(0x6b4a35, limb([0.22, -2.12, 0.24, -1.6, 0.25, -1.06], [0.026, 0.026, 0.03]));
  const canopy = smooth(
    [
      -0.46, -1.72, -0.34, -1.98, -0.02, -2.16, 0.24, -2.19, 0.5, -2.15, 0.8, -1.97, 0.92, -1.72, 0.7, -1.77, 0.47,
      -1.72, 0.23, -1.77, 0, -1.72, -0.23, -1.77,
    ],
    0.8,
  );
  brush.form(colour, canopy);
  brush.within(canopy, () => {
    brush.flat(trim, smooth([0, -1.7, 0.06, -1.98, 0.23, -2.2, 0.4, -1.98, 0.47, -1.7, 0.23, -1.75]), 0.95);
    brush.glaze(0.3, () =>
      brush.flat(colour, smooth([-0.5, -1.7, -0.3, -1.8, 0.2, -1.84, 0.95, -1.78, 0.95, -1.6, -0.5, -1.6]), 0.45),
    );
  });
  brush.flat(trim, rect(0.215, -2.24, 0.03, 0.07, 0.01));
}
