import papaparse from 'papaparse';
import { XaiError } from '../../core/errors.ts';
import { isMissing, toNumber } from '../../core/series/cell-number.ts';

/** A delimited text file, cell by cell. */
export interface Table {
  /** Names of the columns; null where the first row holds a number already. */
  readonly header: readonly string[] | null;
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that the first row is, from 1. */
  readonly firstLine: number;
  /** Whether the numbers have commas for points. */
  readonly hasDecimalCommas: boolean;
}

/**
 * Splits a CSV, TSV or semicolon file into cells; the delimiter is found. Every row must have as many cells as the first.
 * @param name file name, for messages
 * @param mayHaveNoRows a header alone is a table too
 * @throws XaiError `recording-unreadable` for a file that is empty, no text, or has rows of different lengths
 */
export function readTable(text: string, name: string, mayHaveNoRows = false): Table {
  if (text.trim() === '') throw unreadable(name, 'is empty. Choose a CSV file with one row per sample.');
  if (text.includes('\0')) throw unreadable(name, 'holds bytes that are no text. Choose a CSV file, or name it .wav.');
  const {
    data: rows,
    errors,
    meta,
  } = papaparse.parse<string[]>(text.replace(/^\uFEFF/, ''), { skipEmptyLines: 'greedy' });
  const quotes = errors.find(({ type }) => type === 'Quotes');
  if (quotes) {
    throw unreadable(
      name,
      `has a quotation mark that never ends, from row ${(quotes.row ?? 0) + 1} on. The file may be cut off.`,
    );
  }
  const cells = rows.map((row) => row.map((cell) => cell.trim()));
  const hasDecimalCommas =
    meta.delimiter !== ',' && cells.some((row) => row.some((cell) => /^[-+]?\d+,\d+$/.test(cell)));
  const isHeader =
    cells[0].every((cell) => Number.isNaN(toNumber(cell, hasDecimalCommas))) && !cells[0].every(isMissing);
  const width = cells[0].length;
  const odd = cells.findIndex((row) => row.length !== width);
  if (odd >= 0) {
    const ending = odd === cells.length - 1 ? ' It is the last one: the file may be cut off.' : '';
    throw unreadable(
      name,
      `has ${cells[odd].length} cells in row ${odd + 1}, and ${width} in the first; every row needs as many.${ending}`,
    );
  }
  const body = isHeader ? cells.slice(1) : cells;
  if (body.length === 0 && !mayHaveNoRows) throw unreadable(name, 'has a header and no rows.');
  return { header: isHeader ? cells[0] : null, rows: body, firstLine: isHeader ? 2 : 1, hasDecimalCommas };
}

/**
 * One column as numbers, NaN where a cell says that there is none.
 * @throws XaiError `recording-unreadable` naming the row of a cell that is something else
 */
export function numbersOf(table: Table, column: number, name: string): Float64Array {
  return Float64Array.from(table.rows, (row, k) => {
    const cell = row[column];
    const value = toNumber(cell, table.hasDecimalCommas);
    if (!Number.isNaN(value) || isMissing(cell)) return value;
    const title = table.header?.[column] ?? `column ${column + 1}`;
    throw unreadable(
      name,
      `has "${cell.slice(0, 40)}" in ${title} of row ${k + table.firstLine}, which is no number. Correct it, or leave the cell empty.`,
    );
  });
}

export function unreadable(name: string, what: string, cause?: unknown): XaiError {
  return new XaiError('recording-unreadable', `${name} ${what}`, { file: name, cause });
}
