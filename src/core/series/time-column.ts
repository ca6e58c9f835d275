/** Seconds of each unit. */
export const SECONDS = { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 } as const;
export type TimeUnit = keyof typeof SECONDS;

const TIME_NAME =
  /^(t|time|times|timestamp|seconds?|secs?|elapsed|date|datetime|uptime|zeit|zeitstempel|sekunden?|temps|tiempo|tempo|czas|时间|時間)$/;
const UNITS: readonly [TimeUnit, RegExp][] = [
  ['ns', /(^|[^a-z])(ns|nanos?|nanoseconds?)([^a-z]|$)/],
  ['us', /(^|[^a-zµ])(us|µs|micros?|microseconds?)([^a-z]|$)/],
  ['ms', /(^|[^a-z])(ms|msecs?|millis?|milliseconds?)([^a-z]|$)/],
  ['s', /(^|[^a-z])(s|secs?|seconds?)([^a-z]|$)/],
];

/** Whether a column of that name holds the times. */
export function isTimeName(title: string): boolean {
  const plain = title.toLowerCase();
  const stem = plain.replace(
    /[\s_([]*(ns|us|µs|ms|s|secs?|millis?|seconds|milliseconds|microseconds|nanoseconds)[\])]*$/,
    '',
  );
  return TIME_NAME.test(plain) || TIME_NAME.test(stem) || /^(ms|millis|milliseconds)$/.test(plain);
}

/** The unit that a column's name says; null where it says none. */
export function unitOfName(title: string): TimeUnit | null {
  const plain = title.toLowerCase();
  return UNITS.find(([, pattern]) => pattern.test(plain))?.[0] ?? null;
}
