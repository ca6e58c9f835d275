import { wholeNumber, within } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { tensorToFloat32 } from '../core/tensor.ts';
import { givesClasses } from '../tasks/recipe.ts';
import { gradCamMap } from './grad-cam.ts';
import { explainAtLayers, type LayerMethodOptions } from './gradient/layer-method.ts';
import { feedsOf, type GradientQuestion, requireClass } from './gradient/question.ts';
import type { Method } from './registry.ts';

export interface FinerCamOptions extends LayerMethodOptions {
  /** How much the similar classes count, from 0 (Grad-CAM) up. Default 1. */
  readonly alpha?: number;
  /** How many of the classes with the nearest logits are compared with. Default 3. */
  readonly comparisons?: number;
}

/**
 * The class's logit minus alpha times the mean of the nearest other logits, weighted by their probabilities, which are held
 * constant.
 * @returns weights of all logits
 */
export function finerWeights(logits: Float32Array, chosen: number, comparisons: number, alpha: number): Float32Array {
  const distance = (k: number) => Math.abs(logits[k] - logits[chosen]);
  const others = Array.from(logits.keys()).filter((k) => k !== chosen);
  const nearest = others.sort((a, b) => distance(a) - distance(b) || a - b).slice(0, comparisons);
  const top = Math.max(...nearest.map((k) => logits[k]));
  const shares = nearest.map((k) => Math.exp(logits[k] - top));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const weights = new Float32Array(logits.length);
  weights[chosen] = 1;
  nearest.forEach((k, position) => {
    weights[k] -= (alpha * shares[position]) / total;
  });
  return weights;
}

async function compareWithSimilar(
  question: GradientQuestion,
  { alpha = 1, comparisons = 3 }: FinerCamOptions,
): Promise<GradientQuestion> {
  const { model, targets } = question;
  if (!givesClasses(model.recipe)) {
    throw new XaiError(
      'method-unsupported',
      `finer-cam compares the classes of a classifier; ${model.name} is for ${model.recipe.task}. Use grad-cam.`,
      { option: 'method' },
    );
  }
  for (const { target } of targets) requireClass('finer-cam', target, 'grad-cam');
  const { prepared } = targets[0];
  const graph = await model.maskedGraph(prepared, 'logit');
  const outputs = await graph.runner.run(feedsOf(model, graph, prepared));
  const output = graph.scores?.output ?? Object.keys(outputs)[0];
  const logits = tensorToFloat32(outputs[output]);
  return {
    ...question,
    tensors: [output],
    targets: targets.map((score) => ({
      ...score,
      sides: score.sides.map((side) => ({
        ...side,
        activations: [],
        seed: [
          {
            output,
            indices: Uint32Array.from(logits.keys()),
            weights: finerWeights(logits, score.target.classIndex, comparisons, alpha),
          },
        ],
      })),
    })),
  };
}

/** Finer-CAM: Grad-CAM of what tells a class from those that look like it (docs/methods/finer-cam.md). */
export const FINER_CAM: Method = {
  name: 'finer-cam',
  title: 'Finer-CAM',
  tasks: ['classification', 'tagging', 'series'],
  source: 'Zhang et al., CVPR 2025, arXiv:2501.11309',
  needs: 'A classifier with several classes, and a gradient rule for every operator behind the layer.',
  cost: 'one pass for the logits, then one forward and backward pass a target',
  options: ['layer', 'layers', 'fuse', 'sign', 'average', 'alpha', 'comparisons'],
  passes: ({ targets }) => 1 + (Array.isArray(targets) ? targets.length : 1),
  run: (model, source, options) => {
    const own = options as FinerCamOptions;
    wholeNumber('comparisons', own.comparisons ?? 3, 1, 1000);
    within('alpha', own.alpha ?? 1, 0, 100);
    const map = { name: 'finer-cam', map: gradCamMap, averages: true };
    return explainAtLayers(map, model, source, own, (question) => compareWithSimilar(question, own));
  },
};
