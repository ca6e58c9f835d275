import type { SeriesNeeds } from '../series-needs.ts';
import { isTimeName, SECONDS, type TimeUnit, unitOfName } from '../time-column.ts';

/** Which columns of a stream are what. */
export interface ColumnMap {
  /** null: the rows have no times. */
  readonly time: { readonly column: number; readonly unit: TimeUnit } | null;
  /** The column of each channel that the model is fed, in its order. */
  readonly channels: readonly number[];
}

type ChannelNeeds = Pick<SeriesNeeds, 'channels' | 'channelCount'>;

/** Whole numbers that usually step by so much are milliseconds, microseconds, nanoseconds. */
const LEAST_STEPS: readonly (readonly [TimeUnit, number])[] = [
  ['ns', 2e6],
  ['us', 2e3],
  ['ms', 2],
];

/**
 * Finds out which columns are fed to the model, and which one holds the times: by their names, else by how many there are, and
 * whether the first one rises from row to row.
 * @param names of the columns; null where the stream sent none
 * @param rows the first ones, all of one length
 * @returns null where it cannot be told
 */
export function guessColumns(
  names: readonly string[] | null,
  rows: readonly (readonly number[])[],
  needs: ChannelNeeds,
): ColumnMap | null {
  const all = rows[0].map((_, column) => column);
  const named = names === null ? -1 : names.findIndex(isTimeName);
  const wanted = needs.channelCount;
  const first = rows.map(([value]) => value);
  const isTimed = named < 0 && names === null && all.length > 1 && rises(first);
  const time = named >= 0 ? named : isTimed && (wanted === null || all.length === wanted + 1) ? 0 : null;
  const channels = pickChannels(names, all, time, needs);
  if (channels === null) return null;
  if (time === null) return { time, channels };
  const unit = (names && unitOfName(names[time])) ?? unitOfSteps(rows.map((row) => row[time]));
  return { time: { column: time, unit }, channels };
}

function pickChannels(
  names: readonly string[] | null,
  all: readonly number[],
  time: number | null,
  needs: ChannelNeeds,
): number[] | null {
  const plain = (name: string) => name.toLowerCase();
  if (names && needs.channels) {
    const own = names.map(plain);
    const found = needs.channels.map((name) => own.indexOf(plain(name)));
    if (found.every((column) => column >= 0)) return found;
  }
  const left = all.filter((column) => column !== time);
  const wanted = needs.channelCount;
  return left.length > 0 && (wanted === null || wanted === left.length) ? left : null;
}

/** Whether each row is later than the one before; fewer than three rows tell nothing. */
function rises(values: readonly number[]): boolean {
  return values.length >= 3 && values.every((value, k) => k === 0 || value > values[k - 1]);
}

/** The unit of times without a name. */
export function unitOfSteps(times: readonly number[]): TimeUnit {
  const steps = times
    .slice(1)
    .map((time, k) => time - times[k])
    .toSorted((a, b) => a - b);
  const usual = steps[steps.length >> 1] ?? 0;
  if (!times.every(Number.isInteger)) return 's';
  return LEAST_STEPS.find(([, least]) => usual >= least)?.[0] ?? 's';
}

/** A row as it is used: its time in seconds, and the values of the channels. */
export interface MappedRow {
  readonly time: number | null;
  readonly values: Float32Array;
}

/** @returns null where a number is missing, or the row is shorter than it has to be */
export function mapRow({ time, channels }: ColumnMap, row: readonly number[]): MappedRow | null {
  const values = Float32Array.from(channels, (column) => row[column] ?? Number.NaN);
  const at = time && row[time.column] * SECONDS[time.unit];
  return values.every(Number.isFinite) && (at === null || Number.isFinite(at)) ? { time: at, values } : null;
}
