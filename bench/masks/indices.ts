import { MaskPainter } from '../../src/core/masks/evaluate.ts';
import { mean } from '../../src/core/statistics.ts';
import { median } from '../timing.ts';
import type { Estimator } from './estimators.ts';
import { INDEX_GRID, SOBOL_PASSES } from './painters.ts';
import type { Plane } from './plane.ts';

function gridPlane(values: Float64Array): Plane {
  return { width: INDEX_GRID, height: INDEX_GRID, data: Float32Array.from(values) };
}

/**
 * Hilbert-Schmidt independence of score and cell (Novello, Fel and Vigouroux, NeurIPS 2022): masks of cells that hide or show,
 * a kernel of equality over them, a Gaussian one as wide as the median distance over the scores. Never below 0.
 */
export const independence: Estimator = ({ spec, numbers, scores }, marks) => {
  if (!spec) throw new Error('Painted masks have no cells.');
  const painter = new MaskPainter(spec);
  const mask = new Float32Array(spec.width * spec.height);
  const longest = marks[marks.length - 1];
  const cells = INDEX_GRID ** 2;
  const shown = Array.from({ length: longest }, (_, n) => {
    painter.paint(numbers[n], mask);
    return Float64Array.from({ length: cells }, (__, cell) => {
      const x = Math.floor((((cell % INDEX_GRID) + 0.5) * spec.width) / INDEX_GRID);
      const y = Math.floor(((Math.floor(cell / INDEX_GRID) + 0.5) * spec.height) / INDEX_GRID);
      return mask[y * spec.width + x];
    });
  });
  return marks.map((mark) => {
    const some = Array.from({ length: Math.min(mark, 200) }, (_, n) => scores[n]);
    const width = median(some.flatMap((a, i) => some.slice(i + 1).map((b) => Math.abs(a - b)))) || 1e-9;
    const centres = Float64Array.from({ length: cells }, (_, cell) =>
      mean(shown.slice(0, mark).map((row) => row[cell])),
    );
    const out = new Float64Array(cells);
    for (let a = 0; a < mark; a++) {
      for (let b = 0; b < mark; b++) {
        const alike = Math.exp(-0.5 * ((scores[a] - scores[b]) / width) ** 2);
        for (let cell = 0; cell < cells; cell++)
          out[cell] += alike * (shown[a][cell] - centres[cell]) * (shown[b][cell] - centres[cell]);
      }
    }
    return gridPlane(out.map((sum) => sum / (mark - 1) ** 2));
  });
};

/**
 * Total indices of Sobol (Fel et al., "Look at the variance", NeurIPS 2021) by Jansen's estimator: how much of the scores'
 * variance goes when all cells but one stay. Never below 0.
 */
export const sobol: Estimator = ({ scores }, marks) =>
  marks.map((mark) => {
    const samples = Math.floor(mark / SOBOL_PASSES);
    const cells = INDEX_GRID ** 2;
    const out = new Float64Array(cells);
    for (let sample = 0; sample < samples; sample++) {
      const first = sample * SOBOL_PASSES;
      for (let cell = 0; cell < cells; cell++)
        out[cell] += (scores[first] - scores[first + 2 + cell]) ** 2 / (2 * samples);
    }
    return gridPlane(samples > 0 ? out : out.fill(Number.NaN));
  });
