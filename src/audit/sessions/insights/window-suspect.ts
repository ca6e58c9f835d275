import type { WindowMean } from '../cluster-bootstrap.ts';
import { meanOverRecordings } from '../cluster-bootstrap.ts';
import type { WindowPlace } from './changed-window.ts';
import type { OpenedWindow } from './open-windows.ts';
import type { SessionFindingKind } from './session-finding.ts';
import { spreadOver, type WindowEvidence } from './window-evidence.ts';

/** What the maps of windows alone let one suspect; only a test on the windows makes it a finding. */
export interface WindowSuspect {
  readonly kind: SessionFindingKind;
  readonly label: string;
  readonly channel: string | null;
  readonly part: readonly [number, number] | null;
  /** Null where the maps do not tell, and only the test does. */
  readonly value: WindowMean | null;
  /** Windows that it was seen in. */
  readonly count: number;
  /** Windows that are tested. */
  readonly members: readonly WindowEvidence[];
  /** Windows of other classes that the suspected part is put into. */
  readonly hosts: readonly WindowEvidence[];
  /** What the maps show, without its full stop; null where nothing. */
  readonly seen: string | null;
  /** Share of the window that is changed. */
  readonly area: number;
  /** The suspected part of a window; null where it has none. */
  place(opened: OpenedWindow): WindowPlace | null;
  /** Parts that should not matter, each hidden by itself; none where there is no room. */
  controls(opened: OpenedWindow, place: WindowPlace): WindowPlace[];
}

/** Windows that are changed for each test. */
export const TESTED = 16;
/** Windows of a class below which nothing is said of it. */
const FEWEST = 5;
/** Length of a stretch, as a share of the window. */
const STRETCH = 1 / 8;
/** Share of the evidence beside the labels, and more of it at one part than of other classes, from which on it is worth a test. */
const BESIDE = 0.2;
const MORE_THERE = 0.1;
/** And how many times what a map without preference has there. */
const GATHERED = 2;
/** Where there are more channels none is tried: each costs passes, and maps of class activation do not tell which are worth it. */
const MOST_CHANNELS = 8;

/** All suspicions of one model. @param channels names of what the model is fed, where they are channels */
export function suspectWindows(
  windows: readonly WindowEvidence[],
  channels: readonly string[],
  seed: number,
): WindowSuspect[] {
  const labels = [...new Set(windows.map(({ answer }) => answer))].sort();
  return labels.flatMap((label) => {
    const own = windows.filter((one) => one.answer === label);
    const others = windows.filter((one) => one.answer !== label && one.label !== label);
    if (own.length < FEWEST) return [];
    const base = { label, hosts: spreadOver(others, TESTED) };
    return [
      ...suspectBeside(own, base, seed),
      ...suspectPart(own, others, base, seed),
      ...suspectChannels(own, base, channels),
    ];
  });
}

type Base = Pick<WindowSuspect, 'label' | 'hosts'>;

function suspectBeside(own: readonly WindowEvidence[], base: Base, seed: number): WindowSuspect[] {
  const known = own.filter(({ inside, chance }) => inside !== null && chance !== null && chance < 1 - STRETCH);
  const value = overRecordings(known, ({ inside }) => 1 - (inside as number), seed);
  if (known.length < FEWEST || !value || value.mean < BESIDE) return [];
  // Where the evidence lies on the event there is nothing beside it to test.
  const beside = known.filter(({ inside }) => 1 - (inside as number) >= BESIDE);
  const sorted = beside.sort((a, b) => (a.inside as number) - (b.inside as number));
  return [
    {
      ...base,
      ...{ kind: 'beside', channel: null, part: null, value, count: known.length, area: STRETCH },
      members: spreadOver(sorted, TESTED),
      seen: `"${base.label}" has ${percent(value.mean)} of its evidence beside the labelled event`,
      place: (opened) => strongestRun(opened, (part) => opened.labels !== null && !isLabelled(opened, part)),
      controls: (opened, place) => weakestRun(opened, place, (part) => !isLabelled(opened, part)),
    },
  ];
}

