import { oneOf } from '../core/check-options.ts';
import { XaiError } from '../core/errors.ts';
import { gridToPicture } from '../core/resample.ts';
import { type HeadFusion, rollOut } from '../core/rollout.ts';
import { Run } from '../core/run.ts';
import type { Saliency } from '../core/saliency.ts';
import { tensorToFloat32 } from '../core/tensor.ts';
import { findAttentions } from '../onnx/find-attention.ts';
import { openTap } from '../tasks/cut-graphs.ts';
import type { Model, SubjectSource } from '../tasks/model.ts';
import { isDetection, PICTURE_TASKS } from '../tasks/recipe.ts';
import { askTargets, feedsOf, type GradientOptions } from './gradient/question.ts';
import { makeProvenance, makeSaliency } from './make-saliency.ts';
import type { Method } from './registry.ts';

export interface AttentionRolloutOptions extends Omit<GradientOptions, 'score'> {
  /** How heads become one. Default `mean`. */
  readonly heads?: HeadFusion;
  /** Share of the smallest entries of each attention that count as 0, in [0, 1). Default .9. */
  readonly discard?: number;
}

function explainRollout(model: Model, source: SubjectSource, options: AttentionRolloutOptions): Run<Saliency[]> {
  return new Run(async ({ report }) => {
    const startedAt = performance.now();
    const { discard = 0.9 } = options;
    const heads = oneOf('heads', options.heads ?? 'mean', ['mean', 'max', 'min']);
    if (!(discard >= 0 && discard < 1)) {
      throw new XaiError('option-invalid', `discard must be at least 0 and below 1, not ${discard}.`, {
        option: 'discard',
      });
    }
    const { picture, graph, targets } = await askTargets(model, source, options);
    const { prepared } = targets[0];
    const feeds = feedsOf(model, graph, prepared);
    const followed = await follow(model);
    if (!followed) {
      throw new XaiError(
        'method-unsupported',
        `${model.name} has no attention of all patches to all patches that could be followed from block to block. Use grad-cam or ${isDetection(model.recipe) ? 'd-rise' : 'rise'}.`,
        { option: 'method' },
      );
    }
    const { sequence, found } = followed;
    const { runner } = await openTap(model, graph, found.tensors);
    const outputs = await runner.run(feeds, found.tensors);
    const rolled = rollOut(
      found.tensors.map((name) => tensorToFloat32(outputs[name])),
      found.tokens,
      heads,
      discard,
    );
    const { prefixTokens, height, width } = sequence;
    const plane = patchShares(rolled, found.tokens, prefixTokens, height * width);
    const data = gridToPicture(plane, width, height, prepared.placement);
    report(1, 1);
    const stated = { heads, discard, blocks: found.tensors.length };
    const provenance = makeProvenance(model, picture, 'attention-rollout', stated, null, startedAt);
    const note =
      'attention-rollout shows what the model looks at, whatever the target; grad-cam asks about the target.';
    const notes = [...provenance.notes, note];
    return targets.map(({ target }) =>
      makeSaliency(data, picture, target, { masks: null, reliability: null, provenance: { ...provenance, notes } }),
    );
  }, options.signal);
}

/** The sequence of patches, and the attention over it of each block; null where there is none. */
async function follow(model: Model) {
  const sequence = (await model.layers()).find(({ kind }) => kind === 'tokens');
  const { model: graph, shapes } = await model.fed();
  const found = sequence && findAttentions(graph, shapes, sequence.dims[1]);
  return sequence && found ? { sequence, found } : null;
}

/** What the class token is made of; without one, what all patches together are made of. */
function patchShares(rolled: Float64Array, tokens: number, prefix: number, patches: number): Float32Array {
  return Float32Array.from({ length: patches }, (_, patch) => {
    if (prefix > 0) return rolled[prefix + patch];
    let sum = 0;
    for (let row = 0; row < tokens; row++) sum += rolled[row * tokens + patch];
    return sum / tokens;
  });
}

/** Attention rollout: which patches the answer of a transformer is mixed from (docs/methods/attention-rollout.md). */
export const ATTENTION_ROLLOUT: Method = {
  name: 'attention-rollout',
  title: 'Attention rollout',
  tasks: PICTURE_TASKS,
  source: 'Abnar and Zuidema, ACL 2020, arXiv:2005.00928',
  needs: 'A transformer whose attention is over all patches (ViT, DeiT), not over windows.',
  cost: 'one pass',
  together: true,
  tokens: true,
  options: ['heads', 'discard'],
  classAgnostic: true,
  obstacle: async (model) =>
    (await follow(model))
      ? null
      : 'It needs attention of all patches to all patches from block to block, and this model has none.',
  passes: () => 1,
  run: (model, source, options) => explainRollout(model, source, options as AttentionRolloutOptions),
};
