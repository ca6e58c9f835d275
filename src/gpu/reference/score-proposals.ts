import type { Proposals } from '../../core/proposals.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { PEAK_BLOCK, ProposalReader } from './proposal-reader.ts';
import { bestMaskSimilarity } from './score-masks.ts';
import { classFactor, iouWith, objectnessFactor, type SimilarityOptions } from './similarity.ts';

function boxSimilarity(source: ProposalReader, p: number, target: PreparedTarget, options: SimilarityOptions): number {
  const iou = iouWith(target, source.boxes, source.boxAt(p), options.iouPixelOffset);
  return iou > 0 ? iou * objectnessFactor(source, p, options.objectness) * classFactor(source, p, target, options) : 0;
}

function bestBoxSimilarity(source: ProposalReader, target: PreparedTarget, options: SimilarityOptions): number {
  const { boxes, count, hints } = source;
  const { objectness, iouPixelOffset } = options;
  const unbounded = objectness === 'none' || (objectness === 'own' && !source.ownObjectness);
  const bounds = unbounded ? null : source.objectnesses();
  // The last picture's answer first: it is often good again, and then objectness alone rules out nearly all others.
  const hint = hints.get(target) ?? count;
  let winner = hint;
  let best = hint < count ? boxSimilarity(source, hint, target, options) : 0;
  for (let from = 0, block = 0; from < count; from += PEAK_BLOCK, block++) {
    if (bounds !== null && bounds.peaks[block] <= best) continue;
    const end = Math.min(count, from + PEAK_BLOCK);
    for (let p = from; p < end; p++) {
      const bound = bounds === null ? 1 : bounds.values[p];
      if (bound <= best) continue;
      const iou = iouWith(target, boxes, source.boxAt(p), iouPixelOffset);
      if (iou * bound <= best) continue;
      const value = iou * objectnessFactor(source, p, objectness) * classFactor(source, p, target, options);
      if (value > best) {
        best = value;
        winner = p;
      }
    }
  }
  if (winner < count) hints.set(target, winner);
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
