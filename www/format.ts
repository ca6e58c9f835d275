const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the unit that needs the fewest digits: 999 kB, 3.7 MB, 128 MB, 10.7 GB. */
export function formatSize(bytes: number): string {
  let value = Math.ceil(bytes / 1000);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 99.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}
