import path from 'node:path';
import { type Command, Option } from 'commander';
import { type DataSet, openDataSet } from '../audit/data/data-set.ts';
import type { FileTree } from '../audit/data/file-tree.ts';
import { findInsights } from '../audit/insights/find-insights.ts';
import type { Finding } from '../audit/insights/finding.ts';
import { auditCsv } from '../audit/report/audit-csv.ts';
import { auditHtml } from '../audit/report/html-report.ts';
import { auditMaps } from '../audit/report/maps-file.ts';
import type { AuditReport } from '../audit/result/audit-schema.ts';
import { type Policy, parsePolicy } from '../audit/result/policy.ts';
import { reduceAudit } from '../audit/result/reduce.ts';
import { type Journal, type JournalFile, journalText, readJournal } from '../audit/run/journal.ts';
import { mergeJournals } from '../audit/run/merge-journals.ts';
import { type AuditOptions, checkAudit, type MethodOptions, parseShard, TARGET_RULES } from '../audit/run/options.ts';
import { estimateAudit, runAudit } from '../audit/run/run-audit.ts';
import { XaiError } from '../core/errors.ts';
import { metricNames } from '../metrics/registry.ts';
import type { Model } from '../tasks/model.ts';
import { findJournal, JOURNAL, openJournal, openTree } from './audit-files.ts';
import { EXIT } from './exit-codes.ts';
import { type ModelFlags, parseCount, readText, withMethodFlags, withModelFlags } from './flags.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { encodeThumbnail } from './png.ts';
import { createProgress } from './progress.ts';
import { writeWhole } from './write-file.ts';

/** What the command gives its subcommands. */
interface Tools {
  loadModel(file: string, flags: ModelFlags): Promise<Model>;
  readonly signal: AbortSignal;
  /** Takes the exit status. */
  finish(status: number): void;
}

interface AuditFlags extends ModelFlags {
  data: string;
  annotations?: string;
  output: string;
  name?: string;
  rule?: AuditOptions['rule'];
  metrics?: string;
  count?: number;
  split?: string;
  shard?: string;
  policy?: string;
  json?: boolean;
  progress?: boolean;
  method?: string;
  layer?: string;
  scoreThreshold?: number;
  masks?: number;
  grid?: number;
  keep?: number;
  reliability?: number;
  preset?: string;
  fill?: string;
  seed?: number;
}

/** Adds `audit` and `merge` to the command. */
export function addAudit(program: Command, tools: Tools): void {
  withMethodFlags(withModelFlags(program.command('audit')))
    .description('Explain a whole data set, and measure what the model looks at.')
    .argument('<model...>', 'one to six models of one task: paths, addresses, or embedded:NAME')
    .requiredOption('-d, --data <data>', 'folder, .zip, or .txt with one address a line')
    .requiredOption('-o, --output <folder>', 'folder for the results; an audit that was stopped goes on in it')
    .option('--annotations <file>', "COCO .json, .csv, or YOLO's data.yaml (default: what lies in the data)")
    .option('--name <text>', 'name of the audit (default: of the data)')
    .addOption(
      new Option('--rule <which>', 'what is explained of each picture').choices([...TARGET_RULES]).default('top'),
    )
    .option('--metrics <list>', `comma-separated: ${metricNames().join(', ')} (default: those that cost no pass)`)
    .option('--count <n>', 'so many pictures, chosen by the seed (default: all)', parseCount)
    .option('--split <name>', 'only pictures of this split: train, val, ...')
    .option('--shard <i/n>', 'only this share of the pictures, for several machines; merge joins them')
    .option('--policy <file>', 'JSON file of rules; the status is 4 when one is broken')
    .option('--json', 'print audit.json')
    .option('--progress', 'report progress even when standard error is no terminal')
    .action(async (files: string[], flags: AuditFlags) => tools.finish(await audit(files, flags, tools)));

  program
    .command('merge')
    .description('Join the parts of an audit that several machines made.')
    .argument('<folder...>', 'folders that audits of different shards wrote')
    .requiredOption('-o, --output <folder>', 'folder for the whole')
    .option('--policy <file>', 'JSON file of rules; the status is 4 when one is broken')
    .option('--json', 'print audit.json')
    .action(async (folders: string[], flags: { output: string; policy?: string; json?: boolean }) =>
      tools.finish(await merge(folders, flags)),
    );
}

