import { XaiError } from '../core/errors.ts';
import { weightedPlane } from '../core/feature-grid.ts';
import { gridToPicture } from '../core/resample.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { TargetSpec } from '../core/targets.ts';
import { findLinearHead, type LinearHead, type OtherHead } from '../onnx/linear-head.ts';
import { tapLayer } from '../tasks/cut-graphs.ts';
import { type FixedGraph, fixGraph } from '../tasks/fixed-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { givesClasses } from '../tasks/recipe.ts';
import { askTargets, feedsOf, type GradientOptions } from './gradient/question.ts';
import { layerGrid } from './layer-grid.ts';
import { makeLazySaliency, makeProvenance } from './make-saliency.ts';
import type { Method } from './registry.ts';
import { checkSign, rectify, type Sign } from './sign.ts';

export interface CamOptions extends Omit<GradientOptions, 'score'> {
  /** Default `both`: the map as the head sums it. */
  readonly sign?: Sign;
}

function explainCam(model: Model, source: SubjectSource, options: CamOptions): Run<Saliency[]> {
  return new Run(async ({ report }) => {
    const startedAt = performance.now();
    const sign = checkSign(options.sign ?? 'both');
    const { picture, graph, targets } = await askTargets(model, source, options);
    const { prepared } = targets[0];
    const fixed = await fixGraph(graph, feedsOf(model, graph, prepared));
    const head = headOf(fixed, graph.scores?.output);
    if (head.kind === 'other') {
      throw new XaiError(
        'method-unsupported',
        `CAM needs a head of a mean over all places and one linear layer, and this model has another: ${head.reason} Use grad-cam.`,
        { option: 'method', node: head.node ?? undefined },
      );
    }
    const { dims, values } = await tapLayer(model, graph, prepared, head.features);
    const grid = await layerGrid(model, head.features, dims);
    report(1, 1);
    return targets.map(({ target, spec }) => {
      const plane = rectify(weightedPlane(values, grid, weightsOf(head, spec)), sign);
      const stated = { layer: head.features, sign };
      const provenance = makeProvenance(model, picture, 'cam', stated, null, startedAt);
      const data = () => gridToPicture(plane, grid.columns, grid.rows, prepared.placement);
      return makeLazySaliency(data, null, picture, target, { masks: null, reliability: null, provenance });
    });
  }, options.signal);
}

/** Heads hold their weights as floats, which take longer to read than a pass; a graph has one. */
const heads = new WeakMap<FixedGraph, LinearHead | OtherHead>();

function headOf(fixed: FixedGraph, output: string | undefined): LinearHead | OtherHead {
  const head = heads.get(fixed) ?? findLinearHead(fixed.model, fixed.shapes, output);
  heads.set(fixed, head);
  return head;
}

/**
 * The weights of the channels: of a class the head's own, of a difference theirs.
 * @throws XaiError `method-unsupported` for other targets
 */
function weightsOf(head: LinearHead, spec: TargetSpec): Float32Array {
  if (spec.kind === 'class') return weightsOfClass(head, spec.index);
  if (spec.kind === 'difference') {
    const minus = weightsOf(head, spec.b);
    return weightsOf(head, spec.a).map((weight, channel) => weight - minus[channel]);
  }
  throw new XaiError(
    'method-unsupported',
    'CAM explains classes and differences of classes. Use grad-cam for other targets.',
    { option: 'targets' },
  );
}

function weightsOfClass({ weights, channels }: LinearHead, classIndex: number): Float32Array {
  if (weights) return weights.subarray(classIndex * channels, (classIndex + 1) * channels);
  const only = new Float32Array(channels);
  only[classIndex] = 1;
  return only;
}

const OTHER_HEAD = 'It needs a head of a mean over all places and one linear layer, and this model has another.';

/** CAM: the class's own linear layer, applied at every place before the mean (docs/methods/cam.md). */
export const CAM: Method = {
  name: 'cam',
  title: 'CAM',
  tasks: ['classification', 'tagging', 'series'],
  source: 'Zhou et al., CVPR 2016, arXiv:1512.04150',
  needs: 'A head of a mean over all places and one linear layer.',
  cost: 'one pass up to the last feature map, for all classes together',
  together: true,
  options: ['sign'],
  obstacle: async (model) => {
    if (!givesClasses(model.recipe)) return null;
    const { model: graph, shapes } = await model.fed();
    return findLinearHead(graph, shapes, model.recipe.output.output).kind === 'linear' ? null : OTHER_HEAD;
  },
  passes: () => 1,
  run: (model, source, options) => explainCam(model, source, options as CamOptions),
};
