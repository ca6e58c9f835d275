import type { Picture } from '../../core/picture.ts';
import { pictureFromPixels } from '../../tasks/decode-picture.ts';

/**
 * Covers pixels with what is around them: each becomes the mean of the nearest uncovered pixels to the left, right, above and
 * below, weighted by 1 / distance, so that no plate with edges of its own is put in place of what is covered.
 * @param pixels 1 where it is covered, length height x width; grey where nothing else is left
 */
export function coverPixels({ width, height, data, name }: Picture, pixels: Uint8Array): Promise<Picture> {
  const out = new Uint8ClampedArray(data);
  const sums = new Float32Array(width * height * 4);
  const sweep = (start: number, step: number, count: number) => {
    let source = -1;
    for (let k = 0; k < count; k++) {
      const at = start + k * step;
      if (!pixels[at]) source = k;
      else if (source >= 0) {
        const from = 4 * (start + source * step);
        const weight = 1 / (k - source);
        for (let channel = 0; channel < 3; channel++) sums[4 * at + channel] += weight * data[from + channel];
        sums[4 * at + 3] += weight;
      }
    }
  };
  for (let y = 0; y < height; y++) {
    sweep(y * width, 1, width);
    sweep((y + 1) * width - 1, -1, width);
  }
  for (let x = 0; x < width; x++) {
    sweep(x, width, height);
    sweep((height - 1) * width + x, -width, height);
  }
  for (let at = 0; at < pixels.length; at++) {
    if (!pixels[at]) continue;
    const weight = sums[4 * at + 3];
    for (let channel = 4 * at; channel < 4 * at + 3; channel++)
      out[channel] = weight > 0 ? sums[channel] / weight : GREY;
  }
  return pictureFromPixels(width, height, out, { name });
}

const GREY = 128;

/**
 * Puts a part of one picture onto the same place of another, stretched where their sizes differ.
 * @param pixels 1 where the donor is taken, of the host's size
 */
export function pastePixels(host: Picture, donor: Picture, pixels: Uint8Array): Promise<Picture> {
  const { width, height } = host;
  const out = new Uint8ClampedArray(host.data);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * donor.height) / height) * donor.width;
    for (let x = 0; x < width; x++) {
      if (!pixels[y * width + x]) continue;
      const from = 4 * (row + Math.floor(((x + 0.5) * donor.width) / width));
      out.set(donor.data.subarray(from, from + 4), 4 * (y * width + x));
    }
  }
  return pictureFromPixels(width, height, out, { name: host.name });
}