async function audit(files: readonly string[], flags: AuditFlags, tools: Tools): Promise<number> {
  const { signal } = tools;
  const options = auditOptions(flags);
  const policy = await readPolicy(flags.policy, checkAudit(options, '').metrics);
  const { annotations: file } = flags;
  const annotations = file === undefined ? undefined : { name: file, text: await readText(file, '--annotations') };
  const models: Model[] = [];
  let tree: FileTree | null = null;
  let journal: JournalFile | null = null;
  let lock: FolderLock | null = null;
  try {
    for (const model of files) models.push(await tools.loadModel(model, flags));
    tree = await openTree(flags.data, flags.output);
    const { labels } = models[0].recipe;
    const data = await openDataSet(tree, { annotations, labels: Array.isArray(labels) ? labels : [], signal });
    lock = await lockFolder(flags.output);
    journal = await openJournal(flags.output);
    const finished = await follow(models, data, journal, { ...options, signal }, flags.progress ?? false);
    // A part of the pictures says nothing about all of them: that is for the merged whole.
    if (!finished) return EXIT.interrupted;
    if (options.shard) return await report(finished, null, null, flags, data);
    const findings = await look(models, data, finished, signal, flags.progress ?? false);
    return findings === INTERRUPTED ? EXIT.interrupted : await report(finished, policy, findings, flags, data);
  } finally {
    await journal?.close();
    await lock?.release();
    await tree?.close();
    for (const model of models) await model[Symbol.asyncDispose]();
  }
}

/** Runs the audit with its progress on standard error; null when it was interrupted. */
async function follow(
  models: readonly Model[],
  data: DataSet,
  journal: JournalFile,
  options: AuditOptions & { readonly signal: AbortSignal },
  asked: boolean,
): Promise<Journal | null> {
  const progress = createProgress(asked, 'pictures');
  if (asked || process.stderr.isTTY) {
    const { pictures, seconds } = await estimateAudit(models, data, options);
    const time = seconds === null ? '' : `, about ${timeOf(seconds)} for one map of each`;
    process.stderr.write(`${pictures} pictures${time}\n`);
  }
  const run = runAudit(models, data, journal, options);
  let begun = false;
  try {
    for await (const { done, total, remaining } of run) {
      if (!begun) progress.begin(options.name ?? data.name, total);
      begun = true;
      progress.update(done, total, remaining);
    }
    return await run.result();
  } catch (cause) {
    if (!options.signal.aborted) throw cause;
    process.stderr.write(`Interrupted; what was finished is kept in ${journal.name}. The same command goes on.\n`);
    return null;
  } finally {
    if (begun) progress.end();
  }
}

const INTERRUPTED = Symbol('interrupted');

/** Looks for what holds over the set, with its progress on standard error. */
async function look(
  models: readonly Model[],
  data: DataSet,
  journal: Journal,
  signal: AbortSignal,
  asked: boolean,
): Promise<readonly Finding[] | null | typeof INTERRUPTED> {
  const progress = createProgress(asked, 'tests');
  const run = findInsights(models, data, journal, { signal });
  let begun = false;
  try {
    for await (const { done, total, remaining } of run) {
      if (!begun) progress.begin('insights', total);
      begun = true;
      progress.update(done, total, remaining);
    }
    return await run.result();
  } catch (cause) {
    if (!signal.aborted) throw cause;
    process.stderr.write('Interrupted while testing insights; all maps are kept. The same command goes on.\n');
    return INTERRUPTED;
  } finally {
    if (begun) progress.end();
  }
}

function auditOptions(flags: AuditFlags): AuditOptions {
  const { method, layer, scoreThreshold, masks, grid, keep, reliability, preset, fill, seed } = flags;
  const explain = { method, layer, scoreThreshold, masks, grid, keep, reliability, preset, fill, seed };
  const given = Object.entries(explain).filter(([, value]) => value !== undefined);
  return {
    name: flags.name,
    explain: Object.fromEntries(given) as MethodOptions,
    rule: flags.rule,
    metrics: flags.metrics?.split(',').map((name) => name.trim()),
    count: flags.count,
    seed,
    split: flags.split,
    shard: flags.shard === undefined ? undefined : parseShard(flags.shard),
  };
}

async function merge(
  folders: readonly string[],
  flags: { readonly output: string; readonly policy?: string; readonly json?: boolean },
): Promise<number> {
  const parts: { name: string; journal: Journal }[] = [];
  for (const folder of folders) {
    const file = await findJournal(folder);
    const journal = await readJournal(file);
    if (!journal)
      throw new XaiError('data-unreadable', `${file.name} is empty; run that shard first.`, { file: folder });
    parts.push({ name: folder, journal });
  }
  const whole = mergeJournals(parts);
  const policy = await readPolicy(flags.policy, whole.header.plan.options.metrics);
  const lock = await lockFolder(flags.output);
  try {
    await writeWhole(path.join(flags.output, JOURNAL), journalText(whole));
    return await report(whole, policy, null, flags);
  } finally {
    await lock.release();
  }
}

async function readPolicy(file: string | undefined, metrics: readonly string[]): Promise<Policy | null> {
  if (file === undefined) return null;
  const text = await readText(file, '--policy');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new XaiError('option-invalid', `${file} is not JSON (${(cause as Error).message}); correct it.`, {
      file,
      option: 'policy',
      cause,
    });
  }
  return parsePolicy(value, metrics, file);
}

/** Writes `audit.json`, the table, the maps and, where the pictures are at hand, the report; tells what came out, and gives the exit status. */
async function report(
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
    print(`${file}: ${explanations} maps${right}`);
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

function timeOf(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
