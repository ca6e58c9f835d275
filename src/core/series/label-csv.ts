import { toCsv } from '../csv.ts';
import type { Label } from './recording.ts';
import type { Verdict } from './verdicts.ts';

/** Labels as a file that `readLabelFile` reads: start, end, label, confidence; seconds. */
export function labelsToCsv(labels: readonly Label[]): string {
  return toCsv(
    ['start', 'end', 'label', 'confidence'],
    labels.map(({ start, end, label, confidence }) => [plain(start), plain(end), label, confidence ?? '']),
  );
}

/** Answers of windows, likewise, and beside them what the labels say; windows without an answer are left out. */
export function verdictsToCsv(verdicts: readonly Verdict[]): string {
  return toCsv(
    ['start', 'end', 'label', 'confidence', 'meant', 'right'],
    verdicts.flatMap(({ start, end, answer, score, meant, isRight }) =>
      answer === null
        ? []
        : [[plain(start), plain(end), answer, score ?? '', meant ?? '', isRight === null ? '' : Number(isRight)]],
    ),
  );
}

function plain(seconds: number): string {
  return Number(seconds.toFixed(6)).toString();
}
