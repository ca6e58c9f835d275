import type { Proposals } from '../../core/proposals.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { type Objectness, PEAK_BLOCK, ProposalReader } from './proposal-reader.ts';
import { bestMaskSimilarity } from './score-masks.ts';
import { classFactor, iouWith, objectnessFactor, type SimilarityOptions } from './similarity.ts';

function boxSimilarity(source: ProposalReader, p: number, target: PreparedTarget, options: SimilarityOptions): number {
  const iou = iouWith(target, source.boxes, source.boxAt(p), options.iouPixelOffset);
  return iou > 0 ? iou * objectnessFactor(source, p, options.objectness) * classFactor(source, p, target, options) : 0;
}

/** The best of the last picture for a target: it is often good again, and then objectness alone rules out nearly all others. */
function hintOf(source: ProposalReader, target: PreparedTarget, options: SimilarityOptions): Best {
  const { count, hints } = source;
  const proposal = hints.get(target) ?? count;
  return { proposal, value: proposal < count ? boxSimilarity(source, proposal, target, options) : 0 };
}

/** Objectness of every proposal, where a similarity cannot be above it; else null. */
function boundsOf(source: ProposalReader, { objectness }: SimilarityOptions): Objectness | null {
  const unbounded = objectness === 'none' || (objectness === 'own' && !source.ownObjectness);
  return unbounded ? null : source.objectnesses();
}

interface Best {
  value: number;
  proposal: number;
}

/**
 * Puts proposal p in place of the best so far if it is more like the target.
 * @returns the most that it could have been worth
 */
function compete(
  best: Best,
  p: number,
  bound: number,
  source: ProposalReader,
  target: PreparedTarget,
  options: SimilarityOptions,
): number {
  const iou = iouWith(target, source.boxes, source.boxAt(p), options.iouPixelOffset);
  const most = iou * bound;
  if (most <= best.value) return most;
  const value = iou * objectnessFactor(source, p, options.objectness) * classFactor(source, p, target, options);
  if (value > best.value) {
    best.value = value;
    best.proposal = p;
  }
  return most;
}

function bestBoxSimilarity(source: ProposalReader, target: PreparedTarget, options: SimilarityOptions): number {
  const { count, hints } = source;
  const bounds = boundsOf(source, options);
  const best = hintOf(source, target, options);
  for (let from = 0, block = 0; from < count; from += PEAK_BLOCK, block++) {
    if (bounds !== null && bounds.peaks[block] <= best.value) continue;
    const end = Math.min(count, from + PEAK_BLOCK);
    for (let p = from; p < end; p++) {
      const bound = bounds === null ? 1 : bounds.values[p];
      if (bound > best.value) compete(best, p, bound, source, target, options);
    }
  }
  if (best.proposal < count) hints.set(target, best.proposal);
  return best.value;
}

/** The same of many targets, each against the proposals that its overlap with their blocks leaves. */
function bestBoxSimilarities(
  source: ProposalReader,
  targets: readonly PreparedTarget[],
  options: SimilarityOptions,
  out: Float32Array,
  at: number,
): void {
  const { blocks } = source;
  const groups = source.groupsOf(targets, options);
  const bests = targets.map((target) => hintOf(source, target, options));
  const values = boundsOf(source, options)?.values ?? null;
  const least = bests.reduce((lowest, { value }) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
  blocks.begin(source, values, least, groups, options.iouPixelOffset);
  targets.forEach((target, t) => {
    const best = bests[t];
    const group = groups.of(t);
    const look = (first: number) => {
      let most = 0;
      for (let p = first, end = Math.min(source.count, first + 4); p < end; p++) {
        const bound = blocks.bound(p, group);
        if (bound > best.value) most = Math.max(most, compete(best, p, bound, source, target, options));
      }
      return most;
    };
    let first = blocks.best(group, target, best.value);
    // A bound that has been looked into may be lower, and another one the highest.
    while (first < source.count && blocks.refine(first, source, groups, group))
      first = blocks.best(group, target, best.value);
    // No other can be worth more than this one could have been. Mostly it is worth that.
    const most = look(first);
    if (best.value < most * NEARLY) {
      for (let k = 0, found = blocks.list(group, target, best.value); k < found; k++) {
        const rival = blocks.listed(k);
        blocks.refine(rival, source, groups, group);
        look(rival);
      }
    }
    if (best.proposal < source.count) source.hints.set(target, best.proposal);
    out[at + t] = best.value;
  });
}

/** Bounds are float32, with room for what that rounds away: what is so near to the best may be the best. */
const NEARLY = 1 - 1e-5;

/** With fewer targets bounding the blocks takes longer than it saves. */
const MANY_TARGETS = 6;

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
  if (targets.length >= MANY_TARGETS && !reader.masks) {
    bestBoxSimilarities(reader, targets, options, out, at);
    return;
  }
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
