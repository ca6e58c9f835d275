import path from 'node:path';
import type { FileTree } from '../audit/data/file-tree.ts';
import type { Policy } from '../audit/result/policy.ts';
import type { Journal, JournalFile } from '../audit/run/journal.ts';
import type { AuditOptions } from '../audit/run/options.ts';
import { findSessionInsights } from '../audit/sessions/insights/find-session-insights.ts';
import type { SessionFinding } from '../audit/sessions/insights/session-finding.ts';
import { reduceSessions } from '../audit/sessions/reduce-sessions.ts';
import { runSessionAudit } from '../audit/sessions/run-session-audit.ts';
import { sessionCsv } from '../audit/sessions/session-csv.ts';
import { sessionHtml } from '../audit/sessions/session-html.ts';
import { sessionMaps } from '../audit/sessions/session-maps.ts';
import type { SessionRecord } from '../audit/sessions/session-record.ts';
import type { SessionReport } from '../audit/sessions/session-report-schema.ts';
import { openSessionSet, type SessionSet } from '../audit/sessions/session-set.ts';
import type { Model } from '../tasks/model.ts';
import { EXIT } from './exit-codes.ts';
import { followAudit, followTests, INTERRUPTED } from './follow-audit.ts';
import { createProgress } from './progress.ts';
import { writeWhole } from './write-file.ts';

interface SessionFlags {
  readonly output: string;
  readonly json?: boolean;
  readonly progress?: boolean;
}

/**
 * Runs the audit over recordings with its progress on standard error, tests what it suspects, and reports.
 * @returns exit status
 */
export async function auditSessions(
  models: readonly Model[],
  tree: FileTree,
  journal: JournalFile,
  options: AuditOptions & { readonly signal: AbortSignal },
  policy: Policy | null,
  flags: SessionFlags,
): Promise<number> {
  const { signal, shard } = options;
  const asked = flags.progress ?? false;
  const data = await openSessionSet(tree, { rate: models[0].seriesRecipe().input.sampleRate ?? undefined, signal });
  const run = runSessionAudit(models, data, journal, options);
  const { name = data.name } = options;
  const finished = await followAudit(run, createProgress(asked, 'recordings'), { name, kept: journal.name, signal });
  if (!finished) return EXIT.interrupted;
  // A part of the recordings says nothing about all of them: that is for the merged whole.
  if (shard) return reportSessions(finished, null, null, flags, data);
  const findings = await followTests(findSessionInsights(models, data, finished, { signal }), { asked, signal });
  return findings === INTERRUPTED ? EXIT.interrupted : reportSessions(finished, policy, findings, flags, data);
}

/**
 * Writes `audit.json`, the table of windows, the maps and the report; tells what came out, and gives the exit status.
 * @param data for the pictures of the report; null: it has none
 */
export async function reportSessions(
  journal: Journal<SessionRecord>,
  policy: Policy | null,
  findings: readonly SessionFinding[] | null,
  { output, json }: SessionFlags,
  data: SessionSet | null = null,
): Promise<number> {
  const audit = reduceSessions(journal, policy, findings);
  const text = `${JSON.stringify(audit, null, 1)}\n`;
  await writeWhole(path.join(output, 'audit.json'), text);
  await writeWhole(path.join(output, 'audit.csv'), sessionCsv(audit));
  await writeWhole(path.join(output, 'maps.npz'), sessionMaps(audit));
  await writeWhole(path.join(output, 'report.html'), await sessionHtml(audit, data));
  if (json) process.stdout.write(text);
  else tell(audit, output);
  if (audit.policy && !audit.policy.passed) return EXIT.policyFailed;
  return audit.summary.failed > 0 ? EXIT.someFailed : EXIT.done;
}

function tell(audit: SessionReport, output: string): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  for (const { file, windows, correct, inside, chance } of audit.models) {
    print(
      `${file}: ${windows} window${windows === 1 ? '' : 's'}${correct ? `, ${share(correct)} of ${correct.count} labelled ones right` : ''}`,
    );
    if (inside && chance)
      print(`  weight within the labels ${share(inside)}, without preference ${percent(chance.mean)}`);
  }
  for (const { sentence, model } of audit.findings ?? []) {
    print(`finding${audit.models.length > 1 ? ` (${audit.models[model].file})` : ''}: ${sentence}`);
  }
  for (const { told, steps } of audit.comparison?.measures ?? []) {
    if (told) for (const { sentence } of steps) print(`compared: ${sentence}`);
  }
  if (audit.comparison?.count === 0) print('compared: the models have no window in common; give them windows alike.');
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
