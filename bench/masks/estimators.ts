import { cholesky, solveLower, solveUpper } from '../../src/core/cholesky.ts';
import { createMaskSum } from '../../src/core/masks/create-mask-sum.ts';
import { axisTable, MaskPainter } from '../../src/core/masks/evaluate.ts';
import { MaskBasis } from '../../src/core/masks/mask-basis.ts';
import type { MapForm } from '../../src/core/masks/mask-sum.ts';
import { MaskRegression, regress } from '../../src/core/masks/regression.ts';
import type { MaskSpec } from '../../src/core/masks/spec.ts';
import { mean } from '../../src/core/statistics.ts';
import { type Plane, SIDE } from './plane.ts';
import type { Part } from './stream-run.ts';

/** Maps of the first `marks[k]` masks of a part. */
export type Estimator = (part: Part, marks: readonly number[]) => Plane[];

export function planeOf({ width, height }: { width: number; height: number }, data: Float32Array): Plane {
  return { width, height, data };
}

/** The sums as they are, or painted masks with the mean score subtracted. */
export function byForm(form: MapForm): Estimator {
  return (part, marks) => {
    const { spec, numbers, scores } = part;
    if (!spec) return paintedMaps(part, marks);
    const sum = createMaskSum(spec, 1);
    return marks.map((mark) => {
      while (sum.count < mark) sum.add(numbers[sum.count], scores, sum.count);
      return planeOf(spec, sum.map(0, form));
    });
  };
}

function paintedMaps({ paint, numbers, scores }: Part, marks: readonly number[]): Plane[] {
  const mask = new Float32Array(SIDE * SIDE);
  const scored = new Float64Array(mask.length);
  const masked = new Float64Array(mask.length);
  let total = 0;
  let count = 0;
  return marks.map((mark) => {
    for (; count < mark; count++) {
      paint?.(numbers[count], mask);
      total += scores[count];
      for (let k = 0; k < mask.length; k++) {
        scored[k] += scores[count] * mask[k];
        masked[k] += mask[k];
      }
    }
    const data = Float32Array.from(scored, (sum, k) => (sum - (total / count) * masked[k]) / count);
    return { width: SIDE, height: SIDE, data };
  });
}

/** The mean-subtracted map over a power of the variance of the mask at each pixel: .5 is its standard deviation. */
export function divided(power: number): Estimator {
  const subtracted = byForm('mean-subtracted');
  return (part, marks) => {
    const spec = specOf(part);
    const [across, down] = [axisVariance(spec, 'x'), axisVariance(spec, 'y')];
    return subtracted(part, marks).map(({ data }) =>
      planeOf(
        spec,
        data.map((value, k) => value / (across[k % spec.width] * down[Math.floor(k / spec.width)]) ** power),
      ),
    );
  };
}

/** Variance of a mask's value along one axis, but for a factor: how much of it hangs on one cell. */
function axisVariance(spec: MaskSpec, axis: 'x' | 'y'): Float64Array {
  const [cells, up, offsets, side] =
    axis === 'x'
      ? [spec.cellsX, spec.upWidth, spec.offsetsX, spec.width]
      : [spec.cellsY, spec.upHeight, spec.offsetsY, spec.height];
  const { taps, cells: taken, weights } = axisTable(cells, up, spec.interpolation, spec.border);
  return Float64Array.from({ length: side }, (_, pixel) => {
    let sum = 0;
    for (let offset = 0; offset < offsets; offset++) {
      const shares = new Map<number, number>();
      for (let k = (pixel + offset) * taps; k < (pixel + offset + 1) * taps; k++)
        shares.set(taken[k], (shares.get(taken[k]) ?? 0) + weights[k]);
      for (const share of shares.values()) sum += share ** 2 / offsets;
    }
    return sum;
  });
}

export const regression: Estimator = (part, marks) => {
  const spec = specOf(part);
  const fit = new MaskRegression(spec, 1);
  return marks.map((mark) => {
    while (fit.count < mark) fit.add(part.numbers[fit.count], part.scores, fit.count);
    return planeOf(spec, fit.fit()[0].map());
  });
};

