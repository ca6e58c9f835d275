import type { Box } from './boxes.ts';

/** A class of a classifier, a label of a tagger. */
export interface ClassSpec {
  readonly kind: 'class';
  /** Class index. */
  readonly index: number;
  /** Which of its numbers: before or after the activation. Default: what suits the method. */
  readonly score?: 'logit' | 'probability';
}

/** A proposal of a detector. */
export interface BoxSpec {
  readonly kind: 'box';
  /** Picture pixels. */
  readonly box: Box;
  /** The class that it is taken for. Default: none, any class will do. */
  readonly class?: number;
  readonly label?: string;
  /** Row of the proposals, where it is known. Default: the proposal that fits box and class best. */
  readonly proposal?: number;
  /** Which number of the proposal. Default `class`: the score of its class. */
  readonly part?: 'class' | 'objectness' | 'left' | 'top' | 'right' | 'bottom';
}

/** Pixels chosen by hand. */
export interface RegionMask {
  /** The picture's own size, pixels. */
  readonly width: number;
  readonly height: number;
  /** Length height x width, row-major: not 0 inside. */
  readonly data: Uint8Array;
}

/** Where a class of a semantic segmenter is asked about, picture pixels; nothing: the pixels that the model gives to it. */
export type RegionArea =
  | { readonly box?: undefined; readonly pixel?: undefined; readonly mask?: undefined }
  | { readonly box: Box; readonly pixel?: undefined; readonly mask?: undefined }
  /** Column and row, from 0. */
  | { readonly box?: undefined; readonly pixel: readonly [x: number, y: number]; readonly mask?: undefined }
  | { readonly box?: undefined; readonly pixel?: undefined; readonly mask: RegionMask };

/** A class of a semantic segmenter: the mean of its scores over an area. */
export type RegionSpec = RegionArea & {
  readonly kind: 'region';
  /** Class index. */
  readonly class: number;
};

/** One answer of a model with several heads. */
export interface AttributeSpec {
  readonly kind: 'attribute';
  /** Name of the head. */
  readonly head: string;
  /** Index of the answer within the head. */
  readonly answer: number;
  /** The part of the picture that the model is shown, picture pixels. Default: all of it. */
  readonly box?: Box;
}

/** How like a picture is to another one: the cosine of the two pictures' embeddings. */
export interface SimilaritySpec {
  readonly kind: 'similarity';
  /** Embedding of the other picture, as the model gives it. */
  readonly vector: Float32Array;
  /** What the other picture is called. */
  readonly label?: string;
}

/** One target's score minus another's: why this and not that. */
export interface DifferenceSpec {
  readonly kind: 'difference';
  readonly a: TargetSpec;
  readonly b: TargetSpec;
}

/** A user's own linear function of the model's output: the sum of `weights[k] x output[indices[k]]`. */
export interface WeightsSpec {
  readonly kind: 'weights';
  /** Name of the output tensor. Default: the first. */
  readonly output?: string;
  /** Row-major positions within the output of one picture. */
  readonly indices: readonly number[];
  /** One per index. */
  readonly weights: readonly number[];
  readonly label?: string;
}

/** What a person can ask a method to explain; every field is plain data that a worker can be sent. */
export type TargetSpec =
  | ClassSpec
  | BoxSpec
  | RegionSpec
  | AttributeSpec
  | SimilaritySpec
  | DifferenceSpec
  | WeightsSpec;

/** A linear function of output elements of one picture: the sum over the parts of `weights . output[indices]`. */
export type LinearTarget = readonly {
  /** Name of the output tensor. */
  readonly output: string;
  /** Row-major positions within the output of one picture. */
  readonly indices: Uint32Array;
  /** One per index. */
  readonly weights: Float32Array;
}[];
