import { weightedPlane } from '../core/feature-grid.ts';
import type { Picture } from '../core/picture.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { PictureSource } from '../tasks/decode-picture.ts';
import type { Model } from '../tasks/model.ts';
import { type LayerOptions, layerMaps, openLayer, runLayers } from './changed-layer.ts';
import { checkChangeOptions, explainByChanges, scoresOf } from './changed-passes.ts';
import { ask, PICTURE_TASKS } from './question.ts';
import type { Method } from './registry.ts';

/** `score`: default `logit`. */
export type AblationCamOptions = LayerOptions;

/**
 * Ablation-CAM (Desai and Ramaswamy, "Ablation-CAM: visual explanations for deep convolutional network via gradient-free
 * localization", WACV 2020): the channels of a layer, each weighted by the share of the score that is lost without it
 * (docs/methods/ablation-cam.md). One pass of the model's tail per channel answers all targets. Signed: the paper's cut at 0 is left to the
 * display.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function ablationCam(
  model: Model,
  source: PictureSource | Picture,
  options: AblationCamOptions = {},
): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const { batch, partialEvery } = checkChangeOptions(options);
    const question = await ask(model, source, options, { score: 'logit' });
    const layer = await openLayer(question, options, batch);
    const { grid, tapped } = layer;
    const { channels, rows, columns, offset, channelStep, placeStep } = grid;
    const method = { name: 'ablation-cam', options: {}, seed: null, startedAt };
    return explainByChanges(context, {
      question,
      // The first copy is the layer as it is.
      count: 1 + channels,
      most: layer.most,
      partialEvery,
      run: runLayers(layer, (copy, out, at) => {
        out.set(tapped.layer, at);
        if (copy === 0) return;
        const start = at + offset + (copy - 1) * channelStep;
        for (let place = 0; place < rows * columns; place++) out[start + place * placeStep] = 0;
      }),
      finish: (scores, done) => {
        const { length } = question.targets;
        const planes = Array.from({ length }, (_, target) => {
          const weights = ablationWeights(scoresOf(scores, length, target), done);
          return weightedPlane(tapped.layer, grid, weights);
        });
        return layerMaps(question, layer, method, planes);
      },
    });
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
  tasks: PICTURE_TASKS,
  source: 'Desai and Ramaswamy, WACV 2020',
  needs: 'A feature map between picture and answer behind which the model can be cut.',
  cost: 'one pass of the part behind the layer per channel of the layer, for all targets together',
  options: ['layer', 'score'],
  passes: () => null,
  run: (model, source, options) => ablationCam(model, source, options as AblationCamOptions),
};