/** Patterns that scores are cleaned of, at most, and masks that each of them must have. */
const CONTROLS = 64;
const MASKS_A_CONTROL = 8;

/**
 * Control variates: what the largest patterns of the masks say of the scores is taken out of them and put back by its known
 * covariance; the rest is summed.
 */
export const controlVariates: Estimator = (part, marks) => {
  const spec = specOf(part);
  const basis = new MaskBasis(spec);
  const patterns = new Float64Array(basis.size);
  const longest = marks[marks.length - 1];
  const projected = Array.from({ length: longest }, (_, n) => {
    basis.project(part.numbers[n], patterns);
    return patterns.slice(0, CONTROLS);
  });
  return marks.map((mark) => {
    const size = Math.min(CONTROLS, basis.size, Math.floor(mark / MASKS_A_CONTROL));
    const centres = Float64Array.from({ length: size }, (_, i) => mean(projected.slice(0, mark).map((row) => row[i])));
    const centre = mean(part.scores.subarray(0, mark));
    const gram = new Float64Array(size * size);
    const products = new Float64Array(size);
    for (let n = 0; n < mark; n++) {
      for (let i = 0; i < size; i++) {
        const value = projected[n][i] - centres[i];
        products[i] += value * (part.scores[n] - centre);
        for (let j = 0; j <= i; j++) gram[i * size + j] += value * (projected[n][j] - centres[j]);
      }
    }
    const ridge = 1e-6 * gram[0];
    for (let i = 0; i < size; i++) gram[i * size + i] += ridge;
    const lower = cholesky(gram, size);
    const weights = new Float64Array(basis.size);
    weights.set(solveUpper(lower, solveLower(lower, products)));
    const sum = createMaskSum(spec, 1);
    for (let n = 0; n < mark; n++) {
      let left = part.scores[n] - centre;
      for (let i = 0; i < size; i++) left -= weights[i] * (projected[n][i] - centres[i]);
      sum.add(part.numbers[n], [left]);
    }
    const rest = sum.map(0, 'mean-subtracted');
    return planeOf(
      spec,
      basis.covariance(weights).map((value, k) => value + rest[k]),
    );
  });
};

/** How many masks are looked at for each that is run. */
const CANDIDATES = 4;

/**
 * Regression on masks chosen by the running scores: each time the number doubles, those are run of which the map so far
 * expects the strongest or the weakest answers. Needs a part of four times the masks.
 */
export const chosenMasks: Estimator = (part, marks) => {
  const spec = specOf(part);
  const painter = new MaskPainter(spec);
  const mask = new Float32Array(spec.width * spec.height);
  const chosen: number[] = [];
  const fit = () => {
    const scores = Float32Array.from(chosen, (k) => part.scores[k]);
    const numbers = chosen.map((k) => part.numbers[k]);
    return regress(spec, scores, 1, numbers)[0].map();
  };
  return marks.map((mark) => {
    if (mark * CANDIDATES > part.numbers.length) return planeOf(spec, mask.slice().fill(Number.NaN));
    if (chosen.length === 0) chosen.push(...Array.from({ length: mark }, (_, k) => k));
    if (chosen.length < mark) {
      const map = fit();
      const centre = mean(map);
      const beyond = map.map((value) => value - centre);
      const taken = new Set(chosen);
      const left = Array.from({ length: mark * CANDIDATES }, (_, k) => k).filter((k) => !taken.has(k));
      const expected = left.map((k) => {
        painter.paint(part.numbers[k], mask);
        let value = 0;
        for (let pixel = 0; pixel < mask.length; pixel++) value += mask[pixel] * beyond[pixel];
        return { k, value };
      });
      expected.sort((one, other) => one.value - other.value);
      for (let k = 0; chosen.length < mark; k++) {
        chosen.push(expected[k % 2 === 0 ? k / 2 : expected.length - (k + 1) / 2].k);
      }
    }
    return planeOf(spec, fit());
  });
};

function specOf({ spec }: Part): MaskSpec {
  if (!spec) throw new Error('Painted masks have no patterns.');
  return spec;
}
