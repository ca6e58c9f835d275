import { type Box, boxArea } from '../../core/boxes.ts';
import type { Picture } from '../../core/picture.ts';
import { rasterise } from '../../core/region.ts';
import { mean } from '../../core/statistics.ts';
import { coverPixels } from './changed-picture.ts';
import type { Change } from './movement.ts';

export const SIDES = ['left', 'right', 'above', 'below'] as const;
export type Side = (typeof SIDES)[number];

const OPPOSITE: Readonly<Record<Side, Side>> = { left: 'right', right: 'left', above: 'below', below: 'above' };

/** What stands on a side is sought so far from the box, in boxes. */
const REACH = 0.5;
/** Share of that which must lie in the picture. */
const LEAST_THERE = 0.4;

/** What lies on one side of a box, as far as the picture goes; null where little of it is in the picture. */
export function sideBox(
  [x0, y0, x1, y1]: Box,
  side: Side,
  { width, height }: { readonly width: number; readonly height: number },
): Box | null {
  const [across, down] = [REACH * (x1 - x0), REACH * (y1 - y0)];
  const whole: Readonly<Record<Side, Box>> = {
    left: [x0 - across, y0, x0, y1],
    right: [x1, y0, x1 + across, y1],
    above: [x0, y0 - down, x1, y0],
    below: [x0, y1, x1, y1 + down],
  };
  const [left, top, right, bottom] = whole[side];
  const inside: Box = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
  return boxArea(inside) >= LEAST_THERE * boxArea(whole[side]) ? inside : null;
}

export interface WorstSide {
  readonly side: Side;
  readonly change: Change;
  /** Share of the picture that was covered. */
  readonly area: number;
}

/**
 * The side of an object without which the model is least sure of it. The control is the opposite side or, where that lies outside
 * of the picture, the mean of the others.
 * @param box of the object, picture pixels
 * @returns null where fewer than two sides lie in the picture
 */
export async function worstSide(
  picture: Picture,
  box: Box,
  scoreOf: (picture: Picture) => Promise<number>,
): Promise<WorstSide | null> {
  const { width, height } = picture;
  const scores = new Map<Side, { readonly score: number; readonly area: number }>();
  for (const side of SIDES) {
    const place = sideBox(box, side, picture);
    if (!place) continue;
    const pixels = rasterise({ kind: 'box', box: place }, width, height);
    scores.set(side, { score: await scoreOf(await coverPixels(picture, pixels)), area: mean(pixels) });
  }
  if (scores.size < 2) return null;
  const [[side, { score: after, area }], ...others] = [...scores].sort((a, b) => a[1].score - b[1].score);
  const control = scores.get(OPPOSITE[side])?.score ?? mean(others.map(([, { score }]) => score));
  return { side, change: { before: await scoreOf(picture), after, control }, area };
}
