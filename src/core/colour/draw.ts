import type { Box } from '../boxes.ts';
import { doubtOf } from '../doubt.ts';
import { XaiError } from '../errors.ts';
import type { Picture } from '../picture.ts';
import type { Saliency } from '../saliency.ts';
import type { ColormapName } from './colormaps.ts';
import { colourise } from './colourise.ts';
import { defaultColormap, defaultRange } from './default-look.ts';

/** Share of the map's colour in an exported overlay, where the map is highest. */
const OVERLAY_OPACITY = 0.8;
const LIGHT = [255, 255, 255] as const;
const DARK = [20, 20, 20] as const;

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

/**
 * The map alone, as opaque RGBA of the picture's size.
 * @param colormap Default: two colours for a map with signs, else `viridis`.
 */
export function drawSaliency(map: Saliency, colormap = defaultColormap(map)): Uint8ClampedArray<ArrayBuffer> {
  const range = map.grain === 'pixel' ? defaultRange(map, colormap) : undefined;
  return colourise(map.data, { colormap, range }).pixels;
}

/**
 * The map over its picture, the target's box around it: colours fade in from score 0, so that the picture stays clear
 * where hiding it does nothing (with `blue-red` where it does nothing either way).
 * @param colormap Default: two colours for a map with signs, else `viridis`.
 * @param greyDoubt draw what could be the chance of the masks in grey. Default false.
 */
export function drawOverlay(
  map: Saliency,
  picture: Picture,
  colormap: ColormapName = defaultColormap(map),
  greyDoubt = false,
): Uint8ClampedArray<ArrayBuffer> {
  const range = defaultRange(map, colormap);
  const doubt = greyDoubt ? doubtOf(map) : null;
  const { pixels } = colourise(map.data, { colormap, range, opacity: OVERLAY_OPACITY, fade: true, doubt });
  const drawn = overlay(picture, pixels);
  if (map.target.box) outline(drawn, picture, map.target.box);
  return drawn;
}

/** A white line with a dark one outside it: seen on any ground. */
function outline(pixels: Uint8ClampedArray, { width, height }: Picture, box: Box): void {
  const line = Math.max(1, Math.round(Math.max(width, height) / 500));
  frame(pixels, width, height, box, line, DARK);
  frame(pixels, width, height, [box[0] + line, box[1] + line, box[2] - line, box[3] - line], line, LIGHT);
}

function frame(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  box: Box,
  line: number,
  colour: readonly number[],
): void {
  const [x0, y0, x1, y1] = box.map(Math.round);
  for (let y = Math.max(0, y0); y < Math.min(height, y1); y++) {
    const isEdgeRow = y < y0 + line || y >= y1 - line;
    for (let x = Math.max(0, x0); x < Math.min(width, x1); x++) {
      if (isEdgeRow || x < x0 + line || x >= x1 - line) pixels.set(colour, (y * width + x) * 4);
    }
  }
}
