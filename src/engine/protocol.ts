/**
 * What crosses the worker boundary. The page numbers its requests; every request gets any number of `progress` and
 * `partial` messages and then exactly one of `done`, `failed` and `cancelled` under the same number. `cancel` and
 * `focus` overtake what is under way. Everything here is plain data that structured cloning can carry.
 */
import type { Box } from '../core/boxes.ts';
import type { HiddenPixels, Hiding } from '../core/hiding.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Label, Recording } from '../core/series/recording.ts';
import type { SessionAnswers } from '../core/series/session-answers.ts';
import type { SessionMap } from '../core/series/session-map.ts';
import type { WindowMean, WindowWeights } from '../core/series/window-means.ts';
import type { TargetSpec } from '../core/targets.ts';
import type { WireError } from './wire-error.ts';

export type Backend = 'auto' | 'webgpu' | 'wasm';

/** Where a model comes from; whatever it is, the page keeps it, so that a new worker can load it again. */
export type ModelSource = string | Blob | ArrayBuffer | Uint8Array | FileSystemFileHandle;

/** What a model is loaded with; the same source with other options is another model. */
export interface ModelOptions {
  /** Where it runs; `auto` takes WebGPU on real hardware, otherwise wasm. */
  readonly backend?: Backend;
  /** A recipe object; left out, it is found or guessed. */
  readonly recipe?: unknown;
  /** One label per class. */
  readonly labels?: readonly string[];
  /** Shown in messages and provenance; by default the file name or the end of the address. */
  readonly name?: string;
  /** Text of files beside the model by name (`x.recipe.json`, `config.json`, label files). */
  readonly beside?: Readonly<Record<string, string>>;
}

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

export interface PredictOptions {
  /** Objects below this score are left out; 0 to 1, by default what the recipe says. */
  readonly scoreThreshold?: number;
  /** Ask about this part only, picture pixels; for models that give one answer about what they see. Default: all. */
  readonly box?: Box;
  /** Embeddings: the picture to compare with. Default: none, so there is nothing to explain. */
  readonly reference?: Blob;
}

/** One picture of many in a row, as a canvas gives it. */
export interface FramePixels {
  readonly width: number;
  readonly height: number;
  /** Length width x height x 4: RGBA, row-major, opaque. */
  readonly data: Uint8ClampedArray;
}

/** What is asked of a frame. */
export interface FrameWish {
  /** Name of a method of one pass; null: the one that suits the model. */
  readonly method: string | null;
  /** Class to explain; null: the best answer. */
  readonly classIndex: number | null;
  /** Objects below this score are left out; 0 to 1; null: what the recipe says. */
  readonly scoreThreshold: number | null;
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

/** Passed on to the method as they are; each method documents and checks its own. */
export type ExplainOptions = Readonly<Record<string, unknown>>;

/** A file, or its address; a drawn session has an address such as `embedded:motion?seed=3&seconds=60`. */
export interface NamedFile {
  readonly name: string;
  readonly source: string | Blob;
}

/** Where a recording comes from; the page keeps it, so that a new worker can read it again. */
export interface RecordingSource {
  /** The page's own name of it. */
  readonly key: string;
  /** CSV, WAV or one `.session.json` with what it refers to; several recordings are brought to one axis of time. */
  readonly files: readonly NamedFile[];
  /** How CSV files are read (`rate`, `timeColumn`, `timeUnit`, `channels`, `missing`, ...). */
  readonly options: Readonly<Record<string, unknown>>;
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

/** Why a model answered as it did along a recording. */
export interface SessionMaps {
  readonly maps: readonly SessionMap[];
  readonly means: readonly WindowMean[];
  readonly weights: WindowWeights | null;
  /** Names of the maps' rows; null for bands. */
  readonly names: readonly string[] | null;
}

/** The requests and what each answers with. */
export interface Calls {
  load: { source: ModelSource; options: ModelOptions; answer: ModelInfo };
  release: { answer: null };
  predict: { picture: Blob; options: PredictOptions; answer: PredictionInfo };
  explain: {
    picture: Blob;
    method: string | null;
    findings: readonly Finding[];
    /** The finding whose growing map is sent. */
    focus: number;
    options: ExplainOptions;
    /** The masks' answers are kept under this name, until the next explanation under it, for `ask`. */
    record: string;
    answer: readonly Saliency[];
  };
  /** A frame of a camera, predicted and explained by a method of one pass, whose session stays open for the next. */
  explainFrame: FrameWish & { frame: FramePixels; answer: FrameInfo };
  /** What maps can be made of; the runtime is asked for shapes at the first call. */
  layers: { answer: LayersInfo };
  /** The map of one more finding from the masks that a finished explanation has run: no new runs. */
  ask: { finding: Finding; record: string; answer: Saliency };

