import { Run } from '../../core/run.ts';
import type { Model } from '../../tasks/model.ts';
import type { DataSet } from '../data/data-set.ts';
import { byName } from '../data/file-tree.ts';
import type { Journal } from '../run/journal.ts';
import { hasAnswerScore } from './answer-score.ts';
import { suspectBeside } from './beside.ts';
import { suspectCoOccurrence } from './co-occurrence.ts';
import { suspectContext } from './context.ts';
import { type Tested, testSuspect } from './counterfactual.ts';
import { collectEvidence } from './evidence.ts';
import type { Finding, Movement } from './finding.ts';
import { suspectFixedPositions } from './fixed-positions.ts';
import { suspectOutliers } from './outliers.ts';
import type { Side } from './sides.ts';
import { percent, type Suspect } from './suspect.ts';

/** By how much a test has to move the answer beyond its control, with the whole interval, for a finding to be claimed. */
export const CLAIMED = 0.1;
/** Suspects of one kind and model that are tested: the strongest. */
const MOST_OF_A_KIND = 6;
const MOST_EXAMPLES = 8;

/**
 * What a finished audit says about its models over the whole set. The maps raise suspicions, each is tested by changing pictures
 * and asking the model again, and only those that move the answer are findings.
 * @param models and `data` as the audit had them
 * @returns counted in tests; `result()` has the findings, the gravest first: null when models of this task can't be asked again
 * @throws XaiError through `result()`: `data-unreadable`, ...
 */
export function findInsights(
  models: readonly Model[],
  data: DataSet,
  { header, records }: Journal,
  { signal: outer }: { readonly signal?: AbortSignal } = {},
): Run<readonly Finding[] | null> {
  return new Run<readonly Finding[] | null>(async ({ signal, report }) => {
    if (!models.every(hasAnswerScore)) return null;
    const { seed } = header.plan.options;
    const sorted = [...records.values()].sort((a, b) => byName(a.picture, b.picture));
    const cases = models.flatMap((model, index) => {
      const evidence = collectEvidence(sorted, index);
      const bench = { model, data, evidence, seed, signal };
      return suspectAll(bench.evidence, seed).map((suspect) => ({ suspect, bench, index }));
    });
    const findings: Finding[] = [];
    for (const [done, { suspect, bench, index }] of cases.entries()) {
      report(done, cases.length, findings);
      const finding = claim(suspect, await testSuspect(suspect, bench), index);
      if (finding) findings.push(finding);
    }
    report(cases.length, cases.length, findings);
    return findings.sort((a, b) => b.rank - a.rank);
  }, outer);
}

function suspectAll(evidence: Parameters<typeof suspectOutliers>[0], seed: number): Suspect[] {
  // Of what no class number stands for, such as an object of a class that the model does not have, no score can be asked.
  const asked = evidence.filter(({ explanation }) => explanation.class >= 0);
  const kinds = [
    suspectFixedPositions(asked, seed),
    suspectContext(asked, seed),
    suspectCoOccurrence(asked, seed),
    suspectOutliers(asked),
  ];
  const strongest = kinds.flatMap((suspects) => suspects.sort((a, b) => b.value - a.value).slice(0, MOST_OF_A_KIND));
  // What stands beside objects is tested for all classes anyway, since each is compared with the others.
  return [...strongest, ...suspectBeside(asked, seed)];
}

/** The finding that a test bears out; null when it does not. */
export function claim(suspect: Suspect, { cover, paste, area, sides }: Tested, model: number): Finding | null {
  // Both the movement and what of it is beyond the control: a control that moves the other way proves nothing.
  const byCovering = isTested(cover, suspect)
    ? -Math.max(cover.interval.high, cover.beyond.high, othersOf(cover).high)
    : 0;
  const byPasting = isTested(paste, suspect) ? Math.min(paste.interval.low, paste.beyond.low, othersOf(paste).low) : 0;
  const strength = strengthOf(suspect.kind, byCovering, byPasting);
  if (strength < CLAIMED) return null;
  const { kind, label, other, value, interval, members, region } = suspect;
  return {
    kind,
    model,
    label,
    other,
    sentence: `${suspect.seen}. ${[sayCovered(cover, suspect, sides), sayPasted(paste, label)].filter(Boolean).join(' ')}`,
    value,
    interval,
    count: members.length,
    region: region && [...region],
    sides: sides && [...sides],
    examples: [...new Set(members.map(({ record }) => record.picture))].slice(0, MOST_EXAMPLES),
    cover,
    paste,
    // Little of the picture that moves much is worse than much of it, and a few maps are less than all of a class.
    rank: strength * (1 - area) * (kind === 'outlier' ? value : 1),
  };
}

/** Pictures with a control below which a test says nothing: intervals of fewer are too narrow. */
const FEWEST_TESTED = 5;

/** What has peers is tested only beside them. */
function isTested(
  movement: Movement | null,
  { peers }: Suspect,
): movement is Movement & { readonly beyond: NonNullable<Movement['beyond']> } {
  if (movement === null || movement.beyond === null || movement.count < FEWEST_TESTED) return false;
  return !peers || (movement.others?.count ?? 0) >= FEWEST_TESTED;
}

/** By how much more it moves than the other classes; what is compared with none is held back by none. */
function othersOf({ others }: Movement) {
  return others ?? { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };
}

function strengthOf(kind: Suspect['kind'], byCovering: number, byPasting: number): number {
  // What lies at one place may be a part of the object or of its surroundings, unless it works on other pictures too.
  if (kind === 'fixed-position') return byPasting;
  // Surroundings tell every model something; they carry the answer where it goes with them and comes with them.
  return kind === 'context' ? Math.min(byCovering, byPasting) : Math.max(byCovering, byPasting);
}

function sayCovered(cover: Movement | null, { kind, label }: Suspect, sides: Tested['sides']): string {
  if (!cover) return '';
  const moves = `moves the score from ${percent(cover.before)} to ${percent(cover.after)}`;
  if (kind === 'beside') {
    const where = (sides ?? []).map(({ side, count: times }) => `${SIDE_WORDS[side]} in ${times}`).join(', ');
    return `Covering what is on one side of the object in ${count(cover.count)} (${where}) ${moves}${beside(cover, 'the opposite side')}.`;
  }
  return kind === 'context'
    ? `Exchanging the surroundings of ${count(cover.count)} for those of other classes ${moves}${beside(cover, `for those of other pictures of "${label}"`)}.`
    : `Covering that in ${count(cover.count)} ${moves}${beside(cover, 'an equally large place elsewhere')}.`;
}

function sayPasted(paste: Movement | null, label: string): string {
  if (!paste) return '';
  return `Pasting it into ${count(paste.count)} of other classes moves the score of "${label}" from ${percent(paste.before)} to ${percent(paste.after)}${beside(paste, 'the same place of other pictures')}.`;
}

const SIDE_WORDS: Readonly<Record<Side, string>> = {
  left: 'to its left',
  right: 'to its right',
  above: 'above it',
  below: 'below it',
};

function beside({ control, before, others }: Movement, what: string): string {
  if (control === null) return '';
  const compared = others ? `; beyond their controls the other classes move by ${points(others.moved)}` : '';
  return ` (${what}: to ${percent(before + control)}${compared})`;
}

function points(score: number): string {
  return `${Math.round(100 * score)} percentage points`.replace('-', '−');
}

function count(pictures: number): string {
  return pictures === 1 ? '1 picture' : `${pictures} pictures`;
}
