import type { Dice } from '../dice.ts';
import type { Brush } from '../paint/brush.ts';
import { css, mix } from '../paint/colour.ts';
import { ellipse, limb, polyline, type Shape, together } from '../paint/shapes.ts';
import type { World } from '../world.ts';

/** What falls or drifts before everything else. */
export function paintWeather(brush: Brush, dice: Dice, world: World): void {
  switch (world.light.weather) {
    case 'rain':
      paintRain(brush, dice, world);
      break;
    case 'snow':
      paintSnow(brush, dice);
      break;
    case 'fog':
      paintFog(brush, dice, world);
  }
}

function paintRain(brush: Brush, dice: Dice, world: World): void {
  const slant = dice.range(-0.25, 0.25);
  const style = css(mix(0xffffff, world.light.haze, 0.3));
  for (const [count, length, width, alpha] of [
    [110, 0.03, 0.0012, 0.3],
    [46, 0.06, 0.002, 0.34],
  ] as const) {
    const drops = Array.from({ length: count }, () => {
      const [x, y, l] = [dice.range(-0.1, 1.1), dice.range(-0.05, 1), length * dice.range(0.6, 1.2)];
      return polyline([
        [x, y],
        [x + slant * l, y + l],
      ]);
    });
    stroke(brush, style, width, together(...drops), alpha);
  }
  const rings = Array.from({ length: 16 }, () => {
    const y = dice.range(world.horizon + 0.2, 1);
    const r = 0.004 + 0.012 * (y - world.horizon);
    return ellipse(dice.next(), y, r, r * 0.3);
  });
  stroke(brush, style, 0.0014, together(...rings), 0.4);
}

function paintSnow(brush: Brush, dice: Dice): void {
  for (const [count, size, alpha] of [
    [120, 0.0022, 0.75],
    [60, 0.0038, 0.88],
    [16, 0.0066, 0.92],
  ] as const) {
    const flakes = Array.from({ length: count }, () => ellipse(dice.next(), dice.next(), size * dice.range(0.7, 1.25)));
    fill(brush, '#fbfcff', together(...flakes), alpha);
  }
}

function paintFog(brush: Brush, dice: Dice, world: World): void {
  const { context } = brush;
  const { haze } = world.light;
  const gradient = context.createLinearGradient(0, world.horizon - 0.3, 0, 1);
  gradient.addColorStop(0, css(haze, 0.12));
  gradient.addColorStop(0.36, css(haze, 0.38));
  gradient.addColorStop(0.7, css(haze, 0.14));
  gradient.addColorStop(1, css(haze, 0.04));
  context.fillStyle = gradient;
  context.fillRect(0, 0, 1, 1);
  for (let i = 0; i < 7; i++) {
    const [x, y, l] = [
      dice.range(-0.2, 0.9),
      dice.range(world.horizon - 0.1, world.horizon + 0.3),
      dice.range(0.25, 0.6),
    ];
    fill(
      brush,
      css(mix(haze, 0xffffff, 0.3)),
      limb(
        [
          [x, y],
          [x + l / 2, y - 0.01],
          [x + l, y],
        ],
        [0.008, 0.028, 0.008],
      ),
      0.2,
    );
  }
}

function fill(brush: Brush, style: string, shape: Shape, alpha: number): void {
  brush.glaze(alpha, () => {
    brush.context.fillStyle = style;
    brush.context.beginPath();
    shape.trace(brush.context);
    brush.context.fill();
  });
}

function stroke(brush: Brush, style: string, width: number, shape: Shape, alpha: number): void {
  brush.glaze(alpha, () => {
    brush.context.strokeStyle = style;
    brush.context.lineWidth = width;
    brush.context.lineCap = 'round';
    brush.context.beginPath();
    shape.trace(brush.context);
    brush.context.stroke();
  });
}
