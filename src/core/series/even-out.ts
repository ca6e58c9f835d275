import { XaiError } from '../errors.ts';
import type { Finding, Recording, Span } from './recording.ts';

/** What is done with a recording whose times or values are not as they should be. */
export interface EvenOutOptions {
  /** Rows out of order: put in order, or an error. Default `sort`. */
  readonly unsorted?: 'sort' | 'refuse';
  /** Rows of one time: their mean, the first or the last of them, or an error. Default `mean`. */
  readonly duplicates?: 'mean' | 'first' | 'last' | 'refuse';
  /**
   * Cells without a number and times that were left out. `bridge`: a straight line, and what is longer than `longestBridge`
   * counts as a gap, where nothing is judged; `fill`: a straight line however long; `refuse`: an error. Default `bridge`.
   */
  readonly missing?: 'bridge' | 'fill' | 'refuse';
  /** Seconds without values that a straight line may stand for. Default 0.1. */
  readonly longestBridge?: number;
}

/** A table as a file has it. */
export interface TimedTable {
  readonly name: string;
  readonly sha256: string;
  /** Seconds of each row; null where the file has none and `rate` counts. */
  readonly times: Float64Array | null;
  /** Samples a second, where there are no times. */
  readonly rate: number | null;
  readonly channels: readonly string[];
  /** One array a channel; NaN where a cell holds no number. */
  readonly data: readonly Float32Array[];
  readonly findings: readonly Finding[];
}

/** Times this far from their even place, in steps, are as good as even. */
const EVEN = 0.02;
/** A step so many times the usual one says that rows are missing. */
const LEFT_OUT = 1.75;
/** What would be made of the missing rows of one file at most. */
const MOST_SAMPLES = 2 ** 28;

/**
 * A recording on an even time axis: rows in order, one a time, values between them where times or values are missing. Whatever
 * had to be done is among the findings. The rate is the one of the usual (median) step; where all times are as good as even,
 * samples stay as they are.
 * @throws XaiError `recording-unreadable` for what cannot be put right or was not to be, `recording-too-large`
 */
export function evenOut(table: TimedTable, options: EvenOutOptions = {}): Recording {
  const { name, sha256, channels } = table;
  const findings = [...table.findings];
  const rows = table.times ? inOrder(table, table.times, options, findings) : null;
  const even = rows ? onGrid(name, rows, options, findings) : withoutTimes(table);
  const gaps = fillHoles(name, even, options, findings);
  return { name, sha256, rate: even.rate, start: even.start, channels, data: even.data, gaps, findings };
}

interface Rows {
  readonly times: Float64Array;
  readonly data: readonly Float32Array[];
}

interface EvenRows {
  readonly rate: number;
  readonly start: number;
  readonly data: readonly Float32Array[];
}

function withoutTimes({ name, data, rate }: TimedTable): EvenRows {
  if (rate === null || !(rate > 0 && Number.isFinite(rate))) {
    throw refuse(
      name,
      'has no column of times; say how many samples it has a second (rate), or which column holds the times',
    );
  }
  return { rate, start: 0, data: data.map((values) => values.slice()) };
}

function inOrder({ name, data }: TimedTable, times: Float64Array, options: EvenOutOptions, findings: Finding[]): Rows {
  const bad = times.findIndex((time) => !Number.isFinite(time));
  if (bad >= 0) throw refuse(name, `has no time in row ${bad + 1}`);
  let late = 0;
  for (let k = 1; k < times.length; k++) if (times[k] < times[k - 1]) late++;
  let sorted: Rows = { times, data };
  if (late > 0) {
    if (options.unsorted === 'refuse') throw refuse(name, `goes back in time ${late} times`);
    const order = Uint32Array.from(times.keys()).sort((a, b) => times[a] - times[b] || a - b);
    sorted = {
      times: Float64Array.from(order, (row) => times[row]),
      data: data.map((values) => Float32Array.from(order, (row) => values[row])),
    };
    findings.push({
      kind: 'unsorted-times',
      count: late,
      message: `The times go back ${count(late, 'time')}; the rows were put in order.`,
    });
  }
  return onePerTime(name, sorted, options, findings);
}

function onePerTime(name: string, { times, data }: Rows, options: EvenOutOptions, findings: Finding[]): Rows {
  const starts: number[] = [];
  for (let k = 0; k < times.length; k++) if (k === 0 || times[k] !== times[k - 1]) starts.push(k);
  const extra = times.length - starts.length;
  if (extra === 0) return { times, data };
  const { duplicates = 'mean' } = options;
  if (duplicates === 'refuse') throw refuse(name, `has ${count(extra, 'row')} with the time of another row`);
  const done = {
    mean: 'their mean was taken',
    first: 'the first of each was taken',
    last: 'the last of each was taken',
  };
  findings.push({
    kind: 'duplicate-times',
    count: extra,
    message: `${count(extra, 'row')} have the time of another row; ${done[duplicates]}.`,
  });
  const pick = (values: Float32Array) =>
    Float32Array.from(starts, (start, k) => {
      const end = starts[k + 1] ?? values.length;
      if (duplicates === 'first') return values[start];
      if (duplicates === 'last') return values[end - 1];
      const known = values.subarray(start, end).filter(Number.isFinite);
      return known.reduce((sum, value) => sum + value, 0) / known.length;
    });
  return { times: Float64Array.from(starts, (start) => times[start]), data: data.map(pick) };
}

