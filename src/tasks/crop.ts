import type { Box } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import type { Rect } from '../core/placement.ts';

/** Of the longer side of a box, how much more of the picture is shown on each side of it. */
export const CROP_MARGIN = 0.15;

/**
 * The part of a picture that a model is shown to ask it about a box: the box with a margin of {@link CROP_MARGIN} of its
 * longer side all round, made as wide for its height as the model's input is, moved into the picture, and cut where the
 * picture is too small for it.
 * @param box picture pixels
 * @throws XaiError `option-invalid` for a box that has no area inside the picture
 */
export function cropAround(
  box: Box,
  picture: { readonly width: number; readonly height: number },
  input: { readonly width: number; readonly height: number },
): Rect {
  const [x0, y0, x1, y1] = [
    Math.max(0, box[0]),
    Math.max(0, box[1]),
    Math.min(picture.width, box[2]),
    Math.min(picture.height, box[3]),
  ];
  if (!(x1 > x0 && y1 > y0)) {
    throw new XaiError(
      'option-invalid',
      `The box ${box.join(', ')} has no area inside the picture of ${picture.width} x ${picture.height} pixels; give x0, y0, x1, y1.`,
      { option: 'box' },
    );
  }
  const margin = CROP_MARGIN * Math.max(x1 - x0, y1 - y0);
  const least = { width: x1 - x0 + 2 * margin, height: y1 - y0 + 2 * margin };
  const shape = input.width / input.height;
  const width = Math.min(picture.width, Math.max(least.width, least.height * shape));
  const height = Math.min(picture.height, Math.max(least.height, least.width / shape));
  const inside = (centre: number, size: number, most: number) => Math.min(most - size, Math.max(0, centre - size / 2));
  return {
    x: inside((x0 + x1) / 2, width, picture.width),
    y: inside((y0 + y1) / 2, height, picture.height),
    width,
    height,
  };
}
