import { mean } from '../../src/core/statistics.ts';
import { table } from '../table.ts';
import { type Coverage, SEEDS } from './coverage.ts';
import { ASKED_MARKS, MARKS, type Reference } from './judge.ts';
import type { Limit } from './limits.ts';
import {
  courseOf,
  type Difference,
  differenceOf,
  LEVEL,
  type Measure,
  type Passes,
  type Row,
  reckonedPasses,
  savingsOf,
} from './summary.ts';
import { NAMES, OURS, PAPER, PLAIN } from './ways.ts';

export interface Found extends Row {
  readonly about: string;
  readonly method: string;
  readonly masks: number;
  readonly references: readonly Reference[];
  readonly coverage: readonly Coverage[];
  readonly limits: readonly Limit[];
}

/** Ways whose passes are told pair by pair. */
const TOLD = [PAPER, PLAIN, 'control variates', OURS];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const fixed = (value: number | null, digits = 2) => (value === null ? '' : value.toFixed(digits));

/** The benchmark's page. */
export function formatReport(found: readonly Found[], skipped: readonly string[], date: string): string {
  const detectors = found.filter(({ method }) => method === 'd-rise');
  return `# Masks: passes to a steady map

Written by \`npm run bench:masks\` on ${date}: ${detectors.length} pairs of a picture and a detector, ${found.length - detectors.length} of a picture and a classifier,
up to three targets each. What is judged takes masked passes of one of five disjoint parts of a stream of masks, as good as a seed of
its own, and is compared with what the default masks come to over all passes of the four other parts (\`mean-subtracted\`), on planes of 64 x 64
pixels. Where a reference is of few masks its own noise keeps correlations below 1.

${verdict(found)}

## Correlation to the reference by number of passes

Mean over all targets and five parts; in brackets the standard deviation over the five parts, at 512 passes. A way with passes of its own
kind (presets, other fills, other cells) converges to a map of its own, so its correlation can stop below 1 and says less than the
tables after it. What is divided by a pixel's variance is compared with the reference divided alike.

${courses(found, 'correlation')}

## Passes to a correlation of ${LEVEL}

Geometric mean over five parts. **~**: a part, a fifth of the masks, ends before, and the passes follow from its last correlation by the
Spearman-Brown formula, since errors fall with the root of the passes.

${table(
  ['pair', 'what it shows', 'masks', 'target', 'reliability of the reference', ...TOLD],
  found.flatMap(({ pair, about, masks, references, judgements }) =>
    references.map(({ target, reliability }) => [
      pair,
      about,
      String(masks),
      target,
      reliability.toFixed(3),
      ...TOLD.map((way) => {
        const one = judgements.find((judgement) => judgement.way === way && judgement.target === target);
        return one ? tell(reckonedPasses(one)) : '';
      }),
    ]),
  ),
)}

## Seconds to a correlation of ${LEVEL}

Passes from the table above times the pace of a masked pass in the fastest piece of the run, on the machine that ran it (which may have had
other work: good for comparing the ways of a row).

${table(
  ['pair', 'target', 'milliseconds a pass', ...TOLD],
  found.flatMap(({ pair, references, judgements }) =>
    references.map(({ target }) => {
      const ofTarget = TOLD.map((way) => judgements.find((one) => one.way === way && one.target === target));
      return [
        pair,
        target,
        fixed(ofTarget[0]?.pace ?? null),
        ...ofTarget.map((one) => {
          const reckoned = one && reckonedPasses(one);
          return one && reckoned ? tell(reckoned, (passes) => ((passes * one.pace) / 1000).toFixed(1)) : '';
        }),
      ];
    }),
  ),
)}

## Insertion and deletion

What the model says of the maps, areas over the whole picture's score: 16 steps, black. Of the ways asked about at three marks three
parts of each target, of the others the first; of AISE, which has no seed, one map, made of so many passes for that target alone. The
difference is that of the same targets to \`${PLAIN}\` on the default masks, with its 95 % interval; **bold** where the interval leaves out 0.

${fidelity(found)}

## Pointing and energy, detectors

Share of maps whose peak lies in the target's box, and of their positive weight.

${courses(detectors, 'pointing')}

${courses(detectors, 'energy')}

## Whether the stated error is true

Share of places whose reference lies in the stated 95 % interval, over ${SEEDS} disjoint runs of each target; the reference is of all
masks that a run has not seen, its own error added. All pairs together: **${covered(found, 'sum')}** for sums, **${covered(found, 'regression')}** for regression.

${table(
  ['pair', 'target', 'masks of a run', 'sum', 'regression'],
  found.flatMap(({ pair, coverage }) =>
    coverage.map((one) => [pair, one.target, String(one.masks), percent(one.sum), percent(one.regression)]),
  ),
)}

## Whether regression comes to the same map

Correlation of \`${OURS}\` on one half of all masks with \`${PLAIN}\` on the other, over how well each repeats itself on the two halves (Spearman's
correction for attenuation): 1 where both come to the same map with ever more masks. Mean over the targets: **${agreed(found)}**.

${table(
  ['pair', 'target', 'agreement of the limits'],
  found.flatMap(({ pair, limits }) => limits.map(({ target, agreement }) => [pair, target, fixed(agreement, 3)])),
)}
${skipped.length > 0 ? `\nNot measured: ${skipped.join(' ')}\n` : ''}`;
}

