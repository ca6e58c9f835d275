import type { Rect } from '../../core/placement.ts';
import { MaskPainter } from '../../core/masks/evaluate.ts';
import type { MaskSpec } from '../../core/masks/spec.ts';
import { numberToFloat16 } from '../../core/tensor.ts';

/** A picture and its fill as the model wants them: normalised, in the model's channel order and layout. */
export interface MaskedInput {
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Where the picture lies in the input; masks cover it and nothing else. Same size as the masks' window. */
  readonly content: Rect;
  /** Length channels x height x width. */
  readonly image: Float32Array;
  /** Same length: what a hidden pixel is replaced by. */
  readonly fill: Float32Array;
}

/**
 * Writes masked copies of one picture: fill + m (image - fill) inside the content rectangle, the image outside. Memory:
 * one mask and, for half precision, one picture, whatever the number of masks.
 */
export class MaskedBatchWriter {
  readonly #input: MaskedInput;
  readonly #painter: MaskPainter;
  readonly #mask: Float32Array;
  readonly #half: Float32Array | null;

  /** @param half whether the model takes float16, as raw bits. */
  constructor(spec: MaskSpec, input: MaskedInput, half = false) {
    this.#input = input;
    this.#painter = new MaskPainter(spec);
    this.#mask = new Float32Array(spec.width * spec.height);
    this.#half = half ? new Float32Array(input.image.length) : null;
  }

  /**
   * Writes the copies of masks `first` to `first + count - 1`, one after another.
   * @param out length at least count x channels x height x width; Uint16Array for half precision.
   */
  write(first: number, count: number, out: Float32Array | Uint16Array): void {
    const size = this.#input.image.length;
    for (let n = 0; n < count; n++) {
      this.#painter.paint(first + n, this.#mask);
      if (this.#half) {
        this.#writeOne(this.#half, 0);
        for (let i = 0; i < size; i++) out[n * size + i] = numberToFloat16(this.#half[i]);
      } else {
        this.#writeOne(out as Float32Array, n * size);
      }
    }
  }

  #writeOne(out: Float32Array, start: number): void {
    const { image, fill, channels, width, height, content, layout } = this.#input;
    const mask = this.#mask;
    out.set(image, start);
    if (layout === 'NCHW') {
      for (let c = 0; c < channels; c++) {
        for (let y = 0, m = 0; y < content.height; y++) {
          let at = (c * height + content.y + y) * width + content.x;
          for (const end = m + content.width; m < end; m++, at++) {
            const hidden = fill[at];
            out[start + at] = hidden + mask[m] * (image[at] - hidden);
          }
        }
      }
      return;
    }
    for (let y = 0, m = 0; y < content.height; y++) {
      let at = ((content.y + y) * width + content.x) * channels;
      for (const end = m + content.width; m < end; m++) {
        for (let c = 0; c < channels; c++, at++) {
          const hidden = fill[at];
          out[start + at] = hidden + mask[m] * (image[at] - hidden);
        }
      }
    }
  }
}