  /** What the model says of the picture without its most or least important pixels: two passes, a few more the first time. */
  whatIf: {
    picture: Blob;
    finding: Finding;
    /** Orders the pixels. */
    map: Pick<Saliency, 'width' | 'height' | 'data'>;
    /** The page's name of picture, finding and map together: what was made ready for them serves until another name comes. */
    subject: string;
    hiding: Hiding;
    /** Detectors: objects below it are left out. Default: the recipe's. */
    scoreThreshold?: number;
    answer: WhatIfInfo;
  };

  /** Reads a recording and holds it until `closeRecording`. */
  readRecording: { recording: RecordingSource; answer: RecordingInfo };
  closeRecording: { recording: RecordingSource; answer: null };
  /** Labels, or answers made elsewhere, of a file of their own. */
  readLabels: { file: NamedFile; answer: readonly Label[] };
  /** What the model says of every window; partial answers are those so far. */
  answerSession: { recording: RecordingSource; answer: SessionAnswers };
  /** What the model is fed along the recording. */
  feedSession: { recording: RecordingSource; answer: FedValues };
  /** What it is fed of one window. */
  feedWindow: { recording: RecordingSource; window: number; answer: FedValues };
  explainWindow: {
    recording: RecordingSource;
    window: number;
    /** Class to explain; null: what the model says of the window. */
    classIndex: number | null;
    method: string | null;
    options: ExplainOptions;
    answer: Saliency;
  };
  /** Every window explained, overlapping ones blended; partial answers are those so far. */
  explainSession: {
    recording: RecordingSource;
    /** Class to explain in every window; null: what the model says of each. */
    classIndex: number | null;
    method: string | null;
    options: ExplainOptions;
    answer: SessionMaps;
  };
}

export type CallName = keyof Calls;

/** Requests that no model is needed for. */
export type ModelFreeCall = 'readRecording' | 'closeRecording' | 'readLabels';

/** A request without its number. `model` is the page's key of the model. */
export type Call<K extends CallName = CallName> = {
  [N in K]: { readonly kind: N } & (N extends ModelFreeCall ? unknown : { readonly model: string }) &
    Readonly<Omit<Calls[N], 'answer'>>;
}[K];

/** A result that grows, whole as far as it has come. */
export type Growing = SessionAnswers | SessionMaps;

export type Answer<K extends CallName> = Calls[K]['answer'];

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'focus'; readonly id: number; readonly focus: number }
  | StartMessage;

/** The first message to every worker. */
export interface StartMessage {
  readonly kind: 'start';
  /** Name of the lock that the worker holds as long as it lives, so that the page notices its death. */
  readonly lock: string;
  /** Addresses of onnxruntime's two files; null: they lie beside the worker. */
  readonly runtime: RuntimeFiles | null;
}

export interface RuntimeFiles {
  readonly mjs: string;
  readonly wasm: string;
}

export interface Progress {
  /**
   * Bytes while a model is fetched; masked pictures or other passes while maps are made; windows of a recording; null when it
   * is not known.
   */
  readonly unit: 'bytes' | 'masks' | 'passes' | 'windows' | null;
  readonly done: number;
  /** null: not known. */
  readonly total: number | null;
  /** Milliseconds left by the pace so far; null while not known. */
  readonly remaining: number | null;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'partial'; readonly id: number; readonly focus: number; readonly map: Saliency }
  | { readonly kind: 'growing'; readonly id: number; readonly value: Growing }
  | { readonly kind: 'done'; readonly id: number; readonly answer: Answer<CallName> }
  | { readonly kind: 'cancelled'; readonly id: number }
  /** `fatal`: the runtime may be damaged; the page starts a new worker. */
  | { readonly kind: 'failed'; readonly id: number; readonly error: WireError; readonly fatal: boolean };
