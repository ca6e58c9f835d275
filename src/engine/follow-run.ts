import type { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { DriseRun } from '../methods/d-rise.ts';
import { RiseRun } from '../methods/rise.ts';
import type { CallTools } from './worker-port.ts';

/** Tells the page how far an explanation is, until its maps are there. */
export async function followRun(run: Run<Saliency[]>, tools: CallTools): Promise<Saliency[]> {
  const unit = run instanceof DriseRun || run instanceof RiseRun ? 'masks' : 'passes';
  for await (const { done, total, remaining, partial } of run) {
    tools.progress({ unit, done, total, remaining });
    if (partial) tools.partial(partial);
  }
  return run.result();
}