function suspectPart(
  own: readonly WindowEvidence[],
  others: readonly WindowEvidence[],
  base: Base,
  seed: number,
): WindowSuspect[] {
  const parts = own[0].weights.length;
  const run = runLength(parts);
  if (others.length < FEWEST) return [];
  const usual = meanWeights(others);
  const mine = meanWeights(own);
  const starts = Array.from({ length: parts - run + 1 }, (_, from) => from);
  const more = (from: number) => sumOf(mine, from, run) - sumOf(usual, from, run);
  const from = starts.reduce((best, start) => (more(start) > more(best) ? start : best), 0);
  const value = overRecordings(own, ({ weights }) => sumOf(weights, from, run) - sumOf(usual, from, run), seed);
  if (!value?.interval || value.interval.low < MORE_THERE || sumOf(mine, from, run) < GATHERED * STRETCH) return [];
  const sorted = [...own].sort((a, b) => sumOf(b.weights, from, run) - sumOf(a.weights, from, run));
  const part = [from / parts, (from + run) / parts] as const;
  return [
    {
      ...base,
      ...{ kind: 'window-part', channel: null, part, value, count: own.length, area: STRETCH },
      members: spreadOver(sorted, TESTED),
      seen: `From ${percent(part[0])} to ${percent(part[1])} of the window "${base.label}" has ${Math.round(100 * value.mean)} percentage points more of its evidence than other classes`,
      place: (opened) => {
        const isEvent = Array.from({ length: run }, (_, k) => isLabelled(opened, from + k)).some(Boolean);
        return isEvent ? null : placeOf(opened, from, run);
      },
      controls: (opened, place) => weakestRun(opened, place, () => true),
    },
  ];
}

/** Each channel is tried, since maps of class activation have the same in every row. */
function suspectChannels(own: readonly WindowEvidence[], base: Base, channels: readonly string[]): WindowSuspect[] {
  if (channels.length < 2 || channels.length > MOST_CHANNELS) return [];
  const members = spreadOver(own, TESTED);
  const whole = ({ window }: OpenedWindow, channel: number) => ({ from: 0, to: window.samples[0].length, channel });
  return channels.map((name, channel) => ({
    ...base,
    ...{ kind: 'channel', channel: name, part: null, value: null, count: own.length, members },
    seen: null,
    area: 1 / channels.length,
    // Channels that were mixed into one are none of the window's.
    place: (opened) => (opened.window.samples.length === channels.length ? whole(opened, channel) : null),
    controls: (opened) => channels.flatMap((_, other) => (other === channel ? [] : whole(opened, other))),
  }));
}

function overRecordings(
  windows: readonly WindowEvidence[],
  read: (window: WindowEvidence) => number,
  seed: number,
): WindowMean | null {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const window of windows) {
    const { sum, count } = sums.get(window.session) ?? { sum: 0, count: 0 };
    sums.set(window.session, { sum: sum + read(window), count: count + 1 });
  }
  return meanOverRecordings([...sums.values()], seed);
}

function runLength(parts: number): number {
  return Math.max(1, Math.round(STRETCH * parts));
}

function placeOf({ window, evidence }: OpenedWindow, part: number, run: number): WindowPlace {
  const scale = window.samples[0].length / evidence.weights.length;
  return { from: Math.round(part * scale), to: Math.round((part + run) * scale), channel: null };
}

/** Whether a label of the answer touches a part of the window. */
function isLabelled({ window, evidence, labels }: OpenedWindow, part: number): boolean {
  const step = (window.end - window.start) / evidence.weights.length;
  const [from, to] = [window.start + part * step, window.start + (part + 1) * step];
  return (labels ?? []).some(({ start, end }) => start < to && end > from);
}

/** The stretch of allowed parts with the most weight; null without any. */
function strongestRun(opened: OpenedWindow, isAllowed: (part: number) => boolean): WindowPlace | null {
  const { weights } = opened.evidence;
  const run = runLength(weights.length);
  const [best] = runsOf(weights, run, isAllowed).sort((a, b) => b.sum - a.sum || a.from - b.from);
  return best && best.sum > 0 ? placeOf(opened, best.from, run) : null;
}

/** The stretch of allowed parts with the least weight that does not touch a place. */
function weakestRun(opened: OpenedWindow, place: WindowPlace, isAllowed: (part: number) => boolean): WindowPlace[] {
  const { weights } = opened.evidence;
  const run = runLength(weights.length);
  const places = runsOf(weights, run, isAllowed)
    .sort((a, b) => a.sum - b.sum || a.from - b.from)
    .map(({ from }) => placeOf(opened, from, run));
  return places.filter(({ from, to }) => from >= place.to || to <= place.from).slice(0, 1);
}

function runsOf(weights: Float32Array, run: number, isAllowed: (part: number) => boolean) {
  const allowed = Array.from(weights, (_, part) => isAllowed(part));
  return Array.from({ length: weights.length - run + 1 }, (_, from) => ({
    from,
    sum: sumOf(weights, from, run),
  })).filter(({ from }) => allowed.slice(from, from + run).every(Boolean));
}

function meanWeights(windows: readonly WindowEvidence[]): Float32Array {
  const sums = new Float32Array(windows[0].weights.length);
  for (const { weights } of windows) {
    for (let part = 0; part < sums.length; part++) sums[part] += weights[part] / windows.length;
  }
  return sums;
}

function sumOf(values: Float32Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at++) sum += values[at];
  return sum;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
