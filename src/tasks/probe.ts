import type { Picture } from '../core/picture.ts';
import type { Placement } from '../core/placement.ts';
import type { Target } from '../core/saliency.ts';
import type { Fill } from './fill.ts';

/** One answer of a model, asked about again and again while the picture changes. */
export interface Probe {
  readonly picture: Picture;
  /** What is asked about. */
  readonly target: Target;
  /** Where the picture lies in the model's input. */
  readonly placement: Placement;
  readonly layout: 'NCHW' | 'NHWC';
  readonly channels: number;
  /** The unchanged picture as the model is fed with it: normalised, length channels x input height x input width. */
  readonly image: Float32Array;
  /**
   * The same with everything hidden but the padding.
   * @param seed for the fill `noise`
   */
  hidden(fill: Fill, seed?: number): Float32Array;
  /** The target's score in the unchanged picture. */
  whole(): Promise<number>;
  /**
   * The target's score in changed copies, several a run where the model takes them.
   * @param write writes copy number `index`, normalised, over all of `out`, as long as `image`
   * @returns length count
   */
  score(count: number, write: (index: number, out: Float32Array) => void): Promise<Float32Array>;
}
