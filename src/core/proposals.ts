/**
 * How four numbers of a proposal become a box in model-input pixels. `prior` is the proposal's row of the priors table
 * (p0, p1, p2, p3), `s` the box scale (sx, sy):
 *
 * | coding | box |
 * | --- | --- |
 * | `xyxy` | corners, times s |
 * | `cxcywh` | centre and size, times s |
 * | `yolox` | centre = b01 * p23 + p01, size = exp(b23) * p23 |
 * | `fastestdet` | centre = p01 + tanh(b01) * p23, size = sigmoid(b23) * s |
 * | `ssd-corner` | corners = (b0 p2 + p0, b1 p3 + p1, b2 p2 + p0 + p2, b3 p3 + p1 + p3); prior = x0, y0, width, height |
 * | `ssd-centre` | centre = .1 b01 * p23 + p01, size = exp(.2 b23) * p23; prior = cx, cy, width, height |
 */
export type BoxCoding = 'xyxy' | 'cxcywh' | 'yolox' | 'fastestdet' | 'ssd-corner' | 'ssd-centre';

export type Activation = 'none' | 'sigmoid' | 'softmax';

/** A strided view on one output tensor of one picture: element (i, j) is at `offset + i * row + j * column`. */
export interface StridedView {
  /** Name of the output tensor. */
  readonly output: string;
  readonly offset: number;
  /** Elements from one proposal to the next. */
  readonly row: number;
  /** Elements from one component of a proposal to the next. */
  readonly column: number;
}

/**
 * Where a detector's raw proposals lie in its output tensors, the same description for the CPU and for WGSL.
 * Offsets count within one picture; picture n of a batch begins `n * batchStride[output]` elements later.
 */
export interface DenseProposals {
  readonly kind: 'dense';
  /** Number of proposals A per picture. */
  readonly count: number;
  /** Number of classes C, without background. */
  readonly classes: number;
  readonly boxes: StridedView;
  readonly coding: BoxCoding;
  readonly boxScale: readonly [sx: number, sy: number];
  /** Length A x 4, model-input pixels; null for codings that need none. */
  readonly priors: Float32Array | null;
  readonly scores: StridedView;
  readonly scoreActivation: Activation;
  /**
   * Where a softmax has a background class too: its column, counted from that of class 0 (-1: right before it). It takes
   * its share and is no class of the result.
   */
  readonly background?: number;
  /** null: the best class score serves as objectness. */
  readonly objectness: StridedView | null;
  readonly objectnessActivation: 'none' | 'sigmoid';
  /** The score that people see: objectness^a x class^b; [1, 1] but for FastestDet (.6, .4). Without objectness: class. */
  readonly scorePowers: readonly [objectness: number, classScore: number];
  /** Instance masks: coefficients per proposal, prototypes [count, height, width] per picture. */
  readonly masks: {
    readonly coefficients: StridedView;
    readonly prototypes: {
      readonly output: string;
      readonly count: number;
      readonly height: number;
      readonly width: number;
    };
  } | null;
  /** Elements per picture of each output named above. */
  readonly batchStride: Readonly<Record<string, number>>;
}

/** Detections after NMS or TopK in the graph: any number of rows, one label each; the class vector is one-hot. */
export interface LabelledProposals {
  readonly kind: 'labelled';
  readonly classes: number;
  /** Corners, or centre and size, side by side in each row. */
  readonly boxes: RowView & { readonly coding: 'xyxy' | 'cxcywh' };
  readonly boxScale: readonly [sx: number, sy: number];
  readonly scores: RowView;
  /** first: label value of class 0. */
  readonly labels: RowView & { readonly first: number };
}

/** A column of one output tensor, one row a detection: row p begins at `offset + p * row`. */
export interface RowView {
  /** Name of the output tensor. */
  readonly output: string;
  readonly offset: number;
  /** Elements from one detection to the next. */
  readonly row: number;
}

export type ProposalLayout = DenseProposals | LabelledProposals;

/** The proposals of one picture, decoded; every array has one row per proposal. */
export interface Proposals {
  readonly count: number;
  readonly classes: number;
  /** Length count x 4: corners in model-input pixels. */
  readonly boxes: Float32Array;
  /** Length count, in [0, 1]: the detector's own, or the best class score. */
  readonly objectness: Float32Array;
  /** Length count: whether the detector has an objectness of its own (false: best class score stands in). */
  readonly ownObjectness: boolean;
  /** Length count x classes, after activation. */
  readonly classScores: Float32Array;
  /** Length count x coefficients, or null. */
  readonly coefficients: Float32Array | null;
}

/** What D-RISE looks for again in the masked pictures. */
export interface DetectionTarget {
  /** Model-input pixels. */
  readonly box: readonly [number, number, number, number];
  /** Length classes; null matches any class (a box drawn by hand: cosine counts as 1). */
  readonly classVector: Float32Array | null;
  /** Row-major bits at prototype resolution (1 inside), cropped to the box; null when the target has no mask. */
  readonly mask: Uint8Array | null;
}
