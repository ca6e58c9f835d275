import type { Label } from './recording.ts';

/** What is wrong with a label, as the end of a sentence that begins with its file or list; null where nothing is. */
export function labelFault({ start, end, label, confidence }: Label): string | null {
  if (!Number.isFinite(start) || !Number.isFinite(end)) return 'has no start or no end';
  if (end < start) return `has an end (${end}) before its start (${start})`;
  if (typeof label !== 'string' || label.trim() === '') return 'has no label';
  if (confidence !== null && !(confidence >= 0 && confidence <= 1))
    return `has a confidence of ${confidence}, not 0 to 1,`;
  return null;
}
