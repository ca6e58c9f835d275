import type { Run } from '../core/run.ts';
import { createProgress, type Progress } from './progress.ts';

/**
 * Waits for an audit, with its progress on standard error.
 * @param name of the audit, before the bar
 * @param kept what goes on where it stopped
 * @returns null when it was interrupted
 */
export async function followAudit<T>(
  run: Run<T>,
  progress: Progress,
  { name, kept, signal }: { readonly name: string; readonly kept: string; readonly signal: AbortSignal },
): Promise<T | null> {
  let begun = false;
  try {
    for await (const { done, total, remaining } of run) {
      if (!begun) progress.begin(name, total);
      begun = true;
      progress.update(done, total, remaining);
    }
    return await run.result();
  } catch (cause) {
    if (!signal.aborted) throw cause;
    process.stderr.write(`Interrupted; what was finished is kept in ${kept}. The same command goes on.\n`);
    return null;
  } finally {
    if (begun) progress.end();
  }
}

/** What stands for a result that was not waited for. */
export const INTERRUPTED = Symbol('interrupted');

/** Waits for the tests of what an audit suspects, with its progress on standard error. */
export async function followTests<T>(
  run: Run<T>,
  { asked, signal }: { readonly asked: boolean; readonly signal: AbortSignal },
): Promise<T | typeof INTERRUPTED> {
  const progress = createProgress(asked, 'tests');
  let begun = false;
  try {
    for await (const { done, total, remaining } of run) {
      if (!begun) progress.begin('insights', total);
      begun = true;
      progress.update(done, total, remaining);
    }
    return await run.result();
  } catch (cause) {
    if (!signal.aborted) throw cause;
    process.stderr.write('Interrupted while testing insights; all maps are kept. The same command goes on.\n');
    return INTERRUPTED;
  } finally {
    if (begun) progress.end();
  }
}
