import { type Metric, NOT_DEFINED } from './metric.ts';

/**
 * Complexity (Bhatt et al., "Evaluating and aggregating feature-based model explanations", IJCAI 2020): the entropy of the
 * map's magnitudes taken as shares of the whole, over that of a map where all pixels weigh alike.
 */
export const ENTROPY: Metric = {
  name: 'entropy',
  title: 'Entropy',
  question: 'Is the weight spread over the whole picture?',
  source: 'Bhatt et al., IJCAI 2020, arXiv:2005.00631',
  range: [0, 1],
  better: 'lower',
  needs: [],
  cost: 'no pass',
  count: () => ({ passes: 0, explanations: 0 }),
  async measure({ map }) {
    const sum = map.data.reduce((all, value) => all + Math.abs(value), 0);
    if (!(sum > 0) || map.data.length < 2) return NOT_DEFINED;
    let nats = 0;
    for (const value of map.data) {
      const share = Math.abs(value) / sum;
      if (share > 0) nats -= share * Math.log(share);
    }
    return { value: nats / Math.log(map.data.length), parts: { nats } };
  },
};
