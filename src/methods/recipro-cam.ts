import { oneOf } from '../core/check-options.ts';
import { type FeatureGrid, placeStart } from '../core/feature-grid.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import type { ScoreKind } from '../tasks/masked-graph.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { type LayerOptions, layerMaps, openLayer, runLayers } from './changed-layer.ts';
import { checkChangeOptions, explainByChanges, scoresOf } from './changed-passes.ts';
import { ask } from './question.ts';
import type { Method } from './registry.ts';

export interface ReciproCamOptions extends LayerOptions {
  /**
   * `paper` (default): features spread by a 3 x 3 Gaussian, probabilities. `openvino`: one place as it is, logits, as OpenVINO XAI and the
   * training extensions ship it. `score` wins over it.
   */
  readonly preset?: keyof typeof PRESETS;
}

const PRESETS = {
  paper: { spread: true, score: 'probability' },
  openvino: { spread: false, score: 'logit' },
} as const satisfies Record<string, { spread: boolean; score: ScoreKind }>;

/** (1 2 1, 2 4 2, 1 2 1) / 16, by row and column. */
export const GAUSSIAN = [
  [1, 2, 1],
  [2, 4, 2],
  [1, 2, 1],
].map((row) => row.map((weight) => weight / 16));

/**
 * Recipro-CAM (Byun and Lee, "Recipro-CAM: fast gradient-free visual explanations for convolutional neural networks", CVPR
 * workshops 2024, arXiv:2209.14074): the score of a class when all of the last feature map but one place is set to 0
 * (docs/methods/recipro-cam.md). One pass of the model's tail per place answers all classes.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function reciproCam(model: Model, source: SubjectSource, options: ReciproCamOptions = {}): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const { preset = 'paper' } = options;
    const { spread, score } = PRESETS[oneOf('preset', preset, Object.keys(PRESETS) as (keyof typeof PRESETS)[])];
    const { batch, partialEvery } = checkChangeOptions(options);
    const question = await ask(model, source, options, { score });
    const layer = await openLayer(question, options, batch);
    const { grid, tapped } = layer;
    const kernel = spread ? GAUSSIAN : [[1]];
    const method = { name: 'recipro-cam', options: { preset }, seed: null, startedAt };
    return explainByChanges(context, {
      question,
      count: grid.rows * grid.columns,
      most: layer.most,
      partialEvery,
      run: runLayers(layer, (place, out, at) => {
        hidePlaces(tapped.layer, grid, out, at);
        forKernel(kernel, grid, place, (to, weight) => copyPlace(tapped.layer, grid, place, weight, out, at, to));
      }),
      finish: (scores, done) => layerMaps(question, layer, method, placeMaps(scores, question.targets.length, done)),
    });
  }, options.signal);
}

/** Calls `visit` for every place of the grid that a kernel centred on `place` covers. */
export function forKernel(
  kernel: readonly (readonly number[])[],
  { rows, columns }: FeatureGrid,
  place: number,
  visit: (place: number, weight: number) => void,
): void {
  const reach = (kernel.length - 1) / 2;
  const row = Math.floor(place / columns);
  const column = place % columns;
  for (let y = Math.max(0, row - reach); y <= Math.min(rows - 1, row + reach); y++) {
    for (let x = Math.max(0, column - reach); x <= Math.min(columns - 1, column + reach); x++) {
      visit(y * columns + x, kernel[y - row + reach][x - column + reach]);
    }
  }
}

/** Writes a copy of the layer, at `out[at...]`, in which all places hold 0; tokens that belong to no place stay. */
export function hidePlaces(layer: Float32Array, grid: FeatureGrid, out: Float32Array, at: number): void {
  if (!grid.isTokens) {
    out.fill(0, at, at + layer.length);
    return;
  }
  out.set(layer, at);
  const start = at + grid.offset;
  out.fill(0, start, start + grid.rows * grid.rowStep);
}

/** Writes the features of place `from`, times `weight`, to place `to` of a copy that begins at `out[at]`. */
export function copyPlace(
  layer: Float32Array,
  grid: FeatureGrid,
  from: number,
  weight: number,
  out: Float32Array,
  at: number,
  to: number,
): void {
  const { channels, channelStep } = grid;
  const source = placeStart(grid, from);
  const goal = at + placeStart(grid, to);
  for (let channel = 0; channel < channels; channel++) {
    out[goal + channel * channelStep] = weight * layer[source + channel * channelStep];
  }
}

/** One plane a target of one score a place; places that were not run yet get the lowest score so far. */
export function placeMaps(scores: Float32Array, targets: number, done: number): Float32Array[] {
  return Array.from({ length: targets }, (_, target) => {
    const plane = scoresOf(scores, targets, target);
    plane.fill(
      plane.subarray(0, done).reduce((a, b) => Math.min(a, b)),
      done,
    );
    return plane;
  });
}

export const RECIPRO_CAM: Method = {
  name: 'recipro-cam',
  title: 'Recipro-CAM',
  aliases: ['classwisesaliencymap'],
  tasks: ['classification', 'tagging', 'attributes', 'embedding', 'series'],
  source: 'Byun and Lee, CVPR workshops 2024, arXiv:2209.14074',
  needs: 'A feature map between picture and scores behind which the model can be cut.',
  cost: 'one pass of the part behind the layer per place of the layer, for all classes together',
  together: true,
  options: ['layer', 'preset', 'score'],
  presets: Object.keys(PRESETS),
  passes: () => null,
  run: (model, source, options) => reciproCam(model, source, options as ReciproCamOptions),
};
