import { XaiError } from '../../core/errors.ts';
import { type EvenOutOptions, evenOut } from '../../core/series/even-out.ts';
import type { Finding, Recording } from '../../core/series/recording.ts';
import { isTimeName, SECONDS, type TimeUnit, unitOfName } from '../../core/series/time-column.ts';
import { numbersOf, readTable, type Table, unreadable } from './read-table.ts';

export interface CsvOptions extends EvenOutOptions {
  /**
   * Column of the times, by its name or its number from 0; null: there is none. Default: a column named like one (time,
   * timestamp, seconds, ms, ...), or the first of a file without header when it rises in even steps.
   */
  readonly timeColumn?: string | number | null;
  /** Unit of the times. Default: by the column's name (`time_ms`), or seconds; whole numbers in large steps count as `ms`. */
  readonly timeUnit?: TimeUnit;
  /** Samples a second, for files without times. */
  readonly rate?: number;
  /** Columns to read, by name, in this order. Default: all but the times. */
  readonly channels?: readonly string[];
}

/** Whole numbers that usually step by this much or more are hardly seconds. */
const MILLISECOND_STEP = 2;

/**
 * A CSV recording: one row a sample, one column a channel, with or without a header and a column of times.
 * @param sha256 of the file
 * @throws XaiError `recording-unreadable`, `recording-too-large`; `option-invalid` for a column that is not there
 */
export function readCsv(text: string, name: string, sha256: string, options: CsvOptions = {}): Recording {
  const table = readTable(text, name);
  const findings: Finding[] = [];
  const timeColumn = findTimes(table, name, options, findings);
  const columns = findChannels(table, timeColumn, options.channels, name);
  if (columns.length === 0)
    throw unreadable(name, 'has no column beside the times; a recording needs a channel at least.');
  const times = timeColumn === null ? null : readTimes(table, timeColumn, name, options.timeUnit, findings);
  return evenOut(
    {
      name,
      sha256,
      times,
      rate: options.rate ?? null,
      channels: columns.map((column) => titleOf(table, column)),
      data: columns.map((column) => Float32Array.from(numbersOf(table, column, name))),
      findings,
    },
    options,
  );
}

function titleOf({ header }: Table, column: number): string {
  return header?.[column] || `channel ${column + 1}`;
}

function findTimes(table: Table, name: string, { timeColumn }: CsvOptions, findings: Finding[]): number | null {
  const { header } = table;
  if (timeColumn === null) return null;
  if (typeof timeColumn === 'number') {
    if (Number.isInteger(timeColumn) && timeColumn >= 0 && timeColumn < table.rows[0].length) return timeColumn;
    throw noColumn(name, `column ${timeColumn}`, table, 'timeColumn');
  }
  if (timeColumn !== undefined) {
    const found = header?.indexOf(timeColumn) ?? -1;
    if (found >= 0) return found;
    throw noColumn(name, `column "${timeColumn}"`, table, 'timeColumn');
  }
  if (header) {
    const named = header.findIndex(isTimeName);
    return named >= 0 ? named : null;
  }
  if (table.rows[0].length < 2 || !risesEvenly(numbersOf(table, 0, name))) return null;
  findings.push({
    kind: 'time-column',
    count: 1,
    message: 'The first column rises in even steps, so it was taken for the times; the file has no header to say so.',
  });
  return 0;
}

function risesEvenly(values: Float64Array): boolean {
  if (values.length < 3) return false;
  const first = values[1] - values[0];
  for (let k = 1; k < values.length; k++) {
    const step = values[k] - values[k - 1];
    if (!(step > 0 && Math.abs(step - first) <= 0.1 * first)) return false;
  }
  return true;
}

function findChannels(
  table: Table,
  times: number | null,
  wanted: readonly string[] | undefined,
  name: string,
): number[] {
  const all = table.rows[0].map((_, column) => column).filter((column) => column !== times);
  if (!wanted) return all;
  return wanted.map((title) => {
    const found = all.find((column) => titleOf(table, column) === title);
    if (found === undefined) throw noColumn(name, `column "${title}"`, table, 'channels');
    return found;
  });
}

function noColumn(name: string, what: string, table: Table, option: string): XaiError {
  const columns = table.rows[0].map((_, column) => titleOf(table, column)).join(', ');
  return new XaiError('option-invalid', `${name} has no ${what}; it has ${columns}. Correct ${option}.`, {
    file: name,
    option,
  });
}

/** Seconds of each row. */
function readTimes(
  table: Table,
  column: number,
  name: string,
  given: TimeUnit | undefined,
  findings: Finding[],
): Float64Array {
  const [first] = table.rows;
  if (given === undefined && /^\d{4}-\d\d-\d\d[T ]/.test(first[column])) return readDates(table, column, name);
  const values = numbersOf(table, column, name);
  const scale = SECONDS[given ?? guessUnit(table, column, values, findings)];
  return values.map((value) => value * scale);
}

function readDates(table: Table, column: number, name: string): Float64Array {
  return Float64Array.from(table.rows, (row, k) => {
    const time = Date.parse(row[column].replace(' ', 'T')) / 1000;
    if (Number.isFinite(time)) return time;
    throw unreadable(name, `has "${row[column].slice(0, 40)}" in row ${k + table.firstLine}, which is no date.`);
  });
}

function guessUnit(table: Table, column: number, values: Float64Array, findings: Finding[]): TimeUnit {
  const named = unitOfName(table.header?.[column] ?? '');
  if (named) return named;
  const steps = values
    .slice(1)
    .map((value, k) => value - values[k])
    .toSorted();
  if (!values.every(Number.isInteger) || !(steps[steps.length >> 1] >= MILLISECOND_STEP)) return 's';
  findings.push({
    kind: 'time-unit',
    count: 1,
    message: `The times are whole numbers in steps of ${steps[steps.length >> 1]}, so they were taken for milliseconds.`,
  });
  return 'ms';
}
