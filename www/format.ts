import { formatFixed } from '../src/elements/strings.ts';
import { language } from './shell/language.ts';

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes in the unit that needs the fewest digits: 999 kB, 3.7 MB, 128 MB, 10.7 GB. */
export function formatSize(bytes: number): string {
  let value = Math.ceil(bytes / 1000);
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 99.95 && unit > 0 ? formatFixed(value, 1) : Math.round(value)} ${UNITS[unit]}`;
}

const days = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** today, yesterday, 12 days ago. */
export function relativeDay(time: number): string {
  const midnight = new Date().setHours(0, 0, 0, 0);
  return days.format(Math.floor((time - midnight) / 86_400_000), 'day');
}

/** 3.2K, 11M. */
export const compactCount = new Intl.NumberFormat(language, { notation: 'compact', maximumSignificantDigits: 3 });
