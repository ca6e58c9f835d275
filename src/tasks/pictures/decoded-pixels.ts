/** What a platform's decoder gives: 8-bit sRGB, orientation applied, RGBA row-major, alpha not yet composed. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}
