import type { DenseProposals } from '../../core/proposals.ts';
import type { BufferPool } from '../buffer-pool.ts';
import type { PreparedTarget } from '../reference/prepare-targets.ts';
import type { SimilarityOptions } from '../reference/similarity.ts';

/** Constants of `shaders/similarity.wgsl`. */
export function similarityConstants(
  layout: DenseProposals,
  targets: number,
  options: SimilarityOptions,
): Record<string, number> {
  const factors = { auto: 0, own: layout.objectness ? 0 : 2, score: 1, none: 2 };
  const rules = { cosine: options.expandTop1 ? 3 : 0, 'same-label': 1, ignore: 2 };
  return {
    TARGETS: targets,
    FACTOR: factors[options.objectness],
    CLASS_RULE: rules[options.classes],
    IOU_OFFSET: options.iouPixelOffset,
  };
}

/** The targets as `shaders/similarity.wgsl` reads them. */
export function uploadTargets(pool: BufferPool, targets: readonly PreparedTarget[], classes: number): GPUBuffer {
  const stride = 8 + classes;
  const words = new Float32Array(targets.length * stride);
  targets.forEach((target, t) => {
    const flags = (target.classVector ? 1 : 0) + (target.mask ? 2 : 0);
    words.set([...target.box, target.norm, target.topScore, target.topClass, flags], t * stride);
    if (target.classVector) words.set(target.classVector, t * stride + 8);
  });
  return pool.upload('targets', words);
}
