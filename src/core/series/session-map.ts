import type { Provenance } from '../saliency.ts';

/** A map along a whole recording, blended of the maps of its windows. */
export interface SessionMap {
  /** Class number; -1 for what is no class: each window's own answer, or a mean over frames. */
  readonly classIndex: number;
  readonly label: string;
  /** Bands of a spectrum, else channels. */
  readonly rows: number;
  readonly columns: number;
  /** Seconds at the middle of the first column, on the recording's clock, and from one to the next. */
  readonly start: number;
  readonly step: number;
  /** Length rows x columns, row-major, raw scores; NaN where no window was explained. */
  readonly data: Float32Array;
  /** Standard error of each score by the chance of the masks, as long as `data`; null for methods without. */
  readonly error: Float32Array | null;
  /** Windows that were explained. */
  readonly windows: number;
  /** Masks of all windows together, or null for methods without masks. */
  readonly masks: number | null;
  /** Least split-half reliability of a window, or null. */
  readonly reliability: number | null;
  readonly provenance: Provenance;
}
