import { XaiError } from '../../core/errors.ts';
import { isMissing } from '../../core/series/cell-number.ts';
import { inOrder } from '../../core/series/edit-labels.ts';
import type { Label } from '../../core/series/recording.ts';
import { checkedLabel, findColumns, type LabelColumns, plainTitle, timesOf } from './label-columns.ts';
import { numbersOf, readTable, type Table } from './read-table.ts';

/** Of a table that says both what was answered and what is right the former is meant. */
const NAMES = [
  /^(answer|prediction|predicted([\s_-]?(class|label))?)$/,
  /^(class|category)$/,
  /^(label|name|event|text)$/,
];
/** Columns of numbers that are no scores. */
const NO_SCORE = /^(window|index|number|id|right|correct|seed)$/;

/** One number a row. */
interface ScoreColumn {
  readonly label: string;
  readonly values: Float64Array;
}

/**
 * Answers of a model that were made elsewhere, as a CSV file: start, end or length, and either a class with its confidence, or
 * a column of scores for each class, of which the highest is the answer, or both. Scores are from 0 to 1. The tables of the
 * command (`.scores.csv`) and of the app (`.predictions.csv`) are of this kind. Rows without an answer are left out.
 * @returns in order of their start
 * @throws XaiError `recording-unreadable` naming the row or the column that is missing
 */
export function readPredictionFile(text: string, file: string): Label[] {
  const table = readTable(text, file, true);
  const columns = findColumns(table, NAMES, file);
  const times = timesOf(table, columns, file);
  const { name, confidence } = columns;
  const sure = confidence === null ? null : numbersOf(table, confidence, file);
  const scores = sure ? [] : scoreColumns(table, columns, file);
  if (name === null && scores.length < 2) {
    throw new XaiError(
      'recording-unreadable',
      `${file} has no column "class" and no scores of classes; its columns are ${table.header?.join(', ')}. Name them start, end or length, class and confidence, or give each class a column of scores.`,
      { file },
    );
  }
  const answers = table.rows.flatMap((row, k): Label[] => {
    const [start, end] = times[k];
    const best = name === null ? bestOf(scores, k) : (scores.find(({ label }) => label === row[name]) ?? null);
    const label = name === null ? best?.label : row[name];
    if (!label) return [];
    const value = sure ? sure[k] : (best?.values[k] ?? Number.NaN);
    return [checkedLabel({ start, end, label, confidence: Number.isNaN(value) ? null : value }, k, table, file)];
  });
  return inOrder(answers);
}

/** Columns that hold nothing but numbers, and are neither times nor counts. */
function scoreColumns(table: Table, { start, end, length, name }: LabelColumns, file: string): ScoreColumn[] {
  const taken = [start, end, length, name];
  return (table.header ?? []).flatMap((title, column): ScoreColumn[] => {
    if (taken.includes(column) || NO_SCORE.test(plainTitle(title))) return [];
    const isNumeric = table.rows.every((row) => isMissing(row[column]) || /^[-+.,\d eE]+$/.test(row[column]));
    return isNumeric ? [{ label: title, values: numbersOf(table, column, file) }] : [];
  });
}

/** The column with the highest score of a row; null where the row has none. */
function bestOf(scores: readonly ScoreColumn[], row: number): ScoreColumn | null {
  let best: ScoreColumn | null = null;
  for (const one of scores) if (one.values[row] > (best?.values[row] ?? Number.NEGATIVE_INFINITY)) best = one;
  return best;
}
