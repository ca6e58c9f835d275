import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { type Colour, css, mix } from '../paint/colour.ts';
import { curved, ellipse, limb, rect, type Shape, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

/** The sky down to a little below the horizon: gradient, sun or moon, stars, clouds, birds. */
export function paintSky(brush: Brush, dice: Dice, world: World): void {
  const { light, horizon } = world;
  const { context } = brush;
  const gradient = context.createLinearGradient(0, 0, 0, horizon + 0.06);
  light.sky.forEach((stop, i) => {
    gradient.addColorStop(i / (light.sky.length - 1), css(stop));
  });
  context.fillStyle = gradient;
  context.fillRect(0, 0, 1, horizon + 0.08);
  brush.glaze(0.1, () => {
    for (let i = 0; i < 12; i++) {
      const [x, y, length] = [dice.range(-0.2, 1), dice.range(0, horizon), dice.range(0.2, 0.6)];
      const colour =
        light.sky[Math.min(light.sky.length - 1, Math.floor((y / horizon) * light.sky.length) + dice.whole(0, 1))];
      sheer(
        brush,
        colour,
        limb(
          [
            [x, y],
            [x + length / 2, y - dice.range(-0.015, 0.015)],
            [x + length, y],
          ],
          [0.012, 0.035, 0.012],
        ),
      );
    }
  });
  if (world.night && light.weather === 'clear') paintStars(brush, dice, horizon);
  paintLamp(brush, world);
  paintClouds(brush, dice, world);
  if (!world.night && light.weather === 'clear' && dice.chance(0.5)) paintBirds(brush, dice, horizon);
}

/** A colour of the sky itself, on which no other light falls. */
function sheer(brush: Brush, colour: Colour, shape: Shape): void {
  brush.context.fillStyle = css(colour);
  brush.context.beginPath();
  shape.trace(brush.context);
  brush.context.fill();
}

function paintLamp(brush: Brush, { light }: World): void {
  const { lamp } = light;
  if (lamp === null) return;
  const { x, y, radius, halo } = lamp;
  const strength = { day: 0.26, morning: 0.4, sunset: 0.55, overcast: 0, night: 0.32 }[light.name];
  brush.glow(halo, x, y, lamp.moon ? 0.4 : 0.62, strength);
  brush.glow(halo, x, y, radius * 3.4, strength * 1.2);
  sheer(brush, lamp.colour, ellipse(x, y, radius));
  if (!lamp.moon) return;
  brush.glaze(0.35, () =>
    sheer(
      brush,
      0xd9d3bd,
      together(
        ellipse(x - radius * 0.3, y - radius * 0.2, radius * 0.24),
        ellipse(x + radius * 0.28, y + radius * 0.3, radius * 0.17),
        ellipse(x + radius * 0.2, y - radius * 0.42, radius * 0.11),
      ),
    ),
  );
}

function paintStars(brush: Brush, dice: Dice, horizon: number): void {
  for (const [count, size, alpha] of [
    [55, 0.0013, 0.7],
    [14, 0.0024, 0.95],
  ] as const) {
    const stars = Array.from({ length: count }, () =>
      ellipse(dice.next(), dice.next() ** 1.5 * horizon, size * dice.range(0.7, 1.3)),
    );
    brush.glaze(alpha, () => sheer(brush, 0xfff6dc, together(...stars)));
  }
}

function paintClouds(brush: Brush, dice: Dice, world: World): void {
  const { light, horizon } = world;
  const heavy = light.weather === 'rain' || light.name === 'overcast';
  if (heavy) paintCover(brush, dice, world);
  if (light.name === 'sunset' || light.name === 'morning') paintStreaks(brush, dice, world);
  const count = light.weather === 'fog' ? 0 : heavy ? dice.whole(1, 3) : dice.whole(1, 4);
  for (let i = 0; i < count; i++) {
    const y = dice.range(0.06, horizon * 0.72);
    paintCumulus(brush, dice, world, dice.range(-0.05, 1.05), y, dice.range(0.07, 0.15) * (1.15 - y / horizon / 2));
  }
}

/** Tones of a cloud: its lit top, its body and its shaded foot. */
function cloudTones({ light }: World, y: number): readonly [Colour, Colour, Colour] {
  switch (light.name) {
    case 'night':
      return [0x8698d2, 0x5a6db4, 0x3a4c94];
    case 'sunset':
      return [0xffdcae, 0xf0a08a, mix(0xa8668f, 0xd98487, y * 2)];
    case 'morning':
      return [0xfffaf0, 0xfbe9dc, 0xdcc4c8];
    case 'overcast':
      return [0xeceeec, 0xd2d8da, 0xb0bac2];
    case 'day':
      return light.weather === 'rain' ? [0xdfe4e6, 0xbcc6cd, 0x96a4b0] : [0xffffff, 0xf2f5f5, 0xcbdbe6];
  }
}

function paintCumulus(brush: Brush, dice: Dice, world: World, x: number, y: number, size: number): void {
  const tones = cloudTones(world, y);
  const count = dice.whole(5, 7);
  const lobes = Array.from({ length: count }, (_, i) => {
    const t = (i + 0.5) / count;
    const rise = Math.sin(Math.PI * t) ** 0.8;
    return {
      x: x + (t - 0.5) * size * 2.1,
      y: y - rise * size * 0.3,
      r: size * (0.2 + 0.24 * rise * dice.range(0.8, 1.15)),
    };
  });
  const foot = rect(x - size * 0.98, y - size * 0.07, size * 1.96, size * 0.17, size * 0.085);
  const layer = (dx: number, dy: number, k: number, colour: Colour, alpha: number, base: boolean) => {
    const shapes = lobes.map((lobe) => ellipse(lobe.x + dx * size, lobe.y + dy * size, lobe.r * k, lobe.r * k * 0.92));
    brush.glaze(alpha, () => sheer(brush, colour, together(...shapes, ...(base ? [foot] : []))));
  };
  const [fx, fy] = world.light.from;
  layer(0, 0, 1, tones[2], 0.9, true);
  layer(fx * 0.03, fy * 0.05 - 0.02, 0.98, tones[1], 0.95, false);
  layer(fx * 0.09, fy * 0.12 - 0.02, 0.74, tones[0], 0.85, false);
}

function paintStreaks(brush: Brush, dice: Dice, world: World): void {
  const [top, body, foot] = cloudTones(world, 0.2);
  for (let i = 0; i < 6; i++) {
    const [x, y, length] = [dice.range(-0.2, 0.9), dice.range(0.08, world.horizon * 0.92), dice.range(0.2, 0.55)];
    const bend = dice.range(-0.012, 0.012);
    brush.glaze(0.6, () =>
      sheer(
        brush,
        dice.pick([body, foot]),
        limb(
          [
            [x, y],
            [x + length * 0.4, y + bend],
            [x + length, y - bend],
          ],
          [0.004, 0.018, 0.004],
        ),
      ),
    );
    brush.glaze(0.6, () =>
      sheer(
        brush,
        top,
        limb(
          [
            [x + 0.05, y + 0.006],
            [x + length * 0.5, y + bend + 0.007],
            [x + length * 0.85, y - bend * 0.4 + 0.006],
          ],
          [0.002, 0.007, 0.002],
        ),
      ),
    );
  }
}

function paintCover(brush: Brush, dice: Dice, world: World): void {
  const [top, body, foot] = cloudTones(world, 0.1);
  for (let i = 0; i < 5; i++) {
    const y = (world.horizon * (i + dice.next())) / 7;
    const lobes = Array.from({ length: 7 }, (_, j) =>
      ellipse(
        j / 6 + dice.range(-0.1, 0.1),
        y + dice.range(-0.02, 0.02),
        dice.range(0.1, 0.2),
        dice.range(0.025, 0.055),
      ),
    );
    brush.glaze(0.3, () => sheer(brush, [foot, body, top][i % 3], together(...lobes)));
  }
}

function paintBirds(brush: Brush, dice: Dice, horizon: number): void {
  const [x, y] = [dice.range(0.1, 0.8), dice.range(0.1, horizon * 0.6)];
  const count = dice.whole(2, 5);
  for (let i = 0; i < count; i++) {
    const [bx, by, s] = [x + i * dice.range(0.025, 0.05), y + dice.range(-0.03, 0.03), dice.range(0.007, 0.012)];
    brush.glaze(0.6, () =>
      brush.line(
        0x4a5570,
        s * 0.22,
        curved([
          [bx - s, by - s * 0.35],
          [bx - s * 0.45, by - s * 0.5],
          [bx, by],
          [bx + s * 0.45, by - s * 0.55],
          [bx + s, by - s * 0.3],
        ]),
      ),
    );
  }
}
