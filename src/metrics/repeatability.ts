import { wholeNumber } from '../core/check-options.ts';
import { mean, pearson } from '../core/statistics.ts';
import { Dice } from '../scenes/dice.ts';
import { having, type Metric, NOT_DEFINED } from './metric.ts';
import { addNoise } from './noisy-explanations.ts';

export interface RepeatabilityOptions {
  /** How often the picture is explained again, 1 to 1000. Default 2. */
  readonly repeats?: number;
  /** Whole number from 0. Default 0. */
  readonly seed?: number;
}

const REPEATS = 2;
/** One step of a colour that has 256: what storing a picture anew may change. */
const TINY = 1 / 255;

/**
 * Whether the same question has the same answer: the mean correlation (Pearson) of the map with those of the same picture
 * explained again. Methods that draw by chance draw anew, with the seeds that follow; for all others each colour of each pixel is
 * moved by one step at most. A test and its retest, as psychometrics has it: 1 says that nothing depends on chance.
 */
export const REPEATABILITY: Metric<RepeatabilityOptions> = {
  name: 'repeatability',
  title: 'Repeatability',
  question: 'Would the map be the same, made again with another seed or in a picture stored anew?',
  source: 'Test-retest correlation',
  range: [-1, 1],
  better: 'higher',
  needs: ['explain'],
  cost: 'one explanation a repetition (2)',
  count: ({ repeats = REPEATS }) => ({ passes: 0, explanations: repeats }),
  async measure(subject, { repeats = REPEATS, seed = 0 } = {}) {
    const { map, picture, explain, signal } = having(subject, 'Repeatability', 'explain');
    wholeNumber('repeats', repeats, 1, 1000);
    wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
    if (map.data.every((value) => value === map.data[0])) return NOT_DEFINED;
    const own = map.provenance.seed;
    const correlations: number[] = [];
    for (let turn = 0; turn < repeats; turn++) {
      signal?.throwIfAborted();
      const again =
        own === null
          ? await explain(await addNoise(picture, TINY, new Dice(seed, turn)))
          : await explain(picture, undefined, own + turn + 1);
      correlations.push(pearson(map.data, again.data));
    }
    return { value: mean(correlations), parts: { correlations } };
  },
};
