import { wholeNumber } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { mean, spearman } from '../core/statistics.ts';
import { randomiseWeights, weightLayers } from '../onnx/randomise-weights.ts';
import { having, type Metric } from './metric.ts';

export interface RandomisationOptions {
  /** Steps from the model's output to its input, 1 to 1000; each draws an equal share more of the layers anew. Default 4. */
  readonly stages?: number;
  /** Whole number from 0. Default 0. */
  readonly seed?: number;
}

const STAGES = 4;

/**
 * Model parameter randomisation (Adebayo et al., "Sanity checks for saliency maps", NeurIPS 2018), cascading from the top: the
 * mean magnitude of the rank correlation between the map and those of copies of the model whose layers are random, a quarter,
 * a half, three quarters and all of them. A map that stays the same says nothing about what the model has learnt.
 */
export const PARAMETER_RANDOMISATION: Metric<RandomisationOptions> = {
  name: 'parameter-randomisation',
  title: 'Parameter randomisation',
  question: 'Does the map change when the model forgets what it has learnt?',
  source: 'Adebayo et al., NeurIPS 2018, arXiv:1810.03292',
  range: [0, 1],
  better: 'lower',
  needs: ['explain', 'model'],
  cost: 'one explanation, and one more session of the model, a stage (4)',
  count: ({ stages = STAGES }) => ({ passes: 0, explanations: stages }),
  async measure(subject, { stages = STAGES, seed = 0 } = {}) {
    const { map, picture, model, explain, signal } = having(subject, 'Parameter randomisation', 'explain', 'model');
    wholeNumber('stages', stages, 1, 1000);
    wholeNumber('seed', seed, 0, Number.MAX_SAFE_INTEGER);
    const shares: number[] = [];
    const correlations: number[] = [];
    for (let stage = 1; stage <= stages; stage++) {
      signal?.throwIfAborted();
      await using random = await model.changed((graph) => {
        const layers = weightLayers(graph);
        if (layers.length === 0) {
          throw new XaiError('method-unsupported', `${model.name} has no layer with weights that can be drawn anew.`);
        }
        const count = Math.ceil((stage * layers.length) / stages);
        shares[stage - 1] = count / layers.length;
        return randomiseWeights(graph, new Set(layers.slice(0, count)), seed);
      });
      const { data } = await explain(picture, random);
      correlations.push(spearman(map.data, data));
    }
    return { value: mean(correlations.map(Math.abs)), parts: { shares, correlations } };
  },
};
