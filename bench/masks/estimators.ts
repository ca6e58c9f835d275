import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import type { MapForm } from '../../src/core/masks/mask-sum.ts';
import { regress } from '../../src/core/masks/regression.ts';
import type { Part } from './curves.ts';

/** A way from masks and scores to a map. */
export interface Estimator {
  readonly name: string;
  /** Maps of the first `marks[k]` masks of a part. */
  maps(part: Part, marks: readonly number[]): Float32Array[];
}

function ofForm(form: MapForm, name: string = form): Estimator {
  return {
    name,
    maps: ({ spec, numbers, scores }, marks) => {
      const sum = createMaskSum(spec, 1);
      return marks.map((mark) => {
        while (sum.count < mark) sum.add(numbers[sum.count], scores, sum.count);
        return sum.map(0, form);
      });
    },
  };
}

/** Errors are judged elsewhere. */
const NO_ERRORS = { columns: 1, rows: 1 };

const REGRESSION: Estimator = {
  name: 'regression',
  maps: ({ spec, numbers, scores }, marks) =>
    marks.map((mark) => regress(spec, scores.slice(0, mark), 1, NO_ERRORS, numbers.slice(0, mark))[0].map),
};

export const ESTIMATORS: readonly Estimator[] = [
  ofForm('raw', 'raw (paper)'),
  ofForm('keep-subtracted'),
  ofForm('ratio'),
  ofForm('mean-subtracted'),
  REGRESSION,
];
