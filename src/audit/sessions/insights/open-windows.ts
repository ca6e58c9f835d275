import type { Label } from '../../../core/series/recording.ts';
import type { SeriesWindow } from '../../../core/subject.ts';
import type { Model } from '../../../tasks/model.ts';
import { SessionWindows } from '../../../tasks/series/session-windows.ts';
import type { SessionSet } from '../session-set.ts';
import type { WindowEvidence } from './window-evidence.ts';

/** A window with its samples. */
export interface OpenedWindow {
  readonly evidence: WindowEvidence;
  readonly window: SeriesWindow;
  /** Labels of its own answer that touch it; null where nobody labelled the recording. */
  readonly labels: readonly Label[] | null;
}

/** Windows by {@link keyOf}. */
export type OpenedWindows = ReadonlyMap<string, OpenedWindow>;

export function keyOf({ session, index }: Pick<WindowEvidence, 'session' | 'index'>): string {
  return `${session}\n${index}`;
}

/**
 * Reads windows, each recording once and one after the other; only the windows are kept.
 * @throws XaiError as opening a recording does
 */
export async function openWindows(
  wanted: readonly WindowEvidence[],
  model: Model,
  data: SessionSet,
  signal?: AbortSignal,
): Promise<OpenedWindows> {
  const bySession = new Map<string, Map<string, WindowEvidence>>();
  for (const one of wanted) {
    const own = bySession.get(one.session) ?? new Map<string, WindowEvidence>();
    bySession.set(one.session, own.set(keyOf(one), one));
  }
  const opened = new Map<string, OpenedWindow>();
  for (const entry of data.sessions) {
    const own = bySession.get(entry.name);
    if (!own) continue;
    signal?.throwIfAborted();
    const { recording, labels } = await entry.open(signal);
    const windows = new SessionWindows(model.seriesRecipe(), recording);
    for (const [key, evidence] of own) {
      const window = windows.at(evidence.index);
      opened.set(key, {
        evidence,
        // The samples are a view of the recording, which is let go.
        window: { ...window, samples: window.samples.map((values) => values.slice()) },
        labels:
          labels?.filter(
            ({ label, start, end }) => label === evidence.answer && start < window.end && end > window.start,
          ) ?? null,
      });
    }
  }
  return opened;
}
