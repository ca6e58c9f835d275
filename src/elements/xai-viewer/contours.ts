import { contours } from 'd3-contour';
import type { ScoreRange } from '../../core/colour/score-range.ts';
import type { Saliency } from '../../core/saliency.ts';
import { shrinkMap } from '../../core/saved-explanation.ts';

/** Shares of the way from the lowest to the highest colour. */
const LEVELS = [0.25, 0.5, 0.75];

/** Longest side in places that lines are looked for in: they are smooth, and a page must not wait for them. */
const LINED_SIDE = 256;

/** Longest side in pixels of a canvas at least: lines over a saved map of 96 places would be as coarse as it. */
const DRAWN_SIDE = 768;

/** Draws lines of equal score over a painted map, so that its hills are seen without their colours. */
export function drawContours(canvas: HTMLCanvasElement, map: Saliency, { low, high }: ScoreRange): void {
  const context = canvas.getContext('2d');
  if (!context || !(high > low)) return;
  enlarge(canvas, context);
  const scale = Math.min(1, LINED_SIDE / Math.max(map.width, map.height));
  const [columns, rows] = [Math.round(map.width * scale), Math.round(map.height * scale)];
  const scores = Array.from(shrinkMap(map, columns, rows), (score) => (Number.isFinite(score) ? score : low));
  const thresholds = LEVELS.map((share) => low + share * (high - low));
  const line = Math.max(1, Math.max(canvas.width, canvas.height) / 500);
  context.save();
  context.scale(canvas.width / columns, canvas.height / rows);
  const path = new Path2D();
  for (const { coordinates } of contours().size([columns, rows]).thresholds(thresholds)(scores)) {
    for (const ring of coordinates.flat()) {
      for (const [at, [x, y]] of ring.entries()) at === 0 ? path.moveTo(x, y) : path.lineTo(x, y);
    }
  }
  // A light line on a dark one is seen on any ground.
  for (const [colour, width] of [
    ['rgb(8 15 22 / 0.8)', 2.4],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = (width * line * columns) / canvas.width;
    context.stroke(path);
  }
  context.restore();
}

function enlarge(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
  const { width, height } = canvas;
  const factor = Math.ceil(DRAWN_SIDE / Math.max(width, height));
  if (factor <= 1) return;
  const copy = new OffscreenCanvas(width, height);
  copy.getContext('2d')?.drawImage(canvas, 0, 0);
  canvas.width = width * factor;
  canvas.height = height * factor;
  context.imageSmoothingQuality = 'high';
  context.drawImage(copy, 0, 0, canvas.width, canvas.height);
}
