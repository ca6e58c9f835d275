import { type FeatureGrid, placesOf } from '../../core/feature-grid.ts';
import { gridToPicture } from '../../core/resample.ts';
import { Run } from '../../core/run.ts';
import type { Saliency } from '../../core/saliency.ts';
import type { LinearTarget } from '../../core/targets.ts';
import { tensorToFloat32 } from '../../core/tensor.ts';
import type { GradientStyle } from '../../onnx/autodiff/node-gradient.ts';
import { mainInput } from '../../tasks/feeds.ts';
import { runGradient } from '../../tasks/gradient-graph.ts';
import type { Model, SubjectSource } from '../../tasks/model.ts';
import type { PreparedInput } from '../../tasks/prepare.ts';
import { makeProvenance, makeSaliency } from '../make-saliency.ts';
import { checkSign, type Sign } from '../sign.ts';
import { openGradients, refuseNonFinite } from './layer-gradients.ts';
import { askGradient, feedsOf, type GradientOptions } from './question.ts';
import { seedOf } from './score-sides.ts';

export interface PictureMethodOptions extends GradientOptions {
  /** Colours of a pixel are summed; `absolute` sums their magnitudes. Default `both`. */
  readonly sign?: Sign;
}

/** The gradient of one target's score at any input of the model's own shape. */
export interface PictureGradient {
  /** The picture as the model is fed. */
  readonly prepared: PreparedInput;
  /** @param values an input tensor */
  at(values: Float32Array): Promise<{ readonly gradient: Float32Array; readonly score: number }>;
}

/** What a gradient method makes of the picture: one number per element of the input tensor. */
export type Attribution = (gradient: PictureGradient, step: Step) => Promise<AttributionResult>;

/** Says that one gradient was made, or that so many more will be than were announced. */
export type Step = (more?: number) => void;

export interface AttributionResult {
  readonly values: Float32Array;
  /** Sentences for the provenance. */
  readonly notes?: readonly string[];
}

export interface PictureMethod {
  readonly name: string;
  /** Options for the provenance. */
  readonly stated: Readonly<Record<string, unknown>>;
  readonly seed: number | null;
  /** Gradients a target. */
  readonly runs: number;
  readonly style?: GradientStyle;
  attribute: Attribution;
}

/** Constant columns of one-class detectors, and scores that are as good as 0 or 1. */
const NO_SLOPE =
  'The gradient of this answer is 0 everywhere, so the map says nothing: the score does not move with small changes. Ask for another part of the box, or use a method with masks.';

/** A method that follows the gradient down to the picture itself: maps as fine as its pixels. */
export function explainPicture(
  model: Model,
  source: SubjectSource,
  options: PictureMethodOptions,
  { name, stated, seed: drawnFrom, runs, style, attribute }: PictureMethod,
): Run<Saliency[]> {
  return new Run(async ({ signal, report }) => {
    const startedAt = performance.now();
    const sign = checkSign(options.sign ?? 'both');
    const question = await askGradient(model, source, options);
    const { picture, graph: base, targets } = question;
    const input = mainInput(model.recipe, base.runner.inputs).name;
    const graph = await openGradients(question, { wrt: [input], style });
    const maps: Saliency[] = [];
    let total = runs * targets.length;
    let done = 0;
    report(0, total);
    for (const target of targets) {
      const { prepared } = target;
      const seed = seedOf(target);
      const scores = seed.map(({ output }) => output);
      const at = async (values: Float32Array) => {
        signal.throwIfAborted();
        const feeds = feedsOf(model, base, { ...prepared, tensor: values });
        const answer = await runGradient(graph, feeds, seed, scores);
        const gradient = answer.gradients.get(input) as Float32Array;
        refuseNonFinite(input, gradient);
        return { gradient, score: scoreOf(seed, answer.values) };
      };
      const step: Step = (more) => {
        if (more === undefined) done++;
        else total += more;
        report(Math.min(total, done), total, maps.length > 0 ? [...maps] : null);
      };
      const { values, notes: own = [] } = await attribute({ prepared, at }, step);
      const notes = values.every((value) => value === 0) ? [...own, NO_SLOPE] : own;
      const { width, height } = prepared.placement.input;
      const data = gridToPicture(sumColours(values, prepared.grid, sign), width, height, prepared.placement);
      const asked = { score: options.score ?? 'logit', sign, ...stated };
      const provenance = makeProvenance(model, picture, name, asked, drawnFrom, startedAt);
      const details = {
        masks: null,
        reliability: null,
        grain: 'pixel' as const,
        provenance: { ...provenance, notes: [...provenance.notes, ...notes] },
      };
      maps.push(makeSaliency(data, picture, target.target, details));
    }
    return maps;
  }, options.signal);
}

/** The weighted sum that is differentiated. */
function scoreOf(seed: LinearTarget, values: Parameters<typeof tensorsOf>[0]): number {
  return tensorsOf(
    values,
    seed.map(({ output }) => output),
  ).reduce((sum, tensor, part) => {
    const { indices, weights } = seed[part];
    return sum + indices.reduce((inner, index, k) => inner + weights[k] * tensor[index], 0);
  }, 0);
}

function tensorsOf(
  values: Awaited<ReturnType<typeof runGradient>>['values'],
  names: readonly string[],
): Float32Array[] {
  return names.map((name) => tensorToFloat32(values[name]));
}

/** Length input height x width. */
function sumColours(values: Float32Array, grid: FeatureGrid, sign: Sign): Float32Array {
  return Float32Array.from(placesOf(grid), (start) => {
    let sum = 0;
    for (let channel = 0; channel < grid.channels; channel++) {
      const value = values[start + channel * grid.channelStep];
      sum += sign === 'absolute' ? Math.abs(value) : value;
    }
    return sign === 'positive' ? Math.max(0, sum) : sum;
  });
}
