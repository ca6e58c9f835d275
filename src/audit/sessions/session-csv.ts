import Papa from 'papaparse';
import { unpackShares } from './packed-plane.ts';
import type { SessionReport } from './session-report-schema.ts';

const DIGITS = 6;

/** An audit of recordings as a table: a row for each window, a column for the score of each class. Null is an empty field. */
export function sessionCsv({ sessions, models }: SessionReport): string {
  const explained = sessions.flatMap(({ session, split, results }) =>
    results.flatMap((result, model) =>
      result.status === 'explained' ? [{ session, split, model: models[model].file, ...result }] : [],
    ),
  );
  const classes = [...new Set(explained.flatMap((one) => one.classes))];
  const fields = [
    ...['recording', 'model', 'split', 'method', 'layer', 'window', 'start', 'end', 'answer', 'score'],
    ...['label', 'right', 'inside', 'chance', ...classes.map((label) => `score of ${label}`)],
  ];
  const data = explained.flatMap(({ session, split, model, method, layer, windows, scores, classes: own }) => {
    const all = unpackShares(scores);
    return windows.map(({ start, end, answer, score, label, inside, chance }, index) => [
      ...[session, model, split, method, layer, index, plain(start), plain(end), answer, score],
      ...[label, label === null || answer === null ? null : Number(label === answer), inside, chance],
      ...classes.map((name) => {
        const at = own.indexOf(name);
        return at < 0 || answer === null ? null : plain(all[index * own.length + at]);
      }),
    ]);
  });
  // Labels come from other people's files; a spreadsheet would run those that begin as a formula does.
  return `${Papa.unparse({ fields, data }, { newline: '\n', escapeFormulae: true })}\n`;
}

function plain(value: number): number {
  return Number(value.toFixed(DIGITS));
}
