// Other ways to the same maps, side by side: see docs/mask-peers.md.
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { mapsFromScores } from '../../src/core/masks/create-mask-sum.ts';
import type { MapForm } from '../../src/core/masks/mask-sum.ts';
import { regress } from '../../src/core/masks/regression.ts';
import { shrinkSpec } from '../../src/core/masks/shrink-spec.ts';
import type { MaskSpec } from '../../src/core/masks/spec.ts';
import { pearson } from '../../src/core/statistics.ts';
import { drise } from '../../src/methods/d-rise.ts';
import { PAIRS, type Pair } from '../masks/pairs.ts';
import { masksOf, type StreamRun, storedRun, targetScores } from '../masks/stream-run.ts';
import { streamsOf } from '../masks/streams.ts';
import { passesTo } from '../masks/summary.ts';
import type { Subject } from '../open.ts';
import { naiveWay } from '../speed.ts';
import { table } from '../table.ts';
import { median, timed } from '../timing.ts';
import { hasTorch, runTorch, type TorchRun } from './torch.ts';

const options = new Command('npm run bench:peers --')
  .description(
    'D-RISE in plain PyTorch and in a naive loop beside ours: passes a second, seconds to a correlation of .9.',
  )
  .option('--turns <n>', 'timings of each, taken by turns', Number, 5)
  .option('--masks <n>', 'masks of a timing', Number, 200)
  .option('--python <name>', 'interpreter with torch and onnx', 'python3')
  .option('--threads <n>', 'threads of PyTorch', Number, 2)
  .option('--out <file>', 'write the report to this file too (docs/mask-peers.md)')
  .parse()
  .opts<{ turns: number; masks: number; python: string; threads: number; out?: string }>();

const MODEL = 'www/models/detector.onnx';
/** Masks of a short run. */
const FEW = 100;
/** PyTorch's batch: the fastest of a few on two cores. */
const TORCH_BATCH = 8;
const MARKS = [64, 128, 256, 512, 1024, 2048, 4096, 8192];
/** PyTorch's own passes for the paper's form, which no run of ours has: it is far from the level at ten times as many. */
const PAPER_MASKS = 1024;
const LEVEL = 0.9;
/** Score for score the same but for rounding. */
const MOST_DIFFERENCE = 1e-3;

interface Way {
  readonly name: string;
  /** Until its map is at the level; null where it is not after the most that were looked at. */
  readonly reached: { readonly passes: number | null; readonly most: number };
  /** Milliseconds of `masks` masked passes. */
  time(): Promise<number>;
}

const tell = (text: string) => process.stderr.write(`${text}\n`);
const rows: string[][] = [];
const skipped: string[] = [];
let torch = '';
for (const pair of PAIRS.filter(({ name }) => name.startsWith('detector-scene'))) {
  const [stream] = streamsOf(pair);
  const run = storedRun(pair, stream);
  if (!run || masksOf(run) < 2 * MARKS[0]) {
    skipped.push(`${pair.name}: run \`npm run bench:masks\` first, for its reference.`);
    continue;
  }
  rows.push(...(await comparePair(pair, run)));
}
const report = `# D-RISE beside its peers

Written by \`npm run bench:peers\` on ${new Date().toISOString().slice(0, 10)}: the embedded detector on drawn scenes, all targets of a scene at once, ${options.turns} turns
of ${options.masks} masks each, taken by turns, so that whatever else the machine did met all. PyTorch ${torch || 'was not there'}, ${options.threads} threads, runs the
detector's own ONNX graph and weights with the same masks (\`bench/peers\`); its scores are ours within ${MOST_DIFFERENCE}, or the command stops. Seconds: passes until the map of the best target has a correlation of ${LEVEL} to that of all masks of the reference
(\`docs/mask-benchmarks.md\`), at the pace of the row. The paper's form sums scores as they are, without objectness.

${table(['scene', 'targets', 'way', 'passes a second', 'passes', 'seconds'], rows)}
${skipped.length > 0 ? `\nNot measured: ${skipped.join(' ')}\n` : ''}`;
process.stdout.write(report);
if (options.out !== undefined) writeFileSync(options.out, report);
process.exit(0);

