// How many passes a map takes, and whether its stated error is true: see docs/mask-benchmarks.md.
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { mean } from '../../src/core/statistics.ts';
import { masksOf } from '../../src/methods/stored-run.ts';
import { table } from '../table.ts';
import { type Curve, coverageOf, curvesOf, MARKS } from './curves.ts';
import { ESTIMATORS } from './estimators.ts';
import { missingOf, PAIRS } from './pairs.ts';
import { extendRun, storedRun } from './reference.ts';

/** Masks of the runs whose stated errors are tried. */
const COVERAGE_MASKS = 512;

interface Row {
  readonly pair: string;
  readonly about: string;
  readonly masks: number;
  readonly curves: readonly Curve[];
  readonly coverage: ReturnType<typeof coverageOf>;
}

const options = new Command('npm run bench:masks --')
  .description('Makes references of many masks, in pieces that are gone on with, and judges estimators by them.')
  .option('--pairs <names>', 'comma-separated parts of names (default: all)')
  .option('--masks <n>', 'masks of a reference, fewer than usual', Number)
  .option('--no-run', 'judge by the masks that are there')
  .option('--out <file>', 'write the report to this file too')
  .parse()
  .opts<{ pairs?: string; masks?: number; run: boolean; out?: string }>();

const tell = (text: string) => process.stderr.write(`${text}\n`);
const wanted = options.pairs?.split(',');
const rows: Row[] = [];
const skipped: string[] = [];
for (const pair of PAIRS.filter(({ name }) => !wanted || wanted.some((part) => name.includes(part)))) {
  const missing = missingOf(pair);
  const most = Math.min(pair.masks, options.masks ?? pair.masks);
  const stored = options.run && missing === null ? await extendRun(pair, most, tell) : storedRun(pair);
  if (!stored || masksOf(stored) < 10 * MARKS[0]) {
    skipped.push(`${pair.name}: ${missing === null ? 'no masks were run yet' : `${missing} is not here`}.`);
    continue;
  }
  tell(`${pair.name}: ${masksOf(stored)} masks judged`);
  rows.push({
    pair: pair.name,
    about: pair.about,
    masks: masksOf(stored),
    curves: curvesOf(stored, ESTIMATORS),
    coverage: coverageOf(stored, COVERAGE_MASKS),
  });
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const number = (value: number) => (Number.isNaN(value) ? '' : value.toFixed(2));
const report = `# Masks: passes to a steady map

Written by \`npm run bench:masks\` on ${new Date().toISOString().slice(0, 10)}. Each pair of picture and model was run with one seed of
the default masks; five disjoint parts of the run are judged by all masks that they have not seen. Planes of about eight pixels a cell.

## Correlation to the reference by number of passes

Mean over all pairs, targets and parts.

${table(
  ['estimator', ...MARKS.map(String)],
  ESTIMATORS.map(({ name }) => [name, ...MARKS.map((_, at) => number(meanAt(name, at)))]),
)}

## Passes to a correlation of .9

Geometric mean over five parts; empty where a part of ${MARKS[MARKS.length - 1]} masks (or a fifth of half of the run) does not reach it.

${table(
  ['pair', 'what it shows', 'masks', 'target', ...ESTIMATORS.map(({ name }) => name)],
  rows.flatMap(({ pair, about, masks, curves }) =>
    [...new Set(curves.map(({ target }) => target))].map((target) => [
      pair,
      about,
      String(masks),
      target,
      ...ESTIMATORS.map(({ name }) =>
        String(curves.find((c) => c.target === target && c.estimator === name)?.passes ?? ''),
      ),
    ]),
  ),
)}

## Whether the stated error is true

Share of pixels whose reference lies in the stated 95 % interval of runs of ${COVERAGE_MASKS} masks, the reference's own error added. All
pairs together: **${percent(mean(rows.flatMap(({ coverage }) => coverage.map(({ covered }) => covered))))}**.

${table(
  ['pair', 'target', 'covered'],
  rows.flatMap(({ pair, coverage }) => coverage.map(({ target, covered }) => [pair, target, percent(covered)])),
)}
${skipped.length > 0 ? `\nNot measured: ${skipped.join(' ')}\n` : ''}`;
process.stdout.write(report);
if (options.out !== undefined) writeFileSync(options.out, report);

function meanAt(estimator: string, at: number): number {
  const values = rows
    .flatMap(({ curves }) => curves.filter((curve) => curve.estimator === estimator))
    .map(({ correlation }) => correlation[at])
    .filter((value) => !Number.isNaN(value));
  return values.length > 0 ? mean(values) : Number.NaN;
}
