/** A decoded picture: 8-bit sRGB, row-major RGBA, orientation applied, alpha already composed (every alpha is 255). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Length width x height x 4. */
  readonly data: Uint8ClampedArray;
  /** SHA-256 of the encoded file (hex), or of the raw pixels when there was no file. */
  readonly sha256: string;
  /** File name or address, for messages and reports. */
  readonly name?: string;
}
