import { channelPlane, type FeatureGrid } from '../core/feature-grid.ts';
import { gridToPicture } from '../core/resample.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { type BiasPlace, findBiases } from '../onnx/find-biases.ts';
import { mainInput } from '../tasks/feeds.ts';
import { type FixedGraph, fixGraph } from '../tasks/fixed-graph.ts';
import { runGradient } from '../tasks/gradient-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { openGradients, refuseNonFinite } from './gradient/layer-gradients.ts';
import { askGradient, feedsOf, type GradientOptions } from './gradient/question.ts';
import { seedOf } from './gradient/score-sides.ts';
import { makeProvenance, makeSaliency } from './make-saliency.ts';
import type { Method } from './registry.ts';

/** Magnitudes of one part of the score, channel by channel, at that part's own size. */
interface Part {
  readonly columns: number;
  readonly rows: number;
  /** Length channels x rows x columns. */
  readonly values: Float32Array;
}

/**
 * The sum over channels of a part whose values, of all channels together, are scaled to 0..1.
 * @returns length rows x columns
 */
export function scaledSum({ columns, rows, values }: Part): Float32Array {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const area = columns * rows;
  const sum = new Float32Array(area);
  if (!(high > low)) return sum;
  for (let at = 0; at < values.length; at++) sum[at % area] += (values[at] - low) / (high - low);
  return sum;
}

const found = new WeakMap<FixedGraph, readonly BiasPlace[]>();

/** The biases of a graph's maps, read once. */
function biasesOf(fixed: FixedGraph): readonly BiasPlace[] {
  const known =
    found.get(fixed) ??
    findBiases(fixed.model, fixed.shapes).filter(({ tensor }) => fixed.shapes.get(tensor)?.length === 4);
  found.set(fixed, known);
  return known;
}

function explainFullGrad(model: Model, source: SubjectSource, options: GradientOptions): Run<Saliency[]> {
  return new Run(async ({ signal, report }) => {
    const startedAt = performance.now();
    const question = await askGradient(model, source, options);
    const { picture, graph: base, targets } = question;
    const input = mainInput(model.recipe, base.runner.inputs).name;
    const fixed = await fixGraph(base, feedsOf(model, base, targets[0].prepared));
    const biases = biasesOf(fixed);
    const graph = await openGradients(question, { wrt: [input, ...biases.map(({ tensor }) => tensor)] });
    const maps: Saliency[] = [];
    report(0, targets.length);
    for (const { target, sides, prepared } of targets) {
      signal.throwIfAborted();
      const { gradients } = await runGradient(graph, feedsOf(model, base, prepared), seedOf({ sides }), []);
      const { width, height } = prepared.placement.input;
      const parts: Part[] = [{ columns: width, rows: height, values: inputPart(gradients.get(input) as Float32Array) }];
      for (const { tensor, bias } of biases) {
        const gradient = gradients.get(tensor);
        const [, channels, rows, columns] = fixed.shapes.get(tensor) as number[];
        if (!gradient || channels !== bias.length) continue;
        const area = rows * columns;
        parts.push({
          columns,
          rows,
          values: gradient.map((value, at) => Math.abs(value * bias[Math.floor(at / area)])),
        });
      }
      const data = new Float32Array(picture.width * picture.height);
      for (const part of parts) {
        const map = gridToPicture(scaledSum(part), part.columns, part.rows, prepared.placement);
        for (let at = 0; at < data.length; at++) data[at] += map[at];
      }
      const stated = { score: options.score ?? 'logit', biases: parts.length - 1 };
      const provenance = makeProvenance(model, picture, 'full-grad', stated, null, startedAt);
      maps.push(makeSaliency(data, picture, target, { masks: null, reliability: null, provenance }));
      report(maps.length, targets.length, maps.length < targets.length ? [...maps] : null);

      function inputPart(gradient: Float32Array): Float32Array {
        refuseNonFinite(input, gradient);
        const products = gradient.map((value, at) => Math.abs(value * prepared.tensor[at]));
        return channelsFirst(products, prepared.grid);
      }
    }
    return maps;
  }, options.signal);
}

function channelsFirst(values: Float32Array, grid: FeatureGrid): Float32Array {
  const area = grid.rows * grid.columns;
  const out = new Float32Array(grid.channels * area);
  for (let c = 0; c < grid.channels; c++) out.set(channelPlane(values, grid, c), c * area);
  return out;
}

/**
 * FullGrad: input times gradient, and every bias times its gradient, which together are all that a piecewise linear
 * network's score consists of (docs/methods/full-grad.md). Magnitudes; says nothing about signs.
 */
export const FULL_GRAD: Method = {
  name: 'full-grad',
  title: 'FullGrad',
  tasks: ALL_TASKS,
  source: 'Srinivas and Fleuret, NeurIPS 2019, arXiv:1905.00780',
  needs: 'Convolutions with biases or batch norms, and a gradient rule for every operator between picture and score.',
  cost: 'one forward and backward pass a target',
  options: ['score'],
  passes: ({ targets }) => (Array.isArray(targets) ? targets.length : 1),
  run: (model, source, options) => explainFullGrad(model, source, options as GradientOptions),
};
