import { MaskPainter } from './evaluate.ts';
import { addScaled, PlaneSum } from './plane-sum.ts';
import type { MaskSpec } from './spec.ts';

/**
 * Sums masks that are no lattice: each is painted once and added, pixel by pixel, to the plane of every target;
 * height x width additions a mask and target.
 */
export class PlainSum extends PlaneSum {
  readonly #painter: MaskPainter;
  readonly #mask: Float32Array;

  constructor(spec: MaskSpec, targets: number) {
    super(spec, targets, spec.width * spec.height);
    this.#painter = new MaskPainter(spec);
    this.#mask = new Float32Array(spec.width * spec.height);
  }

  protected override ready(index: number): void {
    this.#painter.paint(index, this.#mask);
  }

  protected override addReady(plane: Float64Array, score: number): void {
    addScaled(plane, this.#mask, score);
  }

  protected override finish(plane: Float64Array): Float64Array {
    return plane;
  }
}
