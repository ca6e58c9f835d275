import { isMissing, toNumber } from '../cell-number.ts';

/** One line of a stream of samples. */
export type SampleLine =
  /** NaN where a cell says that there is no number. */
  | { readonly kind: 'values'; readonly values: readonly number[] }
  /** What the columns are called. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** Empty, or a comment. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'broken' };

const NOTHING: SampleLine = { kind: 'nothing' };
const BROKEN: SampleLine = { kind: 'broken' };

/** Characters of a line at most: what is longer is no sample, and would be held until its end comes. */
const MOST_CHARACTERS = 4096;

/**
 * Reads a sample: numbers with commas, semicolons, tabs or spaces between them (decimal commas where commas do not separate), or
 * a JSON array of numbers; null and empty cells hold no number. Words alone are names of columns; `#` begins a comment.
 */
export function readSampleLine(line: string): SampleLine {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return NOTHING;
  if (text.startsWith('[')) return readArray(text);
  const cells = splitCells(text);
  const hasDecimalCommas = !text.includes(',') || /[;\t]/.test(text);
  const values = cells.map((cell) => toNumber(cell, hasDecimalCommas));
  const isRead = cells.map((cell, at) => !Number.isNaN(values[at]) || isMissing(cell));
  if (isRead.every(Boolean)) return values.every(Number.isNaN) ? BROKEN : { kind: 'values', values };
  const isWord = cells.every((cell, at) => !isRead[at] && /^"?[\p{L}_]/u.test(cell));
  return isWord ? { kind: 'names', names: cells.map((cell) => cell.replace(/^"(.*)"$/, '$1')) } : BROKEN;
}

function splitCells(text: string): string[] {
  const delimiter = [';', '\t', ','].find((one) => text.includes(one));
  return (delimiter ? text.split(delimiter) : text.split(/\s+/)).map((cell) => cell.trim());
}

function readArray(text: string): SampleLine {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return BROKEN;
  }
  if (!Array.isArray(list) || list.length === 0) return BROKEN;
  if (list.every((one) => typeof one === 'string')) return { kind: 'names', names: list };
  const values = list.map((one) => (one === null ? Number.NaN : one));
  const isRead = values.every((value) => typeof value === 'number') && !values.every(Number.isNaN);
  return isRead ? { kind: 'values', values } : BROKEN;
}

/** Cuts text that comes in pieces into lines. */
export class LineCutter {
  #rest = '';
  /** Whether the end of a line that was too long is still to come. */
  #isSkipping = false;

  /** @returns lines that are complete; null for one that is too long to be a sample */
  cut(piece: string): (string | null)[] {
    // A carriage return at the very end may be half of a line's end.
    const text = this.#rest + piece;
    const lines: (string | null)[] = text.split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? '';
    if (this.#isSkipping && lines.length > 0) {
      lines.shift();
      this.#isSkipping = false;
    }
    if (this.#rest.length > MOST_CHARACTERS) {
      this.#rest = '';
      if (!this.#isSkipping) lines.push(null);
      this.#isSkipping = true;
    }
    return lines.map((line) => (line !== null && line.length > MOST_CHARACTERS ? null : line));
  }

  /** The line that is under way is over: what sends whole messages need not end them. */
  end(): (string | null)[] {
    const rest = this.#rest.replace(/\r$/, '');
    this.#rest = '';
    const isSkipped = this.#isSkipping;
    this.#isSkipping = false;
    return rest === '' || isSkipped ? [] : [rest];
  }
}
