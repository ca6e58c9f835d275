import { decodePicture } from '#decode-picture';
import { colourise } from '../../core/colour/colourise.ts';
import { overlay } from '../../core/colour/draw.ts';
import { GRID, type PackedGrid, unpackGrid } from '../../core/packed-grid.ts';
import type { Picture } from '../../core/picture.ts';
import { resample, resamplePlane } from '../../tasks/resample.ts';
import type { DataSet } from '../data/data-set.ts';

/** Writes opaque RGBA as a small picture file: WebP where the platform has it. */
export type EncodeThumbnail = (
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
) => Promise<{ readonly type: string; readonly bytes: Uint8Array }>;

/** Longer side of a picture in the report, pixels. */
const LONGEST = 160;
const OPACITY = 0.8;

/**
 * A picture of the data set made small.
 * @throws XaiError `data-unreadable`, `picture-unreadable`
 */
export async function readThumbnail(data: Pick<DataSet, 'read'>, name: string, signal?: AbortSignal): Promise<Picture> {
  const picture = await decodePicture(await data.read(name, signal), { name });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const [width, height] = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
  const colours = resample(picture, whole, width, height, 'area');
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) pixels[4 * at + channel] = colours[3 * at + channel];
  }
  return { ...picture, width, height, data: pixels };
}

/** A kept map over a small picture; without one on its own. @returns opaque RGBA of that size */
export function drawGrid(map: PackedGrid, width: number, height: number, picture?: Picture): Uint8ClampedArray {
  const plane = { width: GRID, height: GRID, data: unpackGrid(map) };
  const scores = resamplePlane(plane, { x: 0, y: 0, width: GRID, height: GRID }, width, height, 'linear');
  if (!picture) return colourise(scores, { range: 'zero-max' }).pixels;
  return overlay(picture, colourise(scores, { range: 'zero-max', opacity: OPACITY, fade: true }).pixels);
}

/** A picture as an address that needs no file. */
export async function dataUrl(
  encode: EncodeThumbnail,
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): Promise<string> {
  const { type, bytes } = await encode(rgba, width, height);
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `data:${type};base64,${btoa(text)}`;
}
