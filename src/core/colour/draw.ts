import { XaiError } from '../errors.ts';
import type { Picture } from '../picture.ts';
import type { Saliency } from '../saliency.ts';
import type { ColormapName } from './colormaps.ts';
import { type ColouriseOptions, colourise } from './colourise.ts';

/** Share of the map's colour in an exported overlay. */
const OVERLAY_OPACITY = 0.5;

/**
 * Blends coloured pixels over a picture by their alpha.
 * @param pixels RGBA of the picture's size.
 * @returns opaque RGBA.
 * @throws XaiError `option-invalid` when the sizes differ.
 */
export function overlay(picture: Picture, pixels: Uint8ClampedArray): Uint8ClampedArray<ArrayBuffer> {
  if (pixels.length !== picture.data.length) {
    throw new XaiError(
      'option-invalid',
      `A map of ${pixels.length / 4} pixels does not cover a picture of ${picture.width} x ${picture.height}. ` +
        'Use the picture that the map was made from.',
    );
  }
  const out = new Uint8ClampedArray(pixels.length);
  for (let at = 0; at < out.length; at += 4) {
    const share = pixels[at + 3] / 255;
    for (let channel = at; channel < at + 3; channel++) {
      out[channel] = picture.data[channel] + share * (pixels[channel] - picture.data[channel]);
    }
    out[at + 3] = 255;
  }
  return out;
}

/** The map alone, as opaque RGBA of the picture's size. */
export function drawSaliency(map: Saliency, colormap: ColormapName): Uint8ClampedArray<ArrayBuffer> {
  return colourise(map.data, { colormap }).pixels;
}

/** The map over its picture, half and half. */
export function drawOverlay(
  map: Saliency,
  picture: Picture,
  colormap: ColormapName,
  options: Omit<ColouriseOptions, 'colormap'> = {},
): Uint8ClampedArray<ArrayBuffer> {
  return overlay(picture, colourise(map.data, { opacity: OVERLAY_OPACITY, ...options, colormap }).pixels);
}
