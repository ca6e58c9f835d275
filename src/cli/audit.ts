import { type Command, Option } from 'commander';
import { type DataSet, openDataSet } from '../audit/data/data-set.ts';
import type { FileTree } from '../audit/data/file-tree.ts';
import { findInsights } from '../audit/insights/find-insights.ts';
import type { Journal, JournalFile } from '../audit/run/journal.ts';
import {
  type AuditOptions,
  checkAudit,
  FREE_METRICS,
  type MethodOptions,
  parseShard,
  TARGET_RULES,
} from '../audit/run/options.ts';
import { estimateAudit, runAudit } from '../audit/run/run-audit.ts';
import { SESSION_METRICS } from '../audit/sessions/reduce-sessions.ts';
import { XaiError } from '../core/errors.ts';
import { metricNames } from '../metrics/registry.ts';
import { REPEATABILITY } from '../metrics/repeatability.ts';
import type { Model } from '../tasks/model.ts';
import { openJournal, openTree } from './audit-files.ts';
import { reportAudit } from './audit-report.ts';
import { auditSessions } from './audit-sessions.ts';
import { EXIT } from './exit-codes.ts';
import { type ModelFlags, parseCount, readText, withMethodFlags, withModelFlags } from './flags.ts';
import { type FolderLock, lockFolder } from './folder-lock.ts';
import { followAudit, followTests, INTERRUPTED } from './follow-audit.ts';
import { type MergeFlags, merge } from './merge.ts';
import { createProgress } from './progress.ts';
import { readPolicy } from './read-policy.ts';

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
  stability?: boolean;
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
    .option(
      '--annotations <file>',
      "COCO .json, .csv, or YOLO's data.yaml (default: what lies in the data, or beside it)",
    )
    .option('--name <text>', 'name of the audit (default: of the data)')
    .addOption(
      new Option('--rule <which>', 'what is explained of each picture').choices([...TARGET_RULES]).default('top'),
    )
    .option('--metrics <list>', `comma-separated: ${metricNames().join(', ')} (default: those that cost no pass)`)
    .option(
      '--stability',
      'measure repeatability too: each picture is explained twice more, so it takes three times as long',
    )
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
    .action(async (folders: string[], flags: MergeFlags) => tools.finish(await merge(folders, flags, tools.signal)));
}

async function audit(files: readonly string[], flags: AuditFlags, tools: Tools): Promise<number> {
  const { signal } = tools;
  const options = auditOptions(flags);
  const { metrics } = checkAudit(options, '');
  const models: Model[] = [];
  let tree: FileTree | null = null;
  let journal: JournalFile | null = null;
  let lock: FolderLock | null = null;
  try {
    for (const model of files) models.push(await tools.loadModel(model, flags));
    const isSeries = models[0].recipe.task === 'series';
    const policy = await readPolicy(flags.policy, isSeries ? SESSION_METRICS : metrics);
    tree = await openTree(flags.data, flags.output);
    if (isSeries) {
      refuseAnnotations(flags);
      lock = await lockFolder(flags.output);
      journal = await openJournal(flags.output);
      return await auditSessions(models, tree, journal, { ...options, signal }, policy, flags);
    }
    const { annotations: file } = flags;
    const annotations = file === undefined ? undefined : { name: file, text: await readText(file, '--annotations') };
    const { labels } = models[0].recipe;
    const data = await openDataSet(tree, { annotations, labels: Array.isArray(labels) ? labels : [], signal });
    if (data.isBeside) process.stderr.write(`Annotations (${data.format}) are read from beside ${flags.data}.\n`);
    lock = await lockFolder(flags.output);
    journal = await openJournal(flags.output);
    const finished = await follow(models, data, journal, { ...options, signal }, flags.progress ?? false);
    // A part of the pictures says nothing about all of them: that is for the merged whole.
    if (!finished) return EXIT.interrupted;
    if (options.shard) return await reportAudit(finished, null, null, flags, data);
    const insights = findInsights(models, data, finished, { signal });
    const findings = await followTests(insights, { asked: flags.progress ?? false, signal });
    return findings === INTERRUPTED ? EXIT.interrupted : await reportAudit(finished, policy, findings, flags, data);
  } finally {
    await journal?.close();
    await lock?.release();
    await tree?.close();
    for (const model of models) await model[Symbol.asyncDispose]();
  }
}

function refuseAnnotations({ annotations }: AuditFlags): void {
  if (annotations === undefined) return;
  throw new XaiError(
    'option-invalid',
    '--annotations is for pictures; the labels of recordings lie beside them (walk.labels.csv for walk.csv).',
    { option: 'annotations' },
  );
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
  const { name = data.name, signal } = options;
  return followAudit(run, progress, { name, kept: journal.name, signal });
}

function auditOptions(flags: AuditFlags): AuditOptions {
  const { method, layer, scoreThreshold, masks, grid, keep, reliability, preset, fill, seed } = flags;
  const explain = { method, layer, scoreThreshold, masks, grid, keep, reliability, preset, fill, seed };
  const given = Object.entries(explain).filter(([, value]) => value !== undefined);
  return {
    name: flags.name,
    explain: Object.fromEntries(given) as MethodOptions,
    rule: flags.rule,
    metrics: metricsOf(flags),
    count: flags.count,
    seed,
    split: flags.split,
    shard: flags.shard === undefined ? undefined : parseShard(flags.shard),
  };
}

/** Undefined where none is asked for. */
function metricsOf({ metrics, stability }: AuditFlags): readonly string[] | undefined {
  const named = metrics?.split(',').map((name) => name.trim());
  if (!stability || named?.includes(REPEATABILITY.name)) return named;
  return [...(named ?? FREE_METRICS), REPEATABILITY.name];
}

function timeOf(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
