import { categoryColour } from '../../core/colour/categories.ts';
import { findRange } from '../../core/colour/score-range.ts';
import type { FedValues } from '../../engine/info.ts';
import { MOST_STRIPS } from './painter.ts';
import { PaintedPlane } from './plane.ts';
import { type Inks, prepare } from './surface.ts';
import { TimeView } from './time-view.ts';

/** What the model was fed of one window: curves, or a picture of its spectrum. */
export function paintWindow(canvas: HTMLCanvasElement, fed: FedValues, inks: Inks): void {
  const surface = prepare(canvas, canvas.clientWidth, canvas.clientHeight);
  if (!surface) return;
  const { context, width, height } = surface;
  const { rows, columns, data, start, step } = fed;
  if (rows > MOST_STRIPS) {
    const view = new TimeView(start - step / 2, start + (columns - 0.5) * step, 1 / step);
    new PaintedPlane(fed, true).paint(surface, view, { colormap: 'greys', range: 'min-max', fade: false });
    return;
  }
  const { low, high } = findRange(data, 'min-max');
  const down = (value: number) => 4 + ((high - value) / (high - low || 1)) * (height - 8);
  context.strokeStyle = inks.line;
  context.beginPath();
  if (low < 0 && high > 0) {
    context.moveTo(0, down(0));
    context.lineTo(width, down(0));
  }
  context.stroke();
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  for (let row = 0; row < rows; row++) {
    context.strokeStyle = `rgb(${categoryColour(row).join(' ')})`;
    context.beginPath();
    for (let k = 0; k < columns; k++) {
      context.lineTo(((k + 0.5) / columns) * width, down(data[row * columns + k]));
    }
    context.stroke();
  }
}
