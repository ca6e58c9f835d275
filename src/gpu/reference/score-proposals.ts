import type { Proposals } from '../../core/proposals.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import { mayBeat, ROW } from './proposal-bins.ts';
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

/** Puts proposal p in place of the best so far if it is more like the target. */
function compete(
  best: Best,
  p: number,
  bound: number,
  source: ProposalReader,
  target: PreparedTarget,
  options: SimilarityOptions,
): void {
  const iou = iouWith(target, source.boxes, source.boxAt(p), options.iouPixelOffset);
  if (iou * bound <= best.value) return;
  const value = iou * objectnessFactor(source, p, options.objectness) * classFactor(source, p, target, options);
  if (value <= best.value) return;
  best.value = value;
  best.proposal = p;
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

/** The same of many targets, each against the proposals near it. */
function bestBoxSimilarities(
  source: ProposalReader,
  targets: readonly PreparedTarget[],
  options: SimilarityOptions,
  out: Float32Array,
  at: number,
): void {
  const values = boundsOf(source, options)?.values ?? null;
  const bests = targets.map((target) => hintOf(source, target, options));
  const floor = bests.reduce((least, { value }) => Math.min(least, value), 1);
  const { bins } = source;
  bins.fill(source, values, floor);
  const offset = options.iouPixelOffset;
  targets.forEach((target, t) => {
    const best = bests[t];
    for (const bin of bins.bins)
      if (mayBeat(bin, target, offset, best.value)) competeBin(best, bin, source, target, options);
    if (best.proposal < source.count) source.hints.set(target, best.proposal);
    out[at + t] = best.value;
  });
}

/** Lets those proposals of a bin compete whose overlap and objectness allow them to win. */
function competeBin(
  best: Best,
  { start, end }: { readonly start: number; readonly end: number },
  source: ProposalReader,
  target: PreparedTarget,
  options: SimilarityOptions,
): void {
  const { rows, proposals } = source.bins;
  const offset = options.iouPixelOffset;
  const [x0, y0, x1, y1] = target.box;
  const area = (x1 - x0 + offset) * (y1 - y0 + offset);
  for (let k = start; k < end; k++) {
    const at = k * ROW;
    const bound = rows[at + 4];
    if (bound <= best.value) continue;
    const left = rows[at];
    const right = rows[at + 2];
    const width = (right < x1 ? right : x1) - (left > x0 ? left : x0) + offset;
    if (!(width > 0)) continue;
    const top = rows[at + 1];
    const bottom = rows[at + 3];
    const height = (bottom < y1 ? bottom : y1) - (top > y0 ? top : y0) + offset;
    if (!(height > 0)) continue;
    const shared = width * height;
    const either = area + (right - left + offset) * (bottom - top + offset) - shared;
    if (shared * bound > best.value * either) compete(best, proposals[k], bound, source, target, options);
  }
}

/** With fewer targets sorting the proposals takes longer than it saves. */
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
