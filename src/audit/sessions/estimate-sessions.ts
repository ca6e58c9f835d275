import { XaiError } from '../../core/errors.ts';
import { explainSession } from '../../methods/explain-session.ts';
import type { Model } from '../../tasks/model.ts';
import { SessionWindows } from '../../tasks/series/session-windows.ts';
import type { AuditOptions } from '../run/options.ts';
import { type AuditEstimate, checkModels, choose } from '../run/run-audit.ts';
import type { SessionSet } from './session-set.ts';

/** Recordings that are read to learn how many windows they have, spread over all. */
const READ = 5;
/** Windows that are explained against the clock, once everything is open. */
const TIMED = 4;

/**
 * What an audit of recordings will take, by the pace of a few windows and the length of a few recordings.
 * @returns `pictures` counts recordings; `seconds` is null where none of the first could be read
 * @throws XaiError `option-invalid`, `method-unsupported`
 */
export async function estimateSessions(
  models: readonly Model[],
  data: SessionSet,
  options: AuditOptions & { readonly signal?: AbortSignal } = {},
): Promise<AuditEstimate> {
  const { signal } = options;
  const checked = checkModels(models, { ...options, metrics: [] }, data.name);
  const { chosen } = await choose(data.sessions, options, checked);
  let [read, milliseconds] = [0, 0];
  const pace: (number | null)[] = models.map(() => null);
  const count = Math.min(READ, chosen.length);
  for (let k = 0; k < count; k++) {
    try {
      const { recording } = await chosen[Math.floor((k * chosen.length) / count)].open(signal);
      for (const [at, model] of models.entries()) {
        const windows = new SessionWindows(model.seriesRecipe(), recording);
        pace[at] ??= await paceOf(model, windows, { ...options, signal });
        milliseconds += windows.count * (pace[at] ?? 0);
      }
      read++;
    } catch (cause) {
      signal?.throwIfAborted();
      // The audit itself will name what can't be read.
      if (!(cause instanceof XaiError) || cause.code === 'method-unsupported') throw cause;
    }
  }
  const seconds = read === 0 ? null : (chosen.length * milliseconds) / read / 1000;
  return { pictures: chosen.length, passes: null, seconds };
}

/** Milliseconds a window; the first ones take longer than all others and do not count. */
async function paceOf(
  model: Model,
  windows: SessionWindows,
  { explain, signal }: AuditOptions & { readonly signal?: AbortSignal },
) {
  const { recording, length, stride } = windows;
  const few = Math.min(windows.count, TIMED);
  const samples = length + (few - 1) * stride;
  const part = { ...recording, data: recording.data.map((values) => values.subarray(0, samples)), gaps: [] };
  let took = 0;
  for (let turn = 0; turn < 2; turn++) {
    const startedAt = performance.now();
    await explainSession(model, part, { ...explain, targets: 'top', signal }).result();
    took = performance.now() - startedAt;
  }
  return took / few;
}
