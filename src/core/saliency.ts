import type { Box } from './boxes.ts';
import type { TargetSpec } from './targets.ts';

/** What a map explains. */
export interface Target {
  /** Position among the targets of the picture, from 0 in order of falling score. */
  readonly index: number;
  readonly label: string;
  /** Class index; -1 for a box drawn by hand. */
  readonly classIndex: number;
  /** Score that the model gave, in [0, 1]; null for a box drawn by hand. */
  readonly score: number | null;
  /** Picture pixels; null for a whole-picture target. */
  readonly box: Box | null;
  /** What was asked for, where class, score and box do not say it all. */
  readonly spec?: TargetSpec;
}

/** All that is needed to make the same map again, and to know what made it. */
export interface Provenance {
  readonly method: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly seed: number | null;
  readonly modelSha256: string;
  readonly pictureSha256: string;
  /** `webgpu`, `wasm` or `node`: where the forward passes ran. */
  readonly provider: string;
  readonly adapter: string | null;
  /** Library name to version. */
  readonly versions: Readonly<Record<string, string>>;
  readonly milliseconds: number;
  /** Masks after which the map first repeated as well as was asked for; null where it never did. Default: nothing was asked. */
  readonly stableAt?: number | null;
  /** Sentences about every fallback or doubt (provider disagreed, batch could not be freed, ...). */
  readonly notes: readonly string[];
}

/** A heat map with raw scores: not normalised, not coloured, in the picture's own pixels. */
export interface Saliency {
  readonly width: number;
  readonly height: number;
  /** Length height x width, row-major, raw scores. */
  readonly data: Float32Array;
  readonly target: Target;
  /** Masks summed, or null for methods without masks. */
  readonly masks: number | null;
  /** Split-half reliability (Spearman-Brown) in [-1, 1], or null. */
  readonly reliability: number | null;
  /**
   * Standard error of each score by the chance of the masks, as long as `data`; about 95 % of scores lie within 2.131 of
   * them. Default: not known.
   */
  readonly error?: Float32Array;
  /** `pixel`: scores jump from pixel to pixel, as gradients of the picture do. Default: smooth. */
  readonly grain?: 'pixel';
  readonly provenance: Provenance;
}
