import type { Box } from './boxes.ts';

/** How a model wants a picture brought to its input size. */
export type ResizeRule =
  | 'letterbox-centre' // keep the aspect ratio, pad evenly (Ultralytics)
  | 'letterbox-top-left' // keep the aspect ratio, pad right and below (YOLOX)
  | 'stretch'
  | 'centre-crop'; // short side to `cropShortSide`, then cut out the centre

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a picture lies inside the model's input. `crop` (picture pixels, may be fractional) is the part of the picture
 * that the model sees; `content` (input pixels, whole numbers) is where that part lies; the rest of the input is padding.
 */
export interface Placement {
  readonly picture: { readonly width: number; readonly height: number };
  readonly input: { readonly width: number; readonly height: number };
  readonly crop: Rect;
  readonly content: Rect;
}

/**
 * @param cropShortSide only for `centre-crop`: length in pixels of the short side before the centre is cut out.
 * @param part the part of the picture that is fed as if it were all, picture pixels, may be fractional. Default: all.
 */
export function placePicture(
  picture: { width: number; height: number },
  input: { width: number; height: number },
  rule: ResizeRule,
  cropShortSide?: number,
  part: Rect = { x: 0, y: 0, width: picture.width, height: picture.height },
): Placement {
  const base = {
    picture: { width: picture.width, height: picture.height },
    input: { width: input.width, height: input.height },
  };
  if (rule === 'stretch') {
    return { ...base, crop: part, content: { x: 0, y: 0, width: input.width, height: input.height } };
  }
  if (rule === 'centre-crop') {
    const shortSide = cropShortSide ?? Math.min(input.width, input.height);
    const scale = shortSide / Math.min(part.width, part.height);
    const width = Math.min(part.width, input.width / scale);
    const height = Math.min(part.height, input.height / scale);
    const crop = {
      x: part.x + (part.width - width) / 2,
      y: part.y + (part.height - height) / 2,
      width,
      height,
    };
    return { ...base, crop, content: { x: 0, y: 0, width: input.width, height: input.height } };
  }
  const scale = Math.min(input.width / part.width, input.height / part.height);
  const width = Math.max(1, Math.min(input.width, Math.round(part.width * scale)));
  const height = Math.max(1, Math.min(input.height, Math.round(part.height * scale)));
  const centred = rule === 'letterbox-centre';
  // Ultralytics rounds half a pixel down on the left and up on the right.
  const x = centred ? Math.round((input.width - width) / 2 - 0.1) : 0;
  const y = centred ? Math.round((input.height - height) / 2 - 0.1) : 0;
  return { ...base, crop: part, content: { x, y, width, height } };
}

/** A box in model-input pixels brought to picture pixels, cut at the picture's border. */
export function boxToPicture(box: Box, placement: Placement): Box {
  const { crop, content, picture } = placement;
  const toX = (x: number) =>
    Math.min(picture.width, Math.max(0, ((x - content.x) * crop.width) / content.width + crop.x));
  const toY = (y: number) =>
    Math.min(picture.height, Math.max(0, ((y - content.y) * crop.height) / content.height + crop.y));
  return [toX(box[0]), toY(box[1]), toX(box[2]), toY(box[3])];
}

/** The inverse of {@link boxToPicture} without the cut. */
export function boxToInput(box: Box, placement: Placement): Box {
  const { crop, content } = placement;
  const toX = (x: number) => ((x - crop.x) * content.width) / crop.width + content.x;
  const toY = (y: number) => ((y - crop.y) * content.height) / crop.height + content.y;
  return [toX(box[0]), toY(box[1]), toX(box[2]), toY(box[3])];
}