function verdict(found: readonly Found[]): string {
  const lines = ([PAPER, PLAIN] as const).map((other) => {
    const savings = savingsOf(found, other);
    if (!savings) return `No target comes to ${LEVEL} yet.`;
    const { ratio, targets, oursReckoned, otherReckoned } = savings;
    return `To a correlation of ${LEVEL}, \`${OURS}\` takes ${percent(ratio)} of the passes of \`${other}\`: geometric mean over ${targets} targets; its passes are reckoned (~ below) for ${oursReckoned} of them, those of \`${other}\` for ${otherReckoned}.`;
  });
  return lines.join('\n');
}

/** A number of passes, or what is made of it; with a sign where it is reckoned. */
function tell(found: Passes | null, write: (passes: number) => string = String): string {
  return found ? `${found.isReckoned ? '~' : ''}${write(found.passes)}` : '';
}

function courses(rows: readonly Row[], measure: Measure): string {
  const spreadAt = MARKS.indexOf(512);
  return table(
    [measure, 'targets', ...MARKS.map(String)],
    NAMES.map((way) => ({ way, course: courseOf(rows, way, measure) }))
      .filter(({ course }) => course.targets > 0)
      .map(({ way, course }) => [
        way,
        String(course.targets),
        ...course.values.map((value, at) => {
          const spread = at === spreadAt && measure === 'correlation' ? course.spread[at] : null;
          return spread === null ? fixed(value) : `${fixed(value)} (${fixed(spread)})`;
        }),
      ]),
  );
}

function fidelity(rows: readonly Row[]): string {
  const head = ASKED_MARKS.flatMap((mark) => [
    `insertion at ${mark}`,
    'difference',
    `deletion at ${mark}`,
    'difference',
  ]);
  return table(
    ['way', 'targets', ...head],
    NAMES.map((way) => {
      const cells = ASKED_MARKS.flatMap((mark) =>
        (['insertion', 'deletion'] as const).flatMap((measure) => {
          const at = MARKS.indexOf(mark);
          return [
            fixed(courseOf(rows, way, measure).values[at], 3),
            told(differenceOf(rows, way, PLAIN, measure, at), measure),
          ];
        }),
      );
      return [way, String(courseOf(rows, way, 'insertion').targets), ...cells];
    }).filter(([, targets]) => targets !== '0'),
  );
}

function told(difference: Difference | null, measure: Measure): string {
  if (!difference) return '';
  const { mean: value, half } = difference;
  const text = `${value >= 0 ? '+' : '−'}${Math.abs(value).toFixed(3)} ± ${half.toFixed(3)}`;
  if (Math.abs(value) <= half) return text;
  const better = measure === 'insertion' ? value > 0 : value < 0;
  return `**${text} ${better ? 'better' : 'worse'}**`;
}

function covered(found: readonly Found[], estimate: 'sum' | 'regression'): string {
  const shares = found.flatMap(({ coverage }) => coverage.map((one) => one[estimate]));
  return shares.length > 0 ? percent(mean(shares)) : 'not tried';
}

function agreed(found: readonly Found[]): string {
  const all = found.flatMap(({ limits }) => limits.map(({ agreement }) => agreement)).filter(Number.isFinite);
  return all.length > 0 ? mean(all).toFixed(3) : 'not tried';
}
