import { XaiError } from '../../core/errors.ts';
import { labelFault } from '../../core/series/label-fault.ts';
import type { Label } from '../../core/series/recording.ts';
import { numbersOf, type Table } from './read-table.ts';

const TIMES = {
  start: /^(start|begin|onset|from|t0)$/,
  end: /^(end|stop|offset|to|t1)$/,
  length: /^(length|duration|dur)$/,
} as const;
const CONFIDENCE = /^(confidence|score|probability)$/;
/** By place, in files without a header. */
const PLACES = ['start', 'end', 'name', 'confidence'] as const;

/** Which column of a label file is what; numbers of columns from 0. */
export interface LabelColumns {
  readonly start: number;
  /** At least one of both. */
  readonly end: number | null;
  readonly length: number | null;
  readonly name: number | null;
  readonly confidence: number | null;
}

/**
 * Finds the columns of a table with times: by the titles of its header, else by their places.
 * @param names titles of the column that says what happened, in the order in which they are looked for
 * @throws XaiError `recording-unreadable` where the times are missing
 */
export function findColumns(table: Table, names: readonly RegExp[], file: string): LabelColumns {
  if (!table.header) return columnsByPlace(table, file);
  const titles = table.header.map(plainTitle);
  const find = (title: RegExp) => {
    const found = titles.findIndex((one) => title.test(one));
    return found < 0 ? null : found;
  };
  const [start, end, length] = [find(TIMES.start), find(TIMES.end), find(TIMES.length)];
  if (start === null || (end === null && length === null))
    throw lacksColumn(start === null ? 'start' : 'end', table, file);
  const name = names.map(find).find((found) => found !== null) ?? null;
  return { start, end, length, name, confidence: find(CONFIDENCE) };
}

export function lacksColumn(column: string, { header }: Table, file: string): XaiError {
  return new XaiError(
    'recording-unreadable',
    `${file} has no column "${column}"; its columns are ${header?.join(', ')}. Name them start, end or length, label, and confidence.`,
    { file },
  );
}

/** First and last second of every row. */
export function timesOf(
  table: Table,
  { start, end, length }: LabelColumns,
  file: string,
): (readonly [number, number])[] {
  const seconds = (column: number | null) => {
    if (column === null) return null;
    const scale = /[\s_([]ms[\])]?$/i.test(table.header?.[column] ?? '') ? 1e-3 : 1;
    return numbersOf(table, column, file).map((value) => value * scale);
  };
  const [starts, ends, lengths] = [seconds(start), seconds(end), seconds(length)];
  return table.rows.map((_, k) => {
    const from = starts?.[k] ?? Number.NaN;
    return [from, ends ? ends[k] : from + (lengths?.[k] ?? Number.NaN)];
  });
}

/**
 * The label, if nothing is wrong with it.
 * @param row number of the row, from 0
 * @throws XaiError `recording-unreadable` naming the row
 */
export function checkedLabel(label: Label, row: number, table: Table, file: string): Label {
  const fault = labelFault(label);
  if (fault === null) return label;
  throw new XaiError('recording-unreadable', `${file} ${fault} in row ${row + table.firstLine}. Correct it.`, { file });
}

/** Without its unit, in lower case. */
export function plainTitle(title: string): string {
  return title.toLowerCase().replace(/[\s_([]+(time|s|sec|seconds|ms)[\])]*$/, '');
}

function columnsByPlace({ rows }: Table, file: string): LabelColumns {
  const count = rows[0].length;
  if (count < 3) {
    throw new XaiError(
      'recording-unreadable',
      `${file} has ${count} columns and no header; labels need start, end and label.`,
      { file },
    );
  }
  const at = (place: (typeof PLACES)[number]) => (PLACES.indexOf(place) < count ? PLACES.indexOf(place) : null);
  return { start: 0, end: at('end'), length: null, name: at('name'), confidence: at('confidence') };
}
