import { Run } from '../../../core/run.ts';
import type { Model } from '../../../tasks/model.ts';
import { byName } from '../../data/file-tree.ts';
import { CLAIMED } from '../../insights/find-insights.ts';
import { percent } from '../../insights/suspect.ts';
import type { Journal } from '../../run/journal.ts';
import { FEWEST_RECORDINGS } from '../cluster-bootstrap.ts';
import type { SessionRecord } from '../session-record.ts';
import type { SessionSet } from '../session-set.ts';
import { openWindows } from './open-windows.ts';
import type { SessionFinding, SessionMovement } from './session-finding.ts';
import { type TestedWindows, testWindows } from './test-windows.ts';
import { collectWindows } from './window-evidence.ts';
import { suspectWindows, type WindowSuspect } from './window-suspect.ts';

const MOST_EXAMPLES = 8;

/**
 * What a finished audit of recordings says about its models over the whole set: suspicions by the maps, each tested by changing
 * windows and asking the model again; only those that move the answer are findings.
 * @param models and `data` as the audit had them
 * @returns counted in tests; `result()` has the findings, the gravest first
 * @throws XaiError through `result()`: `data-unreadable`, `recording-unreadable`, ...
 */
export function findSessionInsights(
  models: readonly Model[],
  data: SessionSet,
  { header, records }: Journal<SessionRecord>,
  { signal: outer }: { readonly signal?: AbortSignal } = {},
): Run<readonly SessionFinding[]> {
  return new Run<readonly SessionFinding[]>(async ({ signal, report }) => {
    const { seed } = header.plan.options;
    const sorted = [...records.values()].sort((a, b) => byName(a.session, b.session));
    const suspects = models.map((model, index) => {
      // Channels are changed in the recording, so they are tried where the model is fed spectra of them, too.
      const channels = model.seriesRecipe().input.channels ?? commonChannels(sorted);
      return suspectWindows(collectWindows(sorted, index), channels, seed);
    });
    const total = suspects.reduce((sum, own) => sum + own.length, 0);
    const findings: SessionFinding[] = [];
    let done = 0;
    for (const [index, model] of models.entries()) {
      const wanted = suspects[index].flatMap(({ members, hosts }) => [...members, ...hosts]);
      report(done, total, findings);
      const windows = await openWindows(wanted, model, data, signal);
      for (const suspect of suspects[index]) {
        signal.throwIfAborted();
        const finding = claim(suspect, await testWindows(suspect, { model, windows, seed, signal }), index);
        if (finding) findings.push(finding);
        report(++done, total, findings);
      }
    }
    return findings.sort((a, b) => b.rank - a.rank);
  }, outer);
}

/** Channels of all recordings, where they are the same. */
function commonChannels(sessions: readonly SessionRecord[]): readonly string[] {
  const known = sessions.map(({ channels }) => channels).filter((channels) => channels.length > 0);
  return known.every((channels) => channels.join('\n') === known[0].join('\n')) ? (known[0] ?? []) : [];
}

/** The finding that a test bears out; null when it does not. */
export function claim(
  suspect: WindowSuspect,
  { hide, paste, places }: TestedWindows,
  model: number,
): SessionFinding | null {
  // Both the movement and what of it is beyond the control: a control that moves the other way proves nothing.
  const byHiding = isTested(hide) ? -Math.max(hide.interval.high, hide.beyond.high) : 0;
  const byPasting = isTested(paste) ? Math.min(paste.interval.low, paste.beyond.low) : 0;
  const strength = strengthOf(suspect.kind, byHiding, byPasting);
  if (strength < CLAIMED) return null;
  const { kind, label, channel, part, value, count, seen, area } = suspect;
  return {
    kind,
    model,
    label,
    channel,
    part: part && [...part],
    sentence: [seen && `${seen}.`, sayHidden(suspect, hide), sayPasted(suspect, paste)].filter(Boolean).join(' '),
    value: value?.mean ?? null,
    interval: value?.interval ?? null,
    count,
    examples: places.slice(0, MOST_EXAMPLES),
    hide,
    paste,
    // That a channel carries a class need be no fault; what lies beside the event is one.
    rank: strength * (1 - area) * (kind === 'channel' ? 0.5 : 1),
  };
}

function strengthOf(kind: WindowSuspect['kind'], byHiding: number, byPasting: number): number {
  // What lies at one part of the window may be a part of what happens, unless it works in other windows too.
  if (kind === 'window-part') return byPasting;
  // Every channel tells a model something; one carries a class where the class goes with it and comes with it.
  return kind === 'channel' ? Math.min(byHiding, byPasting) : Math.max(byHiding, byPasting);
}

type Tested = SessionMovement & {
  readonly interval: NonNullable<SessionMovement['interval']>;
  readonly beyond: NonNullable<SessionMovement['beyond']>;
};

function isTested(movement: SessionMovement | null): movement is Tested {
  return movement?.interval != null && movement.beyond !== null && movement.recordings >= FEWEST_RECORDINGS;
}

function sayHidden({ kind, channel, label }: WindowSuspect, hide: SessionMovement | null): string {
  if (!hide) return '';
  const what =
    kind === 'channel'
      ? `Replacing channel ${channel} by its mean`
      : kind === 'beside'
        ? 'Replacing the strongest stretch there by a straight line'
        : 'Replacing that part by a straight line';
  const control = kind === 'channel' ? 'another channel' : 'an equally long stretch elsewhere';
  return `${what} in ${countOf(hide)} moves the score of "${label}" from ${percent(hide.before)} to ${percent(hide.after)}${beside(hide, control)}.`;
}

function sayPasted({ kind, channel, label }: WindowSuspect, paste: SessionMovement | null): string {
  if (!paste) return '';
  const what = kind === 'channel' ? `channel ${channel}` : 'it';
  const control = kind === 'channel' ? 'that of other windows' : 'the same stretch of other windows';
  return `Putting ${what} into ${countOf(paste)} of other classes moves the score of "${label}" from ${percent(paste.before)} to ${percent(paste.after)}${beside(paste, control)}.`;
}

function beside({ before, control }: SessionMovement, what: string): string {
  return control === null ? '' : ` (${what}: to ${percent(before + control)})`;
}

function countOf({ count, recordings }: SessionMovement): string {
  const windows = count === 1 ? '1 window' : `${count} windows`;
  return `${windows} of ${recordings === 1 ? '1 recording' : `${recordings} recordings`}`;
}
