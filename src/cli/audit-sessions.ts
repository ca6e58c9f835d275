import path from 'node:path';
import type { FileTree } from '../audit/data/file-tree.ts';
import type { Policy } from '../audit/result/policy.ts';
import type { Journal, JournalFile } from '../audit/run/journal.ts';
import type { AuditOptions } from '../audit/run/options.ts';
import { reduceSessions } from '../audit/sessions/reduce-sessions.ts';
import { runSessionAudit } from '../audit/sessions/run-session-audit.ts';
import { sessionCsv } from '../audit/sessions/session-csv.ts';
import { sessionHtml } from '../audit/sessions/session-html.ts';
import type { SessionRecord } from '../audit/sessions/session-record.ts';
import type { SessionReport } from '../audit/sessions/session-report-schema.ts';
import { openSessionSet } from '../audit/sessions/session-set.ts';
import type { Model } from '../tasks/model.ts';
import { EXIT } from './exit-codes.ts';
import { followAudit } from './follow-audit.ts';
import { encodeThumbnail } from './png.ts';
import { createProgress } from './progress.ts';
import { writeWhole } from './write-file.ts';

/**
 * Runs the audit over recordings with its progress on standard error.
 * @returns null when it was interrupted
 */
export async function followSessions(
  models: readonly Model[],
  tree: FileTree,
  journal: JournalFile,
  options: AuditOptions & { readonly signal: AbortSignal },
  asked: boolean,
): Promise<Journal<SessionRecord> | null> {
  const { signal } = options;
  const data = await openSessionSet(tree, { rate: models[0].seriesRecipe().input.sampleRate ?? undefined, signal });
  const progress = createProgress(asked, 'recordings');
  const run = runSessionAudit(models, data, journal, options);
  const { name = data.name } = options;
  return followAudit(run, progress, { name, kept: journal.name, signal });
}

/** Writes `audit.json`, the table of windows and the report; tells what came out, and gives the exit status. */
export async function reportSessions(
  journal: Journal<SessionRecord>,
  policy: Policy | null,
  { output, json }: { readonly output: string; readonly json?: boolean },
): Promise<number> {
  const audit = reduceSessions(journal, policy);
  const text = `${JSON.stringify(audit, null, 1)}\n`;
  await writeWhole(path.join(output, 'audit.json'), text);
  await writeWhole(path.join(output, 'audit.csv'), sessionCsv(audit));
  await writeWhole(path.join(output, 'report.html'), await sessionHtml(audit, encodeThumbnail));
  if (json) process.stdout.write(text);
  else tell(audit, output);
  if (audit.policy && !audit.policy.passed) return EXIT.policyFailed;
  return audit.summary.failed > 0 ? EXIT.someFailed : EXIT.done;
}

function tell(audit: SessionReport, output: string): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  for (const { file, windows, correct, inside, chance } of audit.models) {
    print(`${file}: ${windows} windows${correct ? `, ${share(correct)} of ${correct.count} labelled ones right` : ''}`);
    if (inside && chance)
      print(`  weight within the labels ${share(inside)}, without preference ${percent(chance.mean)}`);
  }
  for (const { session, results } of audit.sessions) {
    const failed = results.find((result) => result.status === 'failed');
    if (failed) print(`${session}  failed (${failed.code}): ${failed.message}`);
  }
  if (audit.setAside.length > 0) print(`${audit.setAside.length} files were set aside; audit.json names them.`);
  for (const { rule, passed } of audit.policy?.rules ?? []) print(`policy: ${passed ? 'passed' : 'FAILED'}: ${rule}`);
  print(`${audit.summary.sentence} Results: ${output}`);
}

function share({ mean, interval }: NonNullable<SessionReport['models'][number]['correct']>): string {
  return `${percent(mean)}${interval ? ` (${percent(interval.low)} to ${percent(interval.high)})` : ''}`;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
