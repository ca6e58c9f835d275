import { XaiError } from '../core/errors.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { tensorToFloat32 } from '../core/tensor.ts';
import { runTail } from '../tasks/cut-graphs.ts';
import { defaultTokenLayer } from '../tasks/default-layer.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { type LayerOptions, layerMaps, openLayer } from './changed-layer.ts';
import { checkChangeOptions, explainByChanges } from './changed-passes.ts';
import { ask } from './question.ts';
import { copyPlace, forKernel, GAUSSIAN, hidePlaces, placeMaps } from './recipro-cam.ts';
import type { Method } from './registry.ts';

/** `layer`: a sequence of tokens. Default: what the last block's attention reads after its norm. */
export type VitReciproCamOptions = LayerOptions;

/**
 * ViT-ReciproCAM (Byun and Lee, "ViT-ReciproCAM: gradient and attention-free visual explanations for vision transformer",
 * arXiv:2310.02588): the logit of a class when the patch tokens that the last block sees are multiplied by a 3 x 3 Gaussian round one
 * place and the class token is kept (docs/methods/vit-recipro-cam.md). What goes past the layer on a skip connection of the same
 * shape is multiplied likewise.
 * @throws XaiError through `result()`: `target-missing`, `option-invalid`, `method-unsupported`, ...
 */
export function vitReciproCam(
  model: Model,
  source: SubjectSource,
  options: VitReciproCamOptions = {},
): Run<Saliency[]> {
  return new Run(async (context) => {
    const startedAt = performance.now();
    const { batch, partialEvery } = checkChangeOptions(options);
    const question = await ask(model, source, options, { score: 'logit' });
    const layer = await openLayer(question, options, batch, defaultTokenLayer);
    const { grid, tail, tapped } = layer;
    if (!grid.isTokens) {
      throw new XaiError(
        'option-invalid',
        `"${layer.name}" is a feature map; this method changes tokens. Name a sequence of tokens, or use recipro-cam.`,
        { option: 'layer' },
      );
    }
    const { values } = tapped;
    const alike = tail.cut.sides.filter((name) => String(values[name].dims) === String(tail.dims));
    const sides = alike.map((name) => ({ name, values: tensorToFloat32(values[name]) }));
    const write = (tokens: Float32Array, first: number, count: number): Float32Array => {
      const out = new Float32Array(count * tokens.length);
      for (let n = 0; n < count; n++) {
        const at = n * tokens.length;
        hidePlaces(tokens, grid, out, at);
        forKernel(GAUSSIAN, grid, first + n, (place, weight) => {
          copyPlace(tokens, grid, place, weight, out, at, place);
        });
      }
      return out;
    };
    const method = { name: 'vit-recipro-cam', options: { alike }, seed: null, startedAt };
    return explainByChanges(context, {
      question,
      count: grid.rows * grid.columns,
      most: layer.most,
      partialEvery,
      run: (first, count) => {
        const changed = Object.fromEntries(sides.map((side) => [side.name, write(side.values, first, count)]));
        return runTail(tail, tapped, write(tapped.layer, first, count), count, changed);
      },
      finish: (scores, done) => layerMaps(question, layer, method, placeMaps(scores, question.targets.length, done)),
    });
  }, options.signal);
}

export const VIT_RECIPRO_CAM: Method = {
  name: 'vit-recipro-cam',
  title: 'ViT-ReciproCAM',
  tasks: ['classification', 'tagging', 'attributes', 'embedding'],
  source: 'Byun and Lee, 2023, arXiv:2310.02588',
  needs: 'A transformer over patch tokens that are not grouped into windows.',
  cost: 'one pass of the last block per patch, for all classes together',
  together: true,
  tokens: true,
  options: ['layer', 'score'],
  obstacle: (model) =>
    defaultTokenLayer(model).then(
      () => null,
      () => 'It needs attention over patch tokens that are not grouped into windows, and this model has none.',
    ),
  passes: () => null,
  run: (model, source, options) => vitReciproCam(model, source, options as VitReciproCamOptions),
};
