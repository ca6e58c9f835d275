import type { Protocol, Page as Tab } from 'puppeteer-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds that the task took, and of them those in which its thread had a core. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** A task of the page's main thread: milliseconds on the clock, and of them those in which it had a core. */
export interface MainTask {
  readonly wall: number;
  readonly own: number;
}

/**
 * The tasks of a page's main thread that take longer than 50 ms while something goes on, as `longtask` entries have them,
 * each with the time in which it had a core: on a machine whose cores others use, the rest is waiting for one.
 */
export async function longTasksDuring(tab: Tab, act: () => Promise<void>): Promise<MainTask[]> {
  const session = await tab.createCDPSession();
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = ['toplevel', '__metadata'];
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories } as Protocol.Tracing.TraceConfig,
  });
  try {
    await act();
  } finally {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await complete;
    await session.detach();
  }
  const mains = events
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => `${pid}:${tid}`);
  return events
    .filter(({ ph, name, pid, tid }) => ph === 'X' && /RunTask$/.test(name) && mains.includes(`${pid}:${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ wall: Math.round(dur / 1000), own: Math.round(tdur / 1000) }))
    .filter(({ wall }) => wall > 50);
}
