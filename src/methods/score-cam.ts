import { oneOf } from '../core/check-options.ts';
import { channelPlane, weightedPlane } from '../core/feature-grid.ts';
import { type Enlargement, GridEnlarger } from '../core/grid-enlarger.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { activateScores } from '../tasks/classes.ts';
import { tapLayer } from '../tasks/cut-graphs.ts';
import { defaultLayer } from '../tasks/default-layer.ts';
import type { ScoreKind } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { layerMaps } from './changed-layer.ts';
import { explainByChanges, scoresOf } from './changed-passes.ts';
import { checkPictureOptions, openPicture, type PictureChangeOptions, usedSeed } from './changed-picture.ts';
import { layerGrid } from './layer-grid.ts';
import { ask } from './question.ts';
import type { Method } from './registry.ts';
import { checkSign, rectify, type Sign } from './sign.ts';

export interface ScoreCamOptions extends PictureChangeOptions {
  /** Name of the tensor whose channels are the masks. Default: the recipe's, or the last that still has places. */
  readonly layer?: string;
  /**
   * `torch-cam` (default): masks are scaled to 0..1 and then enlarged, logits through a softmax over channels are the weights.
   * `pytorch-grad-cam`: masks are enlarged corner to corner and then scaled. `increase`: weights are the increase of the
   * probability over the hidden picture, as the paper first defines them. `score` and `fill` win over them.
   */
  readonly preset?: keyof typeof PRESETS;
  /** Default `positive`. */
  readonly sign?: Sign;
}

interface Preset {
  readonly enlargement: Enlargement;
  /** Masks are scaled to 0..1 before they are enlarged, or after. */
  readonly scaled: 'before' | 'after';
  readonly weights: 'softmax' | 'increase';
  readonly score: ScoreKind;
}

const PRESETS = {
  'torch-cam': { enlargement: 'clamp', scaled: 'before', weights: 'softmax', score: 'logit' },
  'pytorch-grad-cam': { enlargement: 'corners', scaled: 'after', weights: 'softmax', score: 'logit' },
  increase: { enlargement: 'clamp', scaled: 'before', weights: 'increase', score: 'probability' },
} as const satisfies Record<string, Preset>;

/**
 * Score-CAM (Wang et al., "Score-CAM: score-weighted visual explanations for convolutional neural networks", CVPR workshops
 * 2020): the channels of a layer, each weighted by the score of the picture seen through it (docs/methods/score-cam.md).
 * One pass of the whole model per channel answers all classes.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function scoreCam(model: Model, source: SubjectSource, options: ScoreCamOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const { preset: name = 'torch-cam' } = options;
    const preset: Preset = PRESETS[oneOf('preset', name, Object.keys(PRESETS) as (keyof typeof PRESETS)[])];
    const sign = checkSign(options.sign);
    const checked = checkPictureOptions(options, 'zero');
    const question = await ask(model, source, options, preset);
    const { graph, prepared, targets } = question;
    const { placement } = prepared;
    const layer = options.layer ?? (await defaultLayer(model));
    const { dims, values } = await tapLayer(model, graph, prepared, layer);
    const grid = await layerGrid(model, layer, dims);
    const enlarger = new GridEnlarger(grid, placement.input, placement.content, preset.enlargement);
    const paint = (copy: number, out: Float32Array) => {
      if (copy === 0) {
        out.fill(0);
        return;
      }
      const plane = channelPlane(values, grid, copy - 1);
      enlarger.enlarge(preset.scaled === 'before' ? toUnit(plane) : plane, out);
      if (preset.scaled === 'after') toUnit(out);
    };
    // The first copy is the hidden picture, which the increase is counted from.
    const count = 1 + grid.channels;
    const { most, run, note } = await openPicture(question, checked, count, paint);
    const method = {
      name: 'score-cam',
      options: { preset: name, sign, fill: checked.fill },
      seed: usedSeed(checked),
      startedAt,
    };
    return explainByChanges(context, {
      question,
      count,
      most,
      partialEvery: checked.partialEvery,
      run,
      finish: (scores, done) => {
        const planes = targets.map((_, target) => {
          const [hidden, ...seen] = scoresOf(scores, targets.length, target).subarray(0, done);
          const weights = new Float32Array(grid.channels);
          if (seen.length === 0) return weightedPlane(values, grid, weights);
          if (preset.weights === 'increase') weights.set(seen.map((value) => value - hidden));
          else weights.set(activateScores(Float32Array.from(seen), 'softmax'));
          return rectify(weightedPlane(values, grid, weights), sign);
        });
        return layerMaps(question, { name: layer, grid, note }, method, planes);
      },
    });
  }, options.signal);
}

/** Scales in place to 0..1; a channel that is the same everywhere shows nothing. */
function toUnit(values: Float32Array): Float32Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const extent = high - low;
  for (let k = 0; k < values.length; k++) values[k] = extent > 0 ? (values[k] - low) / extent : 0;
  return values;
}

export const SCORE_CAM: Method = {
  name: 'score-cam',
  title: 'Score-CAM',
  tasks: ['classification', 'tagging', 'attributes', 'embedding', 'series'],
  source: 'Wang et al., CVPR workshops 2020, arXiv:1910.01279',
  needs: 'A feature map between picture and scores.',
  cost: 'one pass of the model per channel of the layer, for all classes together',
  together: true,
  options: ['layer', 'preset', 'sign', 'score', 'fill', 'seed'],
  presets: Object.keys(PRESETS),
  passes: () => null,
  run: (model, source, options) => scoreCam(model, source, options as ScoreCamOptions),
};
