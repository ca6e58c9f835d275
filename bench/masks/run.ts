// How many passes a map takes, and whether its stated error is true: see docs/mask-benchmarks.md.
import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { runAdaptive, storedAdaptive } from './adaptive.ts';
import { coverageOf } from './coverage.ts';
import { FidelityJudge } from './fidelity.ts';
import { ASKED_MARKS, judgePair, MARKS, referencesOf, type Streams } from './judge.ts';
import { keepJudged, knownJudged } from './judged.ts';
import { keepReferences } from './kept-references.ts';
import { limitsOf } from './limits.ts';
import { missingOf, PAIRS, type Pair } from './pairs.ts';
import { type Found, formatReport } from './report.ts';
import { extendRun, masksOf, store, storedRun } from './stream-run.ts';
import { PARTS, type Stream, streamsOf } from './streams.ts';

const options = new Command('npm run bench:masks --')
  .description('Runs streams of masks, in pieces that are gone on with, and judges ways from masks to maps by them.')
  .option('--pairs <names>', 'comma-separated parts of names (default: all)')
  .option('--masks <n>', 'masks of a reference, fewer than usual', Number)
  .option('--streams <names>', 'comma-separated names of streams to run, aise among them (default: all)')
  .option('--no-run', 'judge by the passes that are there')
  .option('--part <n>', 'masks of a part of all streams but the default one (default: 512)', Number)
  .addOption(
    new Option('--ask <ways>', 'whose maps the model is asked about (insertion, deletion) if it was not yet')
      .choices(['none', 'main', 'all'])
      .default('all'),
  )
  .option('--no-judge', 'only run the passes')
  .option('--store <folder>', 'where passes and answers are kept (default: .build/mask-references)')
  .option('--out <file>', 'write the report to this file too, and the references beside it')
  .parse()
  .opts<{
    pairs?: string;
    masks?: number;
    streams?: string;
    run: boolean;
    part?: number;
    ask: 'none' | 'main' | 'all';
    judge: boolean;
    store?: string;
    out?: string;
  }>();

if (options.store !== undefined) store.folder = options.store;
const tell = (text: string) => process.stderr.write(`${text}\n`);
const wanted = options.pairs?.split(',');
const wantedStreams = options.streams?.split(',');
const found: Found[] = [];
const kept: Parameters<typeof keepReferences>[1][number][] = [];
const skipped: string[] = [];
for (const pair of PAIRS.filter(({ name }) => !wanted || wanted.some((part) => name.includes(part)))) {
  const missing = missingOf(pair);
  const opened = missing === null && (options.run || options.ask !== 'none') ? once(pair) : null;
  try {
    if (opened && options.run) await runStreams(pair, opened);
    if (options.judge) await judge(pair, opened, missing);
  } finally {
    await opened?.close();
  }
}
if (options.judge) {
  const report = formatReport(found, skipped, new Date().toISOString().slice(0, 10));
  process.stdout.write(report);
  if (options.out !== undefined) {
    writeFileSync(options.out, report);
    keepReferences(options.out.replace(/(\.md)?$/, '.references.npz'), kept);
  }
}
// Dawn keeps the process alive.
process.exit(0);

type Opened = ReturnType<typeof once>;

/** Opens a pair's model when it is first needed. */
function once(pair: Pair) {
  let subject: ReturnType<Pair['open']> | null = null;
  return {
    subject: () => {
      subject ??= pair.open();
      return subject;
    },
    close: async () => {
      if (subject) await (await subject).model[Symbol.asyncDispose]();
    },
  };
}

async function runStreams(pair: Pair, { subject }: Opened): Promise<void> {
  for (const stream of streamsOf(pair)) {
    if (wantedStreams && !wantedStreams.includes(stream.name)) continue;
    const most = masksWanted(pair, stream);
    const stored = storedRun(pair, stream);
    if (!stored || masksOf(stored) < most) await extendRun(pair, stream, most, await subject(), tell);
  }
  const base = storedRun(pair, streamsOf(pair)[0]);
  if (base && !storedAdaptive(pair) && (!wantedStreams || wantedStreams.includes('aise')))
    await runAdaptive(pair, await subject(), base, ASKED_MARKS, tell);
}

function masksWanted(pair: Pair, { part, block }: Stream): number {
  if (part === null) return Math.min(pair.masks, options.masks ?? pair.masks);
  return Math.max(block, Math.floor(Math.min(part, options.part ?? part) / block) * block) * PARTS;
}

async function judge(pair: Pair, opened: Opened | null, missing: string | null): Promise<void> {
  const streams: Streams = new Map(
    streamsOf(pair).flatMap((stream) => {
      const run = storedRun(pair, stream);
      return run ? [[stream.name, { stream, run }]] : [];
    }),
  );
  const base = streams.get('default');
  if (!base || masksOf(base.run) < 2 * PARTS * MARKS[0]) {
    skipped.push(`${pair.name}: ${missing === null ? 'no masks were run yet' : `${missing} is not here`}.`);
    return;
  }
  const { name, about, method } = pair;
  const references = referencesOf(base);
  kept.push({ name, run: base.run, references });
  const told = { pair: name, about, method, masks: masksOf(base.run), references };
  // Another run of the same program that may not ask more than the last has nothing to add.
  const known = opened && options.ask === 'all' ? null : knownJudged(pair);
  if (known) {
    found.push({ ...told, ...known });
    return;
  }
  tell(`${name}: ${masksOf(base.run)} masks judged`);
  const fidelity = new FidelityJudge(pair, opened && options.ask !== 'none' ? opened.subject : null);
  const judgements = await judgePair(pair, streams, fidelity.judge, options.ask === 'all');
  fidelity.save();
  const [coverage, limits] = [coverageOf(base.stream, base.run), limitsOf(base.stream, base.run)];
  const judged = { judgements, coverage, limits };
  keepJudged(pair, judged);
  found.push({ ...told, ...judged });
}
