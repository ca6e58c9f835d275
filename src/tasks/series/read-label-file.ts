import { XaiError } from '../../core/errors.ts';
import { isMissing } from '../../core/series/cell-number.ts';
import type { Label } from '../../core/series/recording.ts';
import { numbersOf, readTable, type Table } from './read-table.ts';

const NAMES = {
  start: /^(start|begin|onset|from|t0)$/,
  end: /^(end|stop|offset|to|t1)$/,
  length: /^(length|duration|dur)$/,
  label: /^(label|class|name|event|category|text)$/,
  confidence: /^(confidence|score|probability)$/,
} as const;
type Field = keyof typeof NAMES;

/**
 * Labels as a CSV file: columns start, end or length, label, and, where it is known, confidence (0 to 1). Times are seconds,
 * milliseconds where a column's name ends in `ms`. Without a header the columns are start, end, label and confidence (as
 * Audacity exports them, without the last). Overlaps are allowed.
 * @returns in order of their start
 * @throws XaiError `recording-unreadable` naming the row
 */
export function readLabelFile(text: string, name: string): Label[] {
  const table = readTable(text, name);
  const columns = table.header ? columnsByName(table.header, name) : columnsByPlace(table, name);
  const seconds = (field: 'start' | 'end' | 'length') => {
    const column = columns.get(field);
    if (column === undefined) return null;
    const scale = /[\s_([]ms[\])]?$/i.test(table.header?.[column] ?? '') ? 1e-3 : 1;
    return numbersOf(table, column, name).map((value) => value * scale);
  };
  const [starts, ends, lengths] = [seconds('start'), seconds('end'), seconds('length')];
  const confidence = columns.get('confidence');
  const confidences = confidence === undefined ? null : numbersOf(table, confidence, name);
  const labels = table.rows.map((row, k): Label => {
    const start = starts?.[k] ?? Number.NaN;
    const end = ends ? ends[k] : start + (lengths?.[k] ?? Number.NaN);
    const label = row[columns.get('label') as number];
    const sure = confidences && !Number.isNaN(confidences[k]) ? confidences[k] : null;
    const fault = faultOf(start, end, label, sure);
    if (fault === null) return { start, end, label, confidence: sure };
    throw new XaiError('recording-unreadable', `${name} ${fault} in row ${k + table.firstLine}. Correct it.`, {
      file: name,
    });
  });
  return labels.sort((a, b) => a.start - b.start);
}

function faultOf(start: number, end: number, label: string, confidence: number | null): string | null {
  if (!Number.isFinite(start) || !Number.isFinite(end)) return 'has no start or no end';
  if (end < start) return `has an end (${end}) before its start (${start})`;
  if (isMissing(label)) return 'has no label';
  if (confidence !== null && !(confidence >= 0 && confidence <= 1))
    return `has a confidence of ${confidence}, not 0 to 1,`;
  return null;
}

function columnsByName(header: readonly string[], name: string): Map<Field, number> {
  const plain = header.map((title) => title.toLowerCase().replace(/[\s_([]+(time|s|sec|seconds|ms)[\])]*$/, ''));
  const columns = new Map<Field, number>();
  for (const field of Object.keys(NAMES) as Field[]) {
    const found = plain.findIndex((title) => NAMES[field].test(title));
    if (found >= 0) columns.set(field, found);
  }
  const lacks = (['start', 'label'] as const).find((field) => !columns.has(field));
  if (lacks === undefined && (columns.has('end') || columns.has('length'))) return columns;
  throw new XaiError(
    'recording-unreadable',
    `${name} has no column "${lacks ?? 'end'}"; its columns are ${header.join(', ')}. Name them start, end or length, label, and confidence.`,
    { file: name },
  );
}

function columnsByPlace({ rows }: Table, name: string): Map<Field, number> {
  if (rows[0].length < 3) {
    throw new XaiError(
      'recording-unreadable',
      `${name} has ${rows[0].length} columns and no header; labels need start, end and label.`,
      { file: name },
    );
  }
  const fields: Field[] = ['start', 'end', 'label', 'confidence'];
  return new Map(fields.slice(0, rows[0].length).map((field, column) => [field, column]));
}
