import type { Metric } from './metric.ts';

/** Keeps the index defined for a map of zeros. */
const LEAST = 1e-7;

/**
 * Sparsity (Chalasani et al., "Concise explanations of neural networks using adversarial training", ICML 2020): the Gini index
 * of the map's magnitudes. 0 where all pixels weigh alike, near 1 where a few hold everything.
 */
export const SPARSITY: Metric = {
  name: 'sparsity',
  title: 'Sparsity',
  question: 'Do few pixels hold most of the weight?',
  source: 'Chalasani et al., ICML 2020, arXiv:1810.06583',
  range: [0, 1],
  better: 'higher',
  needs: [],
  cost: 'no pass',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure({ map }) {
    const rising = Float64Array.from(map.data, (value) => Math.abs(value) + LEAST).sort();
    const count = rising.length;
    let sum = 0;
    let weighted = 0;
    rising.forEach((value, k) => {
      sum += value;
      weighted += (2 * (k + 1) - count - 1) * value;
    });
    return { value: weighted / (count * sum), parts: {} };
  },
};
