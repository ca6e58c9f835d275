import { Dice } from '../dice.ts';
import type { Context2D, CreateContext } from '../paint/canvas.ts';
import { letteringWidth, paintLettering } from '../paint/lettering.ts';

export const OVERLAYS = ['caption', 'timestamp', 'border'] as const;
export type OverlayKind = (typeof OVERLAYS)[number];

export interface Overlaid {
  /** RGBA, opaque; a new array. */
  pixels: Uint8ClampedArray;
  /** 1 for each pixel that the overlay may change. */
  mask: Uint8Array;
}

/**
 * Puts a mark on a finished picture, as a photo agency or a camera does: a translucent plate with a name in the lower
 * left corner, a date in the upper right one, or a frame. Every other pixel stays as it was.
 * @param pixels RGBA of a square picture; not changed
 * @param seed moves and sizes the mark a little
 */
export function addOverlay(
  pixels: Uint8ClampedArray,
  size: number,
  kind: OverlayKind,
  seed: number,
  createContext: CreateContext,
): Overlaid {
  const context = createContext(size);
  context.setTransform(size, 0, 0, size, 0, 0);
  PAINTERS[kind](context, new Dice(seed, 11));
  const { data } = context.getImageData(0, 0, size, size);
  const marked = new Uint8ClampedArray(pixels);
  const mask = new Uint8Array(size * size);
  for (let i = 0; i < mask.length; i++) {
    const alpha = data[4 * i + 3] / 255;
    if (alpha === 0) continue;
    mask[i] = 1;
    for (let c = 0; c < 3; c++) marked[4 * i + c] = pixels[4 * i + c] * (1 - alpha) + data[4 * i + c] * alpha;
  }
  return { pixels: marked, mask };
}

const PAINTERS: Readonly<Record<OverlayKind, (context: Context2D, dice: Dice) => void>> = {
  caption: paintCaption,
  timestamp: paintTimestamp,
  border: paintBorder,
};

const CAPTION = 'harbour.pix';

function paintCaption(context: Context2D, dice: Dice): void {
  const height = dice.range(0.052, 0.062);
  const [x, y] = [dice.range(0.015, 0.045), 1 - dice.range(0.115, 0.145)];
  const width = letteringWidth(CAPTION, height);
  context.fillStyle = 'rgba(22,24,40,0.62)';
  context.fillRect(x, y, width + height * 0.9, height * 1.85);
  context.strokeStyle = 'rgba(255,255,255,0.95)';
  paintLettering(context, CAPTION, { x: x + height * 0.45, y: y + height * 0.36, height, weight: 0.15 });
}

function paintTimestamp(context: Context2D, dice: Dice): void {
  const two = (value: number) => String(value).padStart(2, '0');
  const text = `${dice.whole(2019, 2031)}-${two(dice.whole(1, 12))}-${two(dice.whole(1, 28))} ${two(dice.whole(6, 22))}:${two(dice.whole(0, 59))}`;
  const height = dice.range(0.042, 0.05);
  const [x, y] = [1 - letteringWidth(text, height) - dice.range(0.02, 0.05), dice.range(0.04, 0.06)];
  context.strokeStyle = 'rgba(40,16,0,0.75)';
  paintLettering(context, text, { x: x + height * 0.06, y: y + height * 0.06, height, weight: 0.2 });
  context.strokeStyle = 'rgba(255,168,56,1)';
  paintLettering(context, text, { x, y, height, weight: 0.13 });
}

function paintBorder(context: Context2D, dice: Dice): void {
  const width = dice.range(0.03, 0.045);
  context.fillStyle = 'rgb(246,240,226)';
  const frame = (from: number, to: number) => {
    context.fillRect(from, from, 1 - 2 * from, to - from);
    context.fillRect(from, 1 - to, 1 - 2 * from, to - from);
    context.fillRect(from, from, to - from, 1 - 2 * from);
    context.fillRect(1 - to, from, to - from, 1 - 2 * from);
  };
  frame(0, width);
  context.fillStyle = 'rgb(70,60,70)';
  frame(width, width + 0.006);
}
