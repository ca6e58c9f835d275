import type { SeriesInput } from './series-input.ts';

/**
 * Names of the rows of what a model is fed; null for bands, which have none.
 * @param channels those of the recording that are fed
 */
export function rowNames(input: SeriesInput, channels: readonly string[], rows: number): string[] | null {
  if (rows === channels.length) return [...channels];
  return rows === 1 ? [input.processors.at(-1)?.kind ?? 'sound'] : null;
}
