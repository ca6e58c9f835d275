import type { ExplanationsReport } from './report.ts';

export interface TellOptions {
  /** Folder of the results. */
  readonly output: string;
  /** The report itself instead of sentences. */
  readonly json: boolean;
  readonly interrupted: boolean;
  /** Notes that were read when the model was opened. */
  readonly said: ReadonlySet<string>;
}

/**
 * Prints what came out: a sentence for each map, notes, what failed, and the count.
 * @param total inputs that were to be explained
 */
export function tellExplained(report: ExplanationsReport, total: number, options: TellOptions): void {
  if (options.json) {
    process.stdout.write(`${JSON.stringify(report)}\n`);
    return;
  }
  for (const { input, target, masks, reliability, summary, provenance } of report.explanations) {
    const score = target.score === null ? '' : ` ${target.score.toFixed(2)}`;
    const steady = reliability === null ? '' : `, reliability ${reliability.toFixed(2)}`;
    const stable = provenance.stableAt == null ? '' : `, steady after ${provenance.stableAt}`;
    const effort = masks === null ? '' : ` (${masks} ${masks === 1 ? 'mask' : 'masks'}${steady}${stable})`;
    process.stdout.write(`${input}  #${target.index} ${target.label}${score}: ${summary}${effort}\n`);
  }
  for (const sentence of notesOf(report, options.said)) process.stdout.write(`${sentence}\n`);
  for (const { input, reason } of report.empty) process.stdout.write(`${input}  nothing to explain: ${reason}\n`);
  for (const { input, code, message } of report.failed)
    process.stdout.write(`${input}  failed (${code}): ${message}\n`);
  const explained = new Set(report.explanations.map(({ input }) => input)).size;
  const parts = [`${explained} of ${total} explained`];
  if (report.empty.length) parts.push(`${report.empty.length} had nothing to explain`);
  if (report.failed.length) parts.push(`${report.failed.length} failed`);
  if (options.interrupted) parts.push('interrupted; what was finished is kept');
  process.stdout.write(`${parts.join(', ')}. Results: ${options.output}\n`);
}

/** So many notes fit a summary; the file holds them all. */
const MOST_NOTES = 5;

/**
 * What the maps should not be read without, each sentence once.
 * @param said when the model was opened
 */
function notesOf({ explanations }: ExplanationsReport, said: ReadonlySet<string>): readonly string[] {
  const all = explanations.flatMap(({ provenance }) => (provenance.notes ?? []) as readonly string[]);
  const notes = [...new Set(all)].filter((sentence) => !said.has(sentence));
  const shown = notes.slice(0, MOST_NOTES).map((sentence) => `Note: ${sentence}`);
  const left = notes.length - shown.length;
  return left > 0 ? [...shown, `Notes left out: ${left}; explanations.json has them.`] : shown;
}
