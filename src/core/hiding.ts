import type { Box } from './boxes.ts';

/** What may stand where pixels are hidden. */
export const HIDING_FILLS = ['blur', 'mean', 'black'] as const;

/** Which pixels of a picture are hidden, by the order of a map. */
export interface Hiding {
  /** Share of the pixels that the model sees, 0 to 1. */
  readonly share: number;
  /** Those of the highest scores, or those of the lowest. */
  readonly first: 'most' | 'least';
  /** The picture blurred, its mean colour, or black. */
  readonly fill: (typeof HIDING_FILLS)[number];
}

/** What stands in the hidden places of a picture, to be laid over it. */
export interface HiddenPixels {
  /** The part of the picture that the model sees, picture pixels; it may be fractional. */
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** Length height x width x 4, RGBA, row-major: the colour that the model is shown, transparent where nothing is hidden. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}
