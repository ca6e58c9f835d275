import { formatFixed } from '../map-strings.ts';

const STEPS = [
  ...[1e-4, 2e-4, 5e-4, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
  ...[1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 86_400],
];

/** Moments worth a mark: at least `room` apart. */
export function ticksBetween(
  from: number,
  to: number,
  room: number,
): { readonly step: number; readonly times: number[] } {
  const step = niceStep(room);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return { step, times: Array.from({ length: Math.max(0, last - first + 1) }, (_, k) => (first + k) * step) };
}

/** The first of the steps that people count time in that is no shorter, seconds. */
export function niceStep(least: number): number {
  return STEPS.find((one) => one >= least) ?? Math.ceil(least / 86_400) * 86_400;
}

/** 0.25 s, 12 s, 1:05, 1:02:05, the point as the language writes it: as fine as marks `step` apart need it. */
export function clock(seconds: number, step = 0.01): string {
  const digits = step < 1 ? Math.min(4, Math.ceil(-Math.log10(step))) : 0;
  const rounded = Number(seconds.toFixed(digits));
  const size = Math.abs(rounded);
  if (size < 60) return `${formatFixed(rounded, digits)} s`.replace('-', '−');
  const [hours, minutes] = [Math.floor(size / 3600), Math.floor(size / 60) % 60];
  const rest = formatFixed(size % 60, digits).padStart(digits > 0 ? digits + 3 : 2, '0');
  const sign = rounded < 0 ? '−' : '';
  return hours > 0 ? `${sign}${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${sign}${minutes}:${rest}`;
}
