import type { Inks, Surface } from './surface.ts';
import { clock, ticksBetween } from './ticks.ts';
import type { TimeView } from './time-view.ts';

/** Pixels that a mark with its number needs. */
const ROOM = 76;

/** Marks with their times. */
export function paintRuler({ context, width, height }: Surface, view: TimeView, inks: Inks): void {
  const { step, times } = ticksBetween(view.from, view.to, (ROOM / width) * view.span);
  context.fillStyle = inks.muted;
  context.strokeStyle = inks.line;
  context.textBaseline = 'middle';
  context.beginPath();
  for (const time of times) {
    const x = Math.round(view.across(time, width)) + 0.5;
    context.moveTo(x, height - 5);
    context.lineTo(x, height);
    const words = clock(time, step);
    const half = context.measureText(words).width / 2;
    context.textAlign = 'center';
    context.fillText(words, Math.min(width - half, Math.max(half, x)), (height - 4) / 2);
  }
  context.moveTo(0, height - 0.5);
  context.lineTo(width, height - 0.5);
  context.stroke();
}
