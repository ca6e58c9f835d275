import { findRange } from './colour/score-range.ts';
import { pngFile } from './png-file.ts';
import type { Saliency } from './saliency.ts';

const WHITE = 65535;

/**
 * A map as a PNG of 16-bit grey, its least score black and its greatest white; a score is
 * `low + (high - low) * grey / 65535`, with the two numbers in the file's text chunks `low` and `high`. Scores that are
 * not finite are black.
 */
export async function encodeGrey16({
  width,
  height,
  data,
}: Pick<Saliency, 'width' | 'height' | 'data'>): Promise<Uint8Array<ArrayBuffer>> {
  const { low, high } = findRange(data, 'min-max');
  const rows = new DataView(new ArrayBuffer(2 * width * height));
  for (let at = 0; at < width * height; at++) {
    const score = data[at];
    const share = Number.isFinite(score) && high > low ? (score - low) / (high - low) : 0;
    rows.setUint16(2 * at, Math.round(share * WHITE));
  }
  const text = { low: String(low), high: String(high) };
  return pngFile({ width, height, bits: 16, colour: 'grey', rows: new Uint8Array(rows.buffer), text });
}
