/** Where samples come from live. */
export const SOURCE_KINDS = ['motion', 'microphone', 'socket', 'serial'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Takes what a source brings, as it brings it. */
export interface SourceListener {
  /**
   * Samples at an even rate.
   * @param planes one array a channel
   * @param lost samples that were lost before them
   */
  onBlock(planes: readonly Float32Array[], lost: number): void;
  /** One sample, its columns as `OpenSource.columns` names them. */
  onRow(values: readonly number[]): void;
  /** One line of text; null for one too long to be a sample. */
  onLine(line: string | null): void;
  /** So many bytes or messages were lost on the way, at an unknown place. */
  onLoss(count: number): void;
  /** It ended by itself; a sentence that says why, and what to do. */
  onEnd(why: string): void;
}

/** A source that is on until it is closed. */
export interface OpenSource {
  /** What it is called: a device, an address. */
  readonly name: string;
  /** Samples a second, where they are even and it is known; else null. */
  readonly rate: number | null;
  /** Names of the columns of `onRow`, and of the channels of `onBlock`; null for lines of text. */
  readonly columns: readonly string[] | null;
  /** Turns it off. */
  close(): void;
}

/** A source that could not be opened, or brought what nobody can use; the message is for people. */
export class SourceFault extends Error {}