function onGrid(name: string, { times, data }: Rows, options: EvenOutOptions, findings: Finding[]): EvenRows {
  if (times.length < 2) throw refuse(name, `has ${count(times.length, 'row')}; a recording needs two at least`);
  const steps = Float64Array.from({ length: times.length - 1 }, (_, k) => times[k + 1] - times[k]);
  const usual = steps.toSorted()[steps.length >> 1];
  const start = times[0];
  const places = placeRows(times, usual);
  const length = places[places.length - 1] + 1;
  if (length > MOST_SAMPLES) {
    throw new XaiError(
      'recording-too-large',
      `${name} would have ${length} samples, since its times span ${length / times.length} times as many steps as it has rows. ` +
        'Check the column of times, or cut the recording into parts.',
      { file: name },
    );
  }
  // The rate that fits all rows best: steps written with few digits are off by up to a percent.
  const step = (times[times.length - 1] - start) / (length - 1);
  let farthest = 0;
  for (let k = 0; k < times.length; k++) {
    farthest = Math.max(farthest, Math.abs(times[k] - start - places[k] * step) / step);
  }
  const isComplete = length === times.length;
  const leftOut = length - times.length;
  if (leftOut > 0 && options.missing === 'refuse') throw refuse(name, `leaves out ${count(leftOut, 'row')}`);
  const even = { rate: 1 / step, start };
  if (farthest <= EVEN && isComplete) return { ...even, data: data.map((values) => values.slice()) };
  if (farthest > EVEN) {
    findings.push({
      kind: 'jitter',
      count: steps.reduce(
        (sum, one) => sum + (Math.abs(one - usual) > EVEN * usual && one < LEFT_OUT * usual ? 1 : 0),
        0,
      ),
      message:
        `The times lie up to ${(farthest * step * 1000).toPrecision(3)} ms beside an even ${(1 / step).toPrecision(4)} Hz; ` +
        'values were interpolated.',
    });
  }
  return {
    ...even,
    data: data.map((values) => spread(values, times, places, { start, step, length, exact: farthest <= EVEN })),
  };
}

/** The sample that each row is, counted in usual steps; a row never shares its sample with the one before. */
function placeRows(times: Float64Array, usual: number): Float64Array {
  const places = new Float64Array(times.length);
  for (let k = 1; k < times.length; k++) {
    const steps = (times[k] - times[k - 1]) / usual;
    places[k] = places[k - 1] + (steps < LEFT_OUT ? 1 : Math.round(steps));
  }
  return places;
}

/** Values on the grid: those of the rows, or what lies between two rows; NaN where rows were left out. */
function spread(
  values: Float32Array,
  times: Float64Array,
  places: Float64Array,
  { start, step, length, exact }: { start: number; step: number; length: number; exact: boolean },
): Float32Array {
  const out = new Float32Array(length).fill(Number.NaN);
  for (let k = 0; k < values.length; k++) out[places[k]] = values[k];
  if (exact) return out;
  for (let k = 0, at = 0; at < length; at++) {
    const time = start + at * step;
    while (k < times.length - 2 && times[k + 1] < time) k++;
    const isBetween = !Number.isNaN(out[at]);
    const share = Math.min(1, Math.max(0, (time - times[k]) / (times[k + 1] - times[k])));
    if (!isBetween) continue;
    // A neighbour without a number must not take its neighbour's along.
    const [before, after] = [values[k], values[k + 1]];
    out[at] =
      Number.isNaN(before) || Number.isNaN(after) ? (share < 0.5 ? before : after) : before + share * (after - before);
  }
  return out;
}

/** Draws straight lines over what has no values. Returns the stretches that are too long for that. */
function fillHoles(name: string, { data, rate }: EvenRows, options: EvenOutOptions, findings: Finding[]): Span[] {
  const { missing = 'bridge', longestBridge = 0.1 } = options;
  const length = data[0]?.length ?? 0;
  const isGap = new Uint8Array(length);
  let filled = 0;
  for (const [channel, values] of data.entries()) {
    for (const { start, end } of holesOf(values)) {
      if (end - start === length) throw refuse(name, `has no numbers at all in channel ${channel + 1}`);
      if (missing === 'refuse') throw refuse(name, `has no number in channel ${channel + 1} at sample ${start + 1}`);
      bridge(values, start, end);
      if (missing === 'bridge' && end - start > longestBridge * rate) isGap.fill(1, start, end);
      else filled += end - start;
    }
  }
  if (filled > 0) {
    findings.push({
      kind: 'missing-values',
      count: filled,
      message: `${count(filled, 'value')} were missing; a straight line stands for them.`,
    });
  }
  const gaps = runsOf(length, (at) => isGap[at] === 1);
  if (gaps.length > 0) {
    const seconds = gaps.reduce((sum, { start, end }) => sum + end - start, 0) / rate;
    findings.push({
      kind: 'gap',
      count: gaps.length,
      message: `${count(gaps.length, 'gap')} of ${seconds.toPrecision(3)} s together; windows that touch one are not judged.`,
    });
  }
  return gaps;
}

function holesOf(values: Float32Array): Span[] {
  return runsOf(values.length, (at) => !Number.isFinite(values[at]));
}

function runsOf(length: number, holds: (at: number) => boolean): Span[] {
  const runs: Span[] = [];
  for (let at = 0; at < length; at++) {
    if (!holds(at)) continue;
    const start = at;
    while (at < length && holds(at)) at++;
    runs.push({ start, end: at });
  }
  return runs;
}

/** At the ends of a channel the nearest value stands for what is missing. */
function bridge(values: Float32Array, start: number, end: number): void {
  const before = start > 0 ? values[start - 1] : values[end];
  const after = end < values.length ? values[end] : before;
  for (let at = start; at < end; at++) values[at] = before + ((after - before) * (at - start + 1)) / (end - start + 1);
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function refuse(name: string, what: string): XaiError {
  return new XaiError('recording-unreadable', `${name} ${what}.`, { file: name });
}