async function comparePair(pair: Pair, run: StreamRun): Promise<string[][]> {
  const { model, picture } = await pair.open();
  await using _ = model;
  const prepared = model.prepare(picture);
  const graph = await model.maskedGraph(prepared);
  const targets = ((await model.predict(picture)).boxes ?? []).slice(0, run.targets.length);
  const subject: Subject = { model, picture, prepared, graph, targets };
  const spec = run.spec as MaskSpec;
  const scores = targetScores(run, 0);
  const marks = MARKS.filter((mark) => mark <= scores.length / 2);
  const longest = marks[marks.length - 1];
  const reference = mapOf(spec, scores);
  const passesOf = (map: (mark: number) => Float32Array, most = longest) => {
    const looked = marks.filter((mark) => mark <= most);
    const correlations = looked.map((mark) => pearson(map(mark), reference));
    return { most, passes: passesTo(LEVEL, looked, correlations) };
  };
  const small = shrinkSpec(spec);
  const regressed = (mark: number) => regress(small, scores.slice(0, mark), 1)[0].map();

  const ways: Way[] = [];
  const { masks } = options;
  if (hasTorch(options.python)) {
    const asked = { ...options, batch: TORCH_BATCH, model: MODEL };
    checkTorch(runTorch(subject, spec, { ...asked, masks: FEW, useScores: true, subtract: true }), run);
    const most = Math.min(longest, PAPER_MASKS);
    const papers = runTorch(subject, spec, { ...asked, masks: most, useScores: false, subtract: false });
    torch = papers.version;
    const ofFirst = papers.scores.filter((_, k) => k % targets.length === 0);
    ways.push({
      name: 'PyTorch, the paper’s form',
      reached: passesOf((mark) => mapOf(small, ofFirst.slice(0, mark), 'raw'), most),
      time: async () => runTorch(subject, spec, { ...asked, useScores: false, subtract: false }).seconds * 1000,
    });
    ways.push({
      name: 'PyTorch, mean subtracted',
      reached: passesOf((mark) => mapOf(small, scores.slice(0, mark))),
      time: async () => runTorch(subject, spec, { ...asked, useScores: true, subtract: true }).seconds * 1000,
    });
  }
  const naively = naiveWay(subject);
  ways.push({
    name: 'naive loop, mean subtracted',
    reached: passesOf((mark) => mapOf(small, scores.slice(0, mark))),
    time: () => timed(() => naively(masks)),
  });
  for (const estimate of ['sum', 'regression'] as const) {
    const explain = (count: number) =>
      timed(() => drise(model, picture, { masks: count, targets, estimate, seed: spec.seed }).result());
    ways.push({
      name: `ours on ${model.provider}, ${estimate === 'sum' ? 'mean subtracted' : 'regression'}`,
      reached: passesOf(estimate === 'sum' ? (mark) => mapOf(small, scores.slice(0, mark)) : regressed),
      // What a run does once is no part of a pass.
      time: async () => (await explain(FEW + masks)) - (await explain(FEW)),
    });
  }
  for (const { time } of ways) await time();
  const paces = ways.map((): number[] => []);
  for (let turn = 0; turn < options.turns; turn++) {
    tell(`${pair.name}: turn ${turn + 1} of ${options.turns}`);
    for (const [k, { time }] of ways.entries()) paces[k].push((await time()) / masks);
  }
  return ways.map(({ name, reached: { passes, most } }, k) => {
    const pace = median(paces[k]);
    const than = passes === null ? 'more than ' : '';
    const count = passes ?? most;
    const seconds = ((count * pace) / 1000).toFixed(1);
    return [pair.name, String(targets.length), name, (1000 / pace).toFixed(0), `${than}${count}`, `${than}${seconds}`];
  });
}

/** @throws Error when its scores are not those that our own passes gave */
function checkTorch({ scores }: TorchRun, run: StreamRun): void {
  const difference = scores.reduce((worst, score, k) => Math.max(worst, Math.abs(score - run.scores[k])), 0);
  if (difference > MOST_DIFFERENCE) throw new Error(`PyTorch's scores differ from ours by up to ${difference}.`);
}

/** In the spec's size, brought to that of small maps. */
function mapOf(spec: MaskSpec, scores: Float32Array, form: MapForm = 'mean-subtracted'): Float32Array {
  return mapsFromScores(shrinkSpec(spec), scores, 1, form)[0];
}
