import { XaiError } from '../core/errors.ts';
import { takeTurns } from '../core/next-turn.ts';
import type { RunContext } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Tensor } from '../core/tensor.ts';
import { freeArrays } from '../runtime/free-arrays.ts';
import { BatchTuner } from './batch-tuner.ts';
import { checkBatch, checkPartialEvery } from './check-common.ts';
import type { AnswerReader } from './cpu-passes.ts';
import type { Question, QuestionOptions } from './question.ts';

/** Options of every method that looks at the answers to changed pictures or layers. */
export interface ChangeOptions extends QuestionOptions {
  /** Changed copies per run. Default: what fits the memory set aside for it (4 pictures at most on a CPU). */
  readonly batch?: number;
  /** Least milliseconds between two partial maps; 0: one a batch; null: none. Default 250. */
  readonly partialEvery?: number | null;
  readonly signal?: AbortSignal;
}

/** @throws XaiError `option-invalid` naming the option */
export function checkChangeOptions({ batch, partialEvery }: ChangeOptions): {
  readonly batch: number | null;
  readonly partialEvery: number | null;
} {
  return {
    batch: checkBatch(batch),
    partialEvery: checkPartialEvery(partialEvery),
  };
}

/** Runs changed copies `first` to `first + count - 1` and gives the outputs that the answer is read from, which are freed then. */
export type RunCopies = (first: number, count: number) => Promise<Readonly<Record<string, Tensor>>>;

/** Sends changed copies through a model, batch after batch, and reads one score a target of each. */
export class ChangedPasses {
  readonly #reader: AnswerReader;
  readonly #tuner: BatchTuner;
  readonly #signal: AbortSignal;
  readonly #takeTurn = takeTurns();

  /** @param most copies per run */
  constructor(reader: AnswerReader, most: number, signal: AbortSignal) {
    this.#reader = reader;
    this.#tuner = new BatchTuner(null, most);
    this.#signal = signal;
  }

  /**
   * @param tell is told after each batch how many are done
   * @returns length count x targets, one row a copy
   * @throws the abort reason, or what `run` throws; a batch too large for the memory is tried again in halves
   */
  async score(
    count: number,
    run: RunCopies,
    tell: (done: number, scores: Float32Array) => void = () => {},
  ): Promise<Float32Array> {
    const { targets } = this.#reader;
    const scores = new Float32Array(count * targets);
    for (let first = 0; first < count; ) {
      this.#signal.throwIfAborted();
      const size = Math.min(this.#tuner.size, count - first);
      try {
        const outputs = await run(first, size);
        for (let n = 0; n < size; n++) this.#reader.read(outputs, n, scores, (first + n) * targets, null, 0);
        freeArrays(Object.values(outputs).map(({ data }) => data));
      } catch (cause) {
        if (cause instanceof XaiError && cause.code === 'out-of-memory' && this.#tuner.shrink()) continue;
        throw cause;
      }
      first += size;
      tell(first, scores);
      await this.#takeTurn();
    }
    this.#signal.throwIfAborted();
    return scores;
  }
}

export interface ScoreChanges {
  readonly question: Question;
  /** Changed copies in all. */
  readonly count: number;
  /** Copies per run at most. */
  readonly most: number;
  readonly partialEvery: number | null;
  readonly run: RunCopies;
  /**
   * Maps from the scores of the first `done` copies.
   * @param scores length count x targets, one row a copy
   */
  finish(scores: Float32Array, done: number): Saliency[];
}

/** The whole way of a method with a fixed number of changed copies: scores, progress, partial maps, result. */
export async function explainByChanges(context: RunContext<Saliency[]>, changes: ScoreChanges): Promise<Saliency[]> {
  const { question, count, most, partialEvery, run, finish } = changes;
  const passes = new ChangedPasses(question.makeReader(), most, context.signal);
  let due = performance.now() + (partialEvery ?? Number.POSITIVE_INFINITY);
  context.report(0, count);
  const scores = await passes.score(count, run, (done, soFar) => {
    const isDue = performance.now() >= due && done < count;
    context.report(done, count, isDue ? finish(soFar, done) : null);
    if (isDue) due = performance.now() + (partialEvery ?? 0);
  });
  return finish(scores, count);
}

/** One target's scores, one a copy. */
export function scoresOf(scores: Float32Array, targets: number, target: number): Float32Array {
  return Float32Array.from({ length: scores.length / targets }, (_, n) => scores[n * targets + target]);
}
