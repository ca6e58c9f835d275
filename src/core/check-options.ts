import { XaiError } from './errors.ts';

/** @throws XaiError `option-invalid` naming the option, the range and what was given */
export function wholeNumber(option: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new XaiError('option-invalid', `${option} must be a whole number from ${least} to ${most}, not ${value}.`, {
    option,
  });
}

/** @throws XaiError `option-invalid` unless the value lies strictly between the bounds */
export function between(option: string, value: number, low: number, high: number): number {
  if (value > low && value < high) return value;
  throw new XaiError('option-invalid', `${option} must lie above ${low} and below ${high}, not at ${value}.`, {
    option,
  });
}

/** @throws XaiError `option-invalid` unless the value lies in [least, most] */
export function within(option: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw new XaiError('option-invalid', `${option} must be a number from ${least} to ${most}, not ${value}.`, {
    option,
  });
}

/** @throws XaiError `option-invalid` for what is below the least, infinite or no number */
export function atLeast(option: string, value: number, least: number): number {
  if (Number.isFinite(value) && value >= least) return value;
  throw new XaiError('option-invalid', `${option} must be a number of at least ${least}, not ${value}.`, { option });
}

/** @throws XaiError `option-invalid` listing the choices */
export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  if ((choices as readonly string[]).includes(value)) return value as T;
  throw new XaiError('option-invalid', `${option} must be one of ${choices.join(', ')}, not "${value}".`, { option });
}

/** @throws XaiError `option-invalid` unless the value lies in [0, 1] */
export function share(option: string, value: number): number {
  return within(option, value, 0, 1);
}
