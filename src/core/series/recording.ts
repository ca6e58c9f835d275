/** A half-open run of samples. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What was found wrong with a file, and what was done about it. */
export interface Finding {
  readonly kind:
    | 'unsorted-times'
    | 'duplicate-times'
    | 'jitter'
    | 'gap'
    | 'missing-values'
    | 'time-column'
    | 'time-unit'
    | 'mixed-down';
  /** How many rows, values or places it is about. */
  readonly count: number;
  /** A sentence: what was seen and what was done. */
  readonly message: string;
}

/** Any number of channels on one even time axis. */
export interface Recording {
  /** File name or address, for messages and reports. */
  readonly name: string;
  /** SHA-256 of the file (hex); of several files, of their hashes one after the other. */
  readonly sha256: string;
  /** Samples a second. */
  readonly rate: number;
  /** Seconds at the first sample, on the file's own clock. */
  readonly start: number;
  /** Names of the channels. */
  readonly channels: readonly string[];
  /** The samples, one array a channel, all of one length. */
  readonly data: readonly Float32Array[];
  /** Stretches that the file has no values for, in order; `data` holds a straight line there. */
  readonly gaps: readonly Span[];
  readonly findings: readonly Finding[];
}

/** Samples of each channel. */
export function sampleCount({ data }: Recording): number {
  return data[0]?.length ?? 0;
}

/** Seconds from the first sample to the end of the last. */
export function durationOf(recording: Recording): number {
  return sampleCount(recording) / recording.rate;
}

/** One stretch of time that a person or a program gave a name. */
export interface Label {
  /** Seconds on the recording's clock, half-open. */
  readonly start: number;
  readonly end: number;
  readonly label: string;
  /** In [0, 1]; null where nobody said. */
  readonly confidence: number | null;
}
