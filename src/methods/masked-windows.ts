import type { FeatureGrid } from '../core/feature-grid.ts';
import { MaskPainter } from '../core/masks/evaluate.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import type { MaskPainting } from '../gpu/reference/masked-batch.ts';

/** Writes masked copies of what a model is fed, one after another. */
export interface CopyWriter {
  /**
   * Copies of masks `first` to `first + count - 1`.
   * @returns overwritten after as many calls as there are buffers
   */
  write(first: number, count: number): Float32Array;
}

/**
 * Masked copies of one window of a recording: fill + m (window - fill), in whatever order its axes lie in memory. Windows are
 * small, so that plain loops do. Memory: the batches and one mask.
 */
export class MaskedWindowWriter implements CopyWriter {
  readonly #painting: MaskPainting;
  readonly #grid: FeatureGrid;
  readonly #tensor: Float32Array;
  readonly #fill: Float32Array;
  readonly #mask: Float32Array;
  readonly #batches: Float32Array[];
  #turn = 0;

  /**
   * @param tensor the window, and what hides it, both as the model is fed
   * @param batch most copies per {@link write}
   * @param buffers how many batches are held
   */
  constructor(
    masks: MaskSpec | MaskPainting,
    { tensor, fill, grid }: { readonly tensor: Float32Array; readonly fill: Float32Array; readonly grid: FeatureGrid },
    batch: number,
    buffers: number,
  ) {
    this.#painting = 'paint' in masks ? masks : paintingOf(masks);
    this.#grid = grid;
    this.#tensor = tensor;
    this.#fill = fill;
    this.#mask = new Float32Array(grid.rows * grid.columns);
    this.#batches = Array.from({ length: buffers }, () => new Float32Array(batch * tensor.length));
  }

  write(first: number, count: number): Float32Array {
    const { rows, columns, channels, channelStep, rowStep, columnStep } = this.#grid;
    const size = this.#tensor.length;
    this.#turn = (this.#turn + 1) % this.#batches.length;
    const out = this.#batches[this.#turn];
    for (let n = 0; n < count; n++) {
      this.#painting.paint(first + n, this.#mask);
      for (let channel = 0; channel < channels; channel++) {
        for (let row = 0, place = 0; row < rows; row++) {
          let at = channel * channelStep + row * rowStep;
          for (let column = 0; column < columns; column++, place++, at += columnStep) {
            const fill = this.#fill[at];
            out[n * size + at] = fill + this.#mask[place] * (this.#tensor[at] - fill);
          }
        }
      }
    }
    return out.subarray(0, count * size);
  }
}

function paintingOf(spec: MaskSpec): MaskPainting {
  const painter = new MaskPainter(spec);
  return { width: spec.width, height: spec.height, paint: (index, out) => painter.paint(index, out) };
}
