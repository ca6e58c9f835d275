import type { Proposals } from '../../core/proposals.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { ProposalReader } from './proposal-reader.ts';
import { bestMaskSimilarity } from './score-masks.ts';
import { classFactor, objectnessFactor, overlapping, type SimilarityOptions } from './similarity.ts';

function bestBoxSimilarity(source: ProposalReader, target: PreparedTarget, options: SimilarityOptions): number {
  const { count, proposals, ious } = overlapping(source, target, options.iouPixelOffset);
  let first = -1;
  for (let i = 0; i < count; i++) if (first < 0 || ious[i] > ious[first]) first = i;
  let best = 0;
  const visit = (i: number) => {
    if (ious[i] <= best) return;
    const bound = ious[i] * objectnessFactor(source, proposals[i], options.objectness);
    if (bound <= best) return;
    const value = bound * classFactor(source, proposals[i], target, options);
    if (value > best) best = value;
  };
  // The nearest box first: it is often the answer, and then most others cannot beat it.
  if (first >= 0) visit(first);
  for (let i = 0; i < count; i++) visit(i);
  return best;
}

/**
 * The similarity of each target with the proposals of one picture: the maximum over proposals of IoU x class similarity
 * x objectness; 0 without proposals. For a target with a mask, read through an instance segmenter's raw outputs, mask
 * IoU stands in for box IoU (see `score-masks.ts`). Objectness and class scores must lie in [0, 1], since what cannot
 * beat the best so far is skipped.
 * @param out length at least `at + targets.length`; target t is written at `at + t`.
 */
export function scoreProposals(
  source: ProposalReader | Proposals,
  targets: readonly PreparedTarget[],
  options: SimilarityOptions,
  out: Float32Array,
  at = 0,
): void {
  const reader = source instanceof ProposalReader ? source : readerOf(source);
  for (let t = 0; t < targets.length; t++) {
    const target = targets[t];
    out[at + t] =
      target.mask && reader.masks
        ? bestMaskSimilarity(reader, target, options)
        : bestBoxSimilarity(reader, target, options);
  }
}

function readerOf(proposals: Proposals): ProposalReader {
  const reader = new ProposalReader(null, { width: 1, height: 1 });
  reader.readDecoded(proposals);
  return reader;
}
