import type { Question } from './question.ts';

const LARGEST_BATCH = 128;
const LARGEST_BATCH_BYTES = 256 * 2 ** 20;

/**
 * Pictures a run on a CPU: four keep its cores busier than one does, up to a third a pass; eight small ones up to another
 * eighth (docs/benchmarks.md). On wasm runs disagree about what more than two large ones bring, and two cost the pipeline
 * least beside bare passes. Not tuned, since the last bits of a map should not hang on what else the machine does.
 */
const CPU_BATCH = { node: 4, wasm: 2 } as const;
const CPU_BATCH_OF_SMALL = 8;
const SMALL_BYTES = 1.5 * 2 ** 20;
/** A graph for batches takes as long to open and check as some tens of passes. */
export const FEWEST_MASKS_FOR_CPU_BATCH = 100;
/** Several passes that take longer than this, in milliseconds, could not be cancelled in time. */
const LONGEST_PASS_FOR_CPU_BATCH = 250;

/** Most changed pictures per run: what was asked for; else few on a CPU, and on a GPU up to what fits 256 MB. */
export function picturesPerRun(question: Question, passes: number, asked: number | null): number {
  const { graph, model, prepared } = question;
  if (asked !== null) return asked;
  const { provider } = graph.runner;
  if (provider !== 'webgpu') {
    const isShort = passes < FEWEST_MASKS_FOR_CPU_BATCH;
    if (isShort || (model.millisecondsPerPass ?? 0) > LONGEST_PASS_FOR_CPU_BATCH) return 1;
    return prepared.tensor.byteLength <= SMALL_BYTES ? CPU_BATCH_OF_SMALL : CPU_BATCH[provider];
  }
  return Math.max(1, Math.min(LARGEST_BATCH, Math.floor(LARGEST_BATCH_BYTES / (prepared.tensor.length * 4))));
}

const LARGEST_TAIL_BATCH = 64;
const LARGEST_TAIL_BATCH_BYTES = 16 * 2 ** 20;

/**
 * Most changed layers per run: what was asked for, else what fits 16 MB. The weights of a head are read once a run, so more
 * at once pay on a CPU too.
 * @param size floats that one pass is fed with
 */
export function layersPerRun(size: number, asked: number | null): number {
  return asked ?? Math.max(1, Math.min(LARGEST_TAIL_BATCH, Math.floor(LARGEST_TAIL_BATCH_BYTES / (size * 4))));
}
