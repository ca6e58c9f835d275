import type { GraphRunner } from '../src/runtime/graph-runner.ts';

/** Milliseconds a picture of a pipeline's passes and of bare passes that took turns with them. */
export interface TurnAbout {
  readonly pipeline: number;
  readonly bare: number;
  /** Milliseconds before the first run of the model and after the last one. */
  readonly once: number;
}

/** Runs of the model that are left out at the start, while code and caches are cold. */
const WARM_UP = 2;

/**
 * Has bare passes take turns with a pipeline's own, run by run. A machine's pace drifts by more within a second than the two
 * differ, and this way it meets both alike. For runners that hold the thread until they are done: nothing of the pipeline
 * goes on behind the bare passes. Its clock stands still meanwhile, or it would give twice as many partial maps a pass.
 * @param runners what the pipeline may send its batches through
 * @param bare one run of the model on `pictures` pictures
 * @param work the pipeline
 */
export async function turnAbout(
  runners: ReadonlySet<GraphRunner>,
  bare: () => Promise<void>,
  pictures: number,
  work: () => Promise<unknown>,
): Promise<TurnAbout> {
  const spent = { pipeline: 0, bare: 0, once: 0 };
  const passed = { pipeline: 0, bare: 0 };
  let runs = 0;
  let isBare = false;
  const now = performance.now.bind(performance);
  let paused = 0;
  performance.now = () => now() - paused;
  let since = now();
  for (const runner of runners) {
    const run = runner.run.bind(runner);
    runner.run = async (feeds, ...further) => {
      if (isBare) return run(feeds, ...further);
      if (runs === 0) spent.once = now() - since;
      const answer = await run(feeds, ...further);
      const between = now();
      const count = Object.values(feeds)[0].dims[0];
      const turns = Math.ceil(count / pictures);
      isBare = true;
      for (let turn = 0; turn < turns; turn++) await bare();
      isBare = false;
      const end = now();
      paused += end - between;
      if (runs >= WARM_UP) {
        spent.pipeline += between - since;
        passed.pipeline += count;
        spent.bare += end - between;
        passed.bare += turns * pictures;
      }
      runs++;
      since = end;
      return answer;
    };
  }
  try {
    await work();
  } finally {
    Reflect.deleteProperty(performance, 'now');
    for (const runner of runners) Reflect.deleteProperty(runner, 'run');
  }
  spent.once += now() - since;
  return { pipeline: spent.pipeline / passed.pipeline, bare: spent.bare / passed.bare, once: spent.once };
}
