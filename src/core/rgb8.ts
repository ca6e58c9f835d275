import { pngFile } from './png-file.ts';

/** Colours as a PNG without loss; alpha is left out. @param rgba length width x height x 4 */
export function encodeRgb8(rgba: Uint8ClampedArray, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const rows = new Uint8Array(3 * width * height);
  for (let at = 0; at < width * height; at++) {
    for (let channel = 0; channel < 3; channel++) rows[3 * at + channel] = rgba[4 * at + channel];
  }
  return pngFile({ width, height, bits: 8, colour: 'rgb', rows });
}
