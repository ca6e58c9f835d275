/** What the engine tells the page, as plain data that structured cloning can carry. */
import type { Box } from '../core/boxes.ts';
import type { HiddenPixels, Hiding } from '../core/hiding.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Label, Recording } from '../core/series/recording.ts';
import type { SeriesNeeds } from '../core/series/series-needs.ts';
import type { SessionMap } from '../core/series/session-map.ts';
import type { WindowMean, WindowWeights } from '../core/series/window-means.ts';
import type { TargetSpec } from '../core/targets.ts';

/** What the page is told about a loaded model. */
export interface ModelInfo {
  readonly name: string;
  readonly sha256: string;
  /** `webgpu` or `wasm`. */
  readonly provider: string;
  /** Name of the GPU, or null. */
  readonly adapter: string | null;
  readonly task: string;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Numbers in all weights. */
  readonly parameters: number;
  /** Exporter and its version, or ''. */
  readonly producer: string;
  /** The recipe in use, as plain JSON. */
  readonly recipe: Readonly<Record<string, unknown>>;
  /** Where the recipe came from and why it was believed. */
  readonly recipeSource: { readonly source: string; readonly reasons: readonly string[]; readonly isGuess: boolean };
  /** Sentences about every fallback or doubt met while loading. */
  readonly notes: readonly string[];
  /** Every method: those that may run first, the default before all others. */
  readonly methods: readonly MethodInfo[];
  /** What a model of recordings wants to come in; null for others. */
  readonly series: SeriesNeeds | null;
}

/** A method as seen from one model. */
export interface MethodInfo {
  readonly name: string;
  /** Names that other tools give it. */
  readonly aliases: readonly string[];
  /** Its name as people write it. */
  readonly title: string;
  /** Whether its map is the same whatever class or object is asked about. */
  readonly classAgnostic: boolean;
  /** Whether one stream of passes explains all targets; otherwise each costs passes of its own. */
  readonly together: boolean;
  /** Names of its own options (`layer`, `component`, `masks`, ...); null: it takes any. */
  readonly options: readonly string[] | null;
  /** Passes of one target by its defaults; null when the layer decides. */
  readonly passes: number | null;
  /** What it costs, as a phrase. */
  readonly cost: string | null;
  /** Why it cannot run on this model, as a sentence; null where nothing is known to stand in its way. */
  readonly obstacle: string | null;
}

/** What is known once the shapes of a model's tensors are. */
export interface LayersInfo {
  /** Best guess first; empty where no layer keeps the places of the picture. */
  readonly layers: readonly LayerInfo[];
  /** Further methods that cannot run on this model: name to reason, as a sentence. */
  readonly obstacles: Readonly<Record<string, string>>;
}

/** A tensor that a class activation map can be made of. */
export interface LayerInfo {
  readonly name: string;
  readonly dims: readonly number[];
  readonly kind: 'grid' | 'tokens';
  readonly channels: number;
  /** Columns and rows of places. */
  readonly width: number;
  readonly height: number;
  /** Why it is offered, as a phrase. */
  readonly reason: string;
}

export interface TensorInfo {
  readonly name: string;
  readonly type: string | null;
  /** A number, a named axis, or null when the file does not say; null without any. */
  readonly dims: readonly (number | string | null)[] | null;
}

/** Something that a model said about a picture, and that can be explained. */
export interface Finding {
  readonly label: string;
  /** -1 for a box drawn by hand. */
  readonly classIndex: number;
  /** In [0, 1], of a similarity in [-1, 1]; null where it was not asked for, as of a box drawn by hand. */
  readonly score: number | null;
  /** Picture pixels; null when the answer is about the whole picture. */
  readonly box: Box | null;
  /** Classes of a semantic segmenter: share of the picture's pixels, in [0, 1]. */
  readonly share?: number;
  /** Models with several heads: the one that gave this answer. */
  readonly head?: string;
  /** What the engine is asked to explain, where class and box do not say it. */
  readonly spec?: TargetSpec;
  /** What the engine wrote down to know it again; null for a box drawn by hand. Of no use to the page. */
  readonly origin: unknown;
}

export interface PredictionInfo {
  readonly task: string;
  readonly width: number;
  readonly height: number;
  /**
   * Objects and classes in order of falling score; classes of a semantic segmenter by falling share, a background last;
   * answers of heads head by head, the best of each.
   */
  readonly findings: readonly Finding[];
  /** What a semantic segmenter says of each pixel. */
  readonly segmentation?: SegmentationInfo;
  /** The part of the picture that was asked about, picture pixels; left out: all of it. */
  readonly box?: Box;
  /** How many numbers the vector of an embedding has. */
  readonly dimensions?: number;
}

export interface SegmentationInfo {
  /** Length height x width of the picture, row-major: class index of each pixel, 255 (65535 in 16 bits) for none. */
  readonly classMap: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  /** In class order. */
  readonly labels: readonly string[];
}

export interface FrameInfo {
  /** Without what a segmenter says of each pixel. */
  readonly prediction: PredictionInfo;
  /** null where there is nothing to explain. Its provenance has no hash of the picture: frames are not kept. */
  readonly map: Saliency | null;
}

/** What the model says once some pixels of a picture are hidden. */
export interface WhatIfInfo {
  readonly hiding: Hiding;
  /**
   * The finding's score in the whole picture: of a class, an answer or an area after the activation, in [0, 1]; of a box how
   * well the best proposal fits it (IoU x cosine of the classes x objectness, as D-RISE has it), in [0, 1]; of a similarity
   * in [-1, 1].
   */
  readonly before: number;
  /** The same with the pixels hidden. */
  readonly after: number;
  /** What the model finds with the pixels hidden, best first, five at most; of models with several heads the best of each. */
  readonly findings: readonly Finding[];
  readonly hidden: HiddenPixels;
}

export interface RecordingInfo {
  readonly recording: Recording;
  /** Those that a session brings; null where it has none. */
  readonly labels: readonly Label[] | null;
  /** Answers that were made elsewhere, likewise. */
  readonly predictions: readonly Label[] | null;
}

/** What a model is fed: rows x columns, row-major. */
export interface FedValues {
  readonly rows: number;
  readonly columns: number;
  /** Seconds at the middle of the first column, and from one to the next. */
  readonly start: number;
  readonly step: number;
  readonly data: Float32Array<ArrayBuffer>;
  /** Names of the rows; null for bands. */
  readonly names: readonly string[] | null;
}

/** What a model said of a window of a stream, and why. */
export interface SamplesInfo {
  /** Every class by falling score; null for models without classes. */
  readonly classes: readonly { readonly classIndex: number; readonly label: string; readonly score: number }[] | null;
  /** For models that give a value per frame: the values, and the seconds from one to the next; else null. */
  readonly frames: { readonly output: string; readonly step: number; readonly values: Float32Array } | null;
  /** What the model was fed; the map has the same rows and columns. */
  readonly fed: FedValues;
  /** null where none was asked for, or none can be made. */
  readonly map: Saliency | null;
  /** Why none can be made by a method of one pass, as a sentence; null where nothing stands in the way. */
  readonly obstacle: string | null;
}

/** Why a model answered as it did along a recording. */
export interface SessionMaps {
  readonly maps: readonly SessionMap[];
  readonly means: readonly WindowMean[];
  readonly weights: WindowWeights | null;
  /** Names of the maps' rows; null for bands. */
  readonly names: readonly string[] | null;
}
