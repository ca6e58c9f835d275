/** What goes from one pre-processor to the next. */
export interface Features {
  readonly channels: number;
  /** Rows of a spectrum; 1 for plain samples. */
  readonly bands: number;
  /** Steps of time. */
  readonly columns: number;
  /** Columns a second. */
  readonly rate: number;
  /** Length channels x bands x columns, row-major. */
  readonly data: Float32Array;
}

/** Where a processor's columns lie in what it was given: column k is centred on input column `first + k * step`. */
export interface Timing {
  readonly first: number;
  readonly step: number;
}

/** A pre-processor as it was made for one model: its options are settled. */
export interface Processor {
  /** Where its columns lie. Default: on those that it was given. */
  readonly timing?: Timing;
  /** Rows of its spectrum. Default: as many as it was given. */
  readonly bands?: number;
  /** Channels that it gives. Default: as many as it was given. */
  readonly channels?: number;
  /** How many columns it must be given for `columns` of its own. Default: as many; null: any number. */
  columnsFor?(columns: number): number | null;
  apply(features: Features): Features;
}

/** The same shape with other values. */
export function mapRows(features: Features, map: (row: Float32Array, channel: number) => Float32Array): Features {
  const { bands, columns, data } = features;
  const out = new Float32Array(data.length);
  for (let row = 0; row * columns < data.length; row++) {
    const values = data.subarray(row * columns, (row + 1) * columns);
    out.set(map(values, Math.floor(row / bands)), row * columns);
  }
  return { ...features, data: out };
}
