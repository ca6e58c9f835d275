/** Cells that say that there is no number. */
const MISSING: ReadonlySet<string> = new Set(['', 'nan', 'null', 'none', 'na', 'n/a', '#n/a', '-', '?']);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell.toLowerCase());
}

/** NaN for what is no number. */
export function toNumber(cell: string, hasDecimalCommas: boolean): number {
  const plain = hasDecimalCommas ? cell.replace(',', '.') : cell;
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
