/**
 * What crosses the worker boundary. The page numbers its requests; every request gets any number of `progress` and
 * `partial` messages and then exactly one of `done`, `failed` and `cancelled` under the same number. `cancel` and
 * `focus` overtake what is under way. Everything here is plain data that structured cloning can carry.
 */
import type { Box } from '../core/boxes.ts';
import type { Hiding } from '../core/hiding.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Label } from '../core/series/recording.ts';
import type { SessionAnswers } from '../core/series/session-answers.ts';
import type {
  FedValues,
  Finding,
  FrameInfo,
  LayersInfo,
  ModelInfo,
  PredictionInfo,
  RecordingInfo,
  SamplesInfo,
  SessionMaps,
  WhatIfInfo,
} from './info.ts';
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

/** A window of a stream, with the channels that are fed, at the model's rate. */
export interface StreamWindow {
  /** One array a channel, all of one length. */
  readonly samples: readonly Float32Array[];
  /** Samples a second. */
  readonly rate: number;
  /** Seconds on the stream's clock at the first sample. */
  readonly start: number;
}

/** What is asked of a window of a stream. */
export interface StreamWish extends Pick<FrameWish, 'method' | 'classIndex'> {
  /** Whether a map is wanted beside the answer. */
  readonly wantsMap: boolean;
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
  /** A window of a stream, likewise. */
  explainSamples: StreamWish & { window: StreamWindow; answer: SamplesInfo };
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
  readLabels: { file: NamedFile; of: 'labels' | 'predictions'; answer: readonly Label[] };
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
