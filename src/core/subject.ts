import type { Picture } from './picture.ts';

/** The part of a recording that a model is shown at once. */
export interface SeriesWindow {
  /** Steps of time that the model is fed; a map of the window is as wide. */
  readonly width: number;
  /** Rows of what the model is fed: bands of a spectrum, else channels; a map of the window is as high. */
  readonly height: number;
  /** The recording itself, at the rate that the model wants: one array a channel. */
  readonly samples: readonly Float32Array[];
  /** Samples a second. */
  readonly rate: number;
  /** Seconds on the recording's clock, half-open. */
  readonly start: number;
  readonly end: number;
  /** What the model is fed, after all pre-processing: length channels x rows x steps (rows x steps of channels alone). */
  readonly values: Float32Array;
  /** SHA-256 of the recording's file (hex), and which samples of it these are. */
  readonly sha256: string;
  /** File name or address of the recording, for messages and reports. */
  readonly name?: string;
}

/** What a model is asked about. */
export type Subject = Picture | SeriesWindow;

export function isWindow(subject: object): subject is SeriesWindow {
  return 'samples' in subject && 'values' in subject;
}
