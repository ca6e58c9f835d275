import sharp from 'sharp';
import type { Box } from '../../src/core/boxes.ts';
import type { Picture } from '../../src/core/picture.ts';
import { pictureFromPixels } from '../../src/tasks/decode-picture.ts';
import { TINY_BOX, TINY_LABELS, TINY_SIDE } from './tiny-detector.ts';

/** A square of one colour that fills box (column, row) of the tiny detector, columns and rows 1 to 6. */
export interface Square {
  readonly label: (typeof TINY_LABELS)[number];
  readonly column: number;
  readonly row: number;
}

const GREY = 128;

/** Picture pixels of a square in a picture `scale` times as large as the model's input. */
export function squareBox({ column, row }: Square, scale = 2): Box {
  const x = (4 * column - 2) * scale;
  const y = (4 * row - 2) * scale;
  return [x, y, x + TINY_BOX * scale, y + TINY_BOX * scale];
}

function paint(squares: readonly Square[], scale: number): Uint8Array {
  const side = TINY_SIDE * scale;
  const data = new Uint8Array(side * side * 4).map((_, k) => (k % 4 === 3 ? 255 : GREY));
  for (const square of squares) {
    const [x0, y0, x1, y1] = squareBox(square, scale);
    const colour = TINY_LABELS.map((label) => (label === square.label ? 255 : 0));
    for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) data.set(colour, (y * side + x) * 4);
  }
  return data;
}

/** Squares on grey, `scale` times as large as the input of the tiny models. */
export function squarePicture(squares: readonly Square[], scale = 2): Promise<Picture> {
  const side = TINY_SIDE * scale;
  return pictureFromPixels(side, side, paint(squares, scale), { name: 'squares.png' });
}

/** The same as a PNG file. */
export async function squarePng(squares: readonly Square[], scale = 2): Promise<Uint8Array> {
  const side = TINY_SIDE * scale;
  const raw = { width: side, height: side, channels: 4 } as const;
  return new Uint8Array(await sharp(paint(squares, scale), { raw }).removeAlpha().png().toBuffer());
}
