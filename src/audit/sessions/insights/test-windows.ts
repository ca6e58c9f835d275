import { mean } from '../../../core/statistics.ts';
import type { SeriesWindow } from '../../../core/subject.ts';
import type { Model } from '../../../tasks/model.ts';
import { meanOverRecordings } from '../cluster-bootstrap.ts';
import { hidePlace, pastePlace } from './changed-window.ts';
import { keyOf, type OpenedWindow, type OpenedWindows } from './open-windows.ts';
import type { SessionFinding, SessionMovement } from './session-finding.ts';
import type { WindowEvidence } from './window-evidence.ts';
import type { WindowSuspect } from './window-suspect.ts';

export interface WindowBench {
  readonly model: Model;
  /** Members and hosts of all suspects. */
  readonly windows: OpenedWindows;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** What was hidden or put elsewhere, and how the answer moved. */
export interface TestedWindows {
  readonly hide: SessionMovement | null;
  readonly paste: SessionMovement | null;
  /** The windows in which something was hidden, with the stretch in seconds, in order. */
  readonly places: SessionFinding['examples'];
}

/** Scores of one window. */
interface Change {
  readonly session: string;
  readonly before: number;
  readonly after: number;
  readonly control: number | null;
}

/**
 * Hides the suspected parts where they are, and puts them where they are not, each beside controls on the same window.
 * Three passes a window and test; one more for each further channel.
 */
export async function testWindows(suspect: WindowSuspect, bench: WindowBench): Promise<TestedWindows> {
  const places: SessionFinding['examples'] = [];
  const hidden = await hideMembers(suspect, bench, places);
  const pasted = await pasteIntoHosts(suspect, bench);
  return { hide: movementOf(hidden, bench.seed), paste: movementOf(pasted, bench.seed), places };
}

async function hideMembers(
  suspect: WindowSuspect,
  bench: WindowBench,
  places: SessionFinding['examples'],
): Promise<Change[]> {
  const recipe = bench.model.seriesRecipe();
  const changes: Change[] = [];
  for (const opened of openedOf(suspect.members, bench)) {
    const place = suspect.place(opened);
    if (!place) continue;
    const { window, evidence } = opened;
    const ask = (changed: SeriesWindow) => scoreOf(bench, changed, suspect.label);
    const controls: number[] = [];
    for (const other of suspect.controls(opened, place)) controls.push(await ask(hidePlace(recipe, window, other)));
    const second = (sample: number) => window.start + (sample / window.samples[0].length) * (window.end - window.start);
    places.push({
      session: evidence.session,
      window: evidence.index,
      start: second(place.from),
      end: second(place.to),
    });
    changes.push({
      session: evidence.session,
      before: await ask(window),
      after: await ask(hidePlace(recipe, window, place)),
      control: controls.length > 0 ? mean(controls) : null,
    });
  }
  return changes;
}

async function pasteIntoHosts(suspect: WindowSuspect, bench: WindowBench): Promise<Change[]> {
  const recipe = bench.model.seriesRecipe();
  const donors = openedOf(suspect.members, bench).flatMap((opened) => {
    const place = suspect.place(opened);
    return place ? [{ window: opened.window, place }] : [];
  });
  const hosts = openedOf(suspect.hosts, bench);
  if (donors.length === 0 || hosts.length < 2) return [];
  const changes: Change[] = [];
  for (const [k, { window, evidence }] of hosts.entries()) {
    const { window: donor, place } = donors[k % donors.length];
    const other = hosts[(k + 1) % hosts.length].window;
    const ask = (changed: SeriesWindow) => scoreOf(bench, changed, suspect.label);
    changes.push({
      session: evidence.session,
      before: await ask(window),
      after: await ask(pastePlace(recipe, window, donor, place)),
      control: await ask(pastePlace(recipe, window, other, place)),
    });
  }
  return changes;
}

function openedOf(windows: readonly WindowEvidence[], bench: WindowBench): OpenedWindow[] {
  return windows.flatMap((one) => bench.windows.get(keyOf(one)) ?? []);
}

/** Of one class, in [0, 1]. */
async function scoreOf({ model, signal }: WindowBench, window: SeriesWindow, label: string): Promise<number> {
  const { classes } = await model.predict(window, { signal });
  return classes?.find((one) => one.label === label)?.score ?? 0;
}

/** What the changes of several windows come to; null without any. */
function movementOf(changes: readonly Change[], seed: number): SessionMovement | null {
  if (changes.length === 0) return null;
  const moved = overRecordings(changes, ({ before, after }) => after - before, seed);
  const beyond = overRecordings(changes, ({ after, control }) => (control === null ? null : after - control), seed);
  const controls = changes.flatMap(({ before, control }) => (control === null ? [] : control - before));
  return {
    count: changes.length,
    recordings: new Set(changes.map(({ session }) => session)).size,
    before: mean(changes.map(({ before }) => before)),
    after: mean(changes.map(({ after }) => after)),
    moved: mean(changes.map(({ before, after }) => after - before)),
    interval: moved?.interval ?? null,
    control: controls.length > 0 ? mean(controls) : null,
    beyond: beyond?.interval ?? null,
  };
}

function overRecordings(changes: readonly Change[], read: (change: Change) => number | null, seed: number) {
  const sessions = [...new Set(changes.map(({ session }) => session))];
  return meanOverRecordings(
    sessions.map((session) => {
      const values = changes.filter((one) => one.session === session).flatMap((one) => read(one) ?? []);
      return { sum: values.reduce((total, value) => total + value, 0), count: values.length };
    }),
    seed,
  );
}
