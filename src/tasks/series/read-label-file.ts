import { inOrder } from '../../core/series/edit-labels.ts';
import type { Label } from '../../core/series/recording.ts';
import { checkedLabel, findColumns, lacksColumn, timesOf } from './label-columns.ts';
import { numbersOf, readTable } from './read-table.ts';

const NAME = /^(label|class|name|event|category|text)$/;

/**
 * Labels as a CSV file: columns start, end or length, label, and, where it is known, confidence (0 to 1). Times are seconds,
 * milliseconds where a column's name ends in `ms`. Without a header the columns are start, end, label and confidence (as
 * Audacity exports them, without the last). Overlaps are allowed; a header alone says that nothing happened.
 * @returns in order of their start
 * @throws XaiError `recording-unreadable` naming the row
 */
export function readLabelFile(text: string, file: string): Label[] {
  const table = readTable(text, file, true);
  const columns = findColumns(table, [NAME], file);
  const { name, confidence } = columns;
  if (name === null) throw lacksColumn('label', table, file);
  const times = timesOf(table, columns, file);
  const sure = confidence === null ? null : numbersOf(table, confidence, file);
  const labels = table.rows.map((row, k): Label => {
    const [start, end] = times[k];
    return checkedLabel({ start, end, label: row[name], confidence: known(sure?.[k]) }, k, table, file);
  });
  return inOrder(labels);
}

/** Null for an empty cell. */
function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
