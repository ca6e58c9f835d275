import { placesOf, weightedPlane } from '../core/feature-grid.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { ALL_TASKS } from '../tasks/recipe.ts';
import { type LayerOptions, layerMaps, runLayers } from './changed-layer.ts';
import { checkChangeOptions, explainByChanges, scoresOf } from './changed-passes.ts';
import { feedingLevels } from './feeding-levels.ts';
import { ask } from './question.ts';
import type { Method } from './registry.ts';
import { checkSign, rectify, type Sign } from './sign.ts';

/** `layer`: of a detector by default the level that each target comes from. */
export interface AblationCamOptions extends LayerOptions {
  /** Default `positive`. */
  readonly sign?: Sign;
}

/**
 * Ablation-CAM (Desai and Ramaswamy, "Ablation-CAM: visual explanations for deep convolutional network via gradient-free
 * localization", WACV 2020): the channels of a layer, each weighted by the share of the score that is lost without it
 * (docs/methods/ablation-cam.md). One pass of the model's tail per channel answers all targets.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function ablationCam(model: Model, source: SubjectSource, options: AblationCamOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const sign = checkSign(options.sign);
    const { batch, partialEvery } = checkChangeOptions(options);
    const question = await ask(model, source, options, { score: 'logit' });
    const levels = await feedingLevels(question, options, batch, context.signal);
    const method = { name: 'ablation-cam', options: { sign }, seed: null, startedAt };
    const maps: Saliency[] = [];
    let before = 0;
    // The first copy is the layer as it is.
    const total = levels.reduce((sum, { layer }) => sum + 1 + layer.grid.channels, 0);
    for (const { layer, targets } of levels) {
      const { grid, tapped } = layer;
      const places = placesOf(grid);
      const asked = { ...question, targets: targets.map((target) => question.targets[target]) };
      const stage: typeof context = {
        signal: context.signal,
        // A partial map of some targets only would be taken for those of all.
        report: (done, _, partial) => context.report(before + done, total, levels.length === 1 ? partial : null),
      };
      const found = await explainByChanges(stage, {
        question,
        count: 1 + grid.channels,
        most: layer.most,
        partialEvery,
        run: runLayers(layer, (copy, out, at) => {
          out.set(tapped.layer, at);
          if (copy === 0) return;
          const channel = at + (copy - 1) * grid.channelStep;
          for (const place of places) out[channel + place] = 0;
        }),
        finish: (scores, done) => {
          const planes = targets.map((target) => {
            const weights = ablationWeights(scoresOf(scores, question.targets.length, target), done);
            return rectify(weightedPlane(tapped.layer, grid, weights), sign);
          });
          return layerMaps(asked, layer, method, planes);
        },
      });
      for (const [k, target] of targets.entries()) maps[target] = found[k];
      before += 1 + grid.channels;
    }
    return maps;
  }, options.signal);
}

/**
 * (y - y_k) / |y|: the paper divides by y, which would turn the map over for a negative logit.
 * @param scores of the unchanged layer, then of each ablation
 */
function ablationWeights(scores: Float32Array, done: number): Float32Array {
  const [whole] = scores;
  const scale = Math.abs(whole) || 1;
  return scores.subarray(1).map((score, channel) => (channel + 1 < done ? (whole - score) / scale : 0));
}

export const ABLATION_CAM: Method = {
  name: 'ablation-cam',
  title: 'Ablation-CAM',
  tasks: ALL_TASKS,
  source: 'Desai and Ramaswamy, WACV 2020',
  needs: 'A feature map between picture and answer behind which the model can be cut.',
  cost: 'one pass of the part behind the layer per channel of the layer, for all targets together',
  together: true,
  options: ['layer', 'sign', 'score'],
  passes: () => null,
  run: (model, source, options) => ablationCam(model, source, options as AblationCamOptions),
};
