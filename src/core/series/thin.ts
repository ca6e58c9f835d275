/** Least and greatest of the samples that fall on each pixel, so that no point is lost to thinning. */
export interface Envelope {
  /** One each a pixel; NaN where no sample falls. */
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/**
 * @param from first sample, and the one after the last; both may be fractional or lie outside
 * @param pixels how many
 */
export function thin(values: Float32Array, from: number, to: number, pixels: number): Envelope {
  const low = new Float32Array(pixels).fill(Number.NaN);
  const high = new Float32Array(pixels).fill(Number.NaN);
  const perPixel = (to - from) / pixels;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const first = Math.max(0, Math.floor(from + pixel * perPixel));
    const end = Math.min(values.length, Math.max(first + 1, Math.floor(from + (pixel + 1) * perPixel)));
    if (first >= end || first > from + (pixel + 1) * perPixel) continue;
    let least = values[first];
    let greatest = values[first];
    for (let at = first + 1; at < end; at++) {
      const value = values[at];
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    low[pixel] = least;
    high[pixel] = greatest;
  }
  return { low, high };
}
