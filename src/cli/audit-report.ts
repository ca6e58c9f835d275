import path from 'node:path';
import type { DataSet } from '../audit/data/data-set.ts';
import type { Finding } from '../audit/insights/finding.ts';
import { auditCsv } from '../audit/report/audit-csv.ts';
import { auditHtml } from '../audit/report/html-report.ts';
import { auditMaps } from '../audit/report/maps-file.ts';
import type { AuditReport } from '../audit/result/audit-schema.ts';
import type { Policy } from '../audit/result/policy.ts';
import { reduceAudit } from '../audit/result/reduce.ts';
import type { Journal } from '../audit/run/journal.ts';
import { EXIT } from './exit-codes.ts';
import { encodeThumbnail } from './png.ts';
import { writeWhole } from './write-file.ts';

/** Writes `audit.json`, the table, the maps and, where the pictures are at hand, the report; tells what came out, and gives the exit status. */
export async function reportAudit(
  journal: Journal,
  policy: Policy | null,
  findings: readonly Finding[] | null,
  { output, json }: { readonly output: string; readonly json?: boolean },
  data: DataSet | null = null,
): Promise<number> {
  const audit = reduceAudit(journal, policy, findings);
  const text = `${JSON.stringify(audit, null, 1)}\n`;
  await writeWhole(path.join(output, 'audit.json'), text);
  await writeWhole(path.join(output, 'audit.csv'), auditCsv(audit));
  await writeWhole(path.join(output, 'maps.npz'), auditMaps(audit));
  if (data) await writeWhole(path.join(output, 'report.html'), await auditHtml(audit, data, encodeThumbnail));
  if (json) process.stdout.write(text);
  else tell(audit, output);
  if (audit.policy && !audit.policy.passed) return EXIT.policyFailed;
  return audit.summary.failed > 0 ? EXIT.someFailed : EXIT.done;
}

function tell(audit: AuditReport, output: string): void {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  for (const { file, explanations, correct, metrics } of audit.models) {
    const right = correct ? `, ${percent(correct.share)} of ${correct.count} correct` : '';
    print(`${file}: ${explanations} map${explanations === 1 ? '' : 's'}${right}`);
    for (const [name, { mean, interval, count }] of Object.entries(metrics)) {
      if (mean === null) continue;
      const range = interval ? ` (${number(interval.low)} to ${number(interval.high)})` : '';
      print(`  ${name} ${number(mean)}${range}, n=${count}`);
    }
  }
  for (const { sentence, model } of audit.findings ?? []) {
    print(`finding${audit.models.length > 1 ? ` (${audit.models[model].file})` : ''}: ${sentence}`);
  }
  for (const { kind, label, steps } of audit.comparison?.measures ?? []) {
    if (kind !== 'metric' && label === null) for (const { sentence } of steps) print(`compared: ${sentence}`);
  }
  for (const { picture, results } of audit.pictures) {
    const failed = results.find((result) => result.status === 'failed');
    if (failed) print(`${picture}  failed (${failed.code}): ${failed.message}`);
  }
  if (audit.setAside.length > 0)
    print(`${audit.setAside.length} files or annotations were set aside; audit.json names them.`);
  for (const { rule, passed } of audit.policy?.rules ?? []) print(`policy: ${passed ? 'passed' : 'FAILED'}: ${rule}`);
  print(`${audit.summary.sentence} Results: ${output}`);
}

function number(value: number): string {
  return value.toFixed(3);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
