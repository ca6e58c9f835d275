import type { Proposals } from '../../core/proposals.ts';
import { type Objectness, PEAK_BLOCK, type ProposalReader } from './proposal-reader.ts';

/** Proposals kept per mask. */
export const KEPT_PROPOSALS = 32;
/** Proposals below this objectness are not worth keeping. */
export const KEPT_MIN_SCORE = 0.005;
/** A proposal that overlaps a better one of the same best class by more than this is not kept. */
export const KEPT_MAX_IOU = 0.6;

/** Words before the classes: x0 | y0 << 16, x1 | y1 << 16, objectness | best class score << 16. */
const HEAD_WORDS = 3;
/** A kept proposal never takes more: 32 x 32 words are 4096 bytes a mask. */
const MAX_WORDS = 32;
/** Up to this number of classes every class score is kept, as a byte relative to the best. */
const DENSE_CLASSES = (MAX_WORDS - HEAD_WORDS) * 4;
/** Beyond, the best classes are kept as index | value << 16. */
export const SPARSE_CLASSES = MAX_WORDS - HEAD_WORDS;

/** Words of one kept proposal: 23 for 80 classes; 32 at most, so that a mask takes at most 4096 bytes. */
export function wordsPerProposal(classes: number): number {
  return classes <= DENSE_CLASSES ? HEAD_WORDS + Math.ceil(classes / 4) : MAX_WORDS;
}

/** Words of all kept proposals of one mask. */
export function wordsPerMask(classes: number): number {
  return KEPT_PROPOSALS * wordsPerProposal(classes);
}

/** One value per proposal of the picture at hand. */
let objectness: Float32Array = new Float32Array(0);
/** Proposals that may be kept, as a heap with the best on top. */
let heap = new Int32Array(0);
const keptProposals = new Int32Array(KEPT_PROPOSALS);

/**
 * Packs the best {@link KEPT_PROPOSALS} proposals of one picture: greedy by objectness, the factor that the similarity has
 * too (own, or best class score; ties to the lowest number), leaving out what overlaps a kept box of the same best class
 * by more than {@link KEPT_MAX_IOU} or lies below {@link KEPT_MIN_SCORE}. Other classes are kept beside each other, since
 * a target of the weaker one is looked for as well. Boxes are shares of the model's input in 16 bits, cut at
 * its border; objectness and best class score 16 bits. Up to 116 classes every class score is kept in 8 bits relative to
 * the best; with more, the 29 best (ties to the lowest class) in 16 bits. Unused places are zero.
 * @param out length at least `at + wordsPerMask(classes)`.
 */
export function packProposals(source: ProposalReader, out: Uint32Array, at = 0): void {
  const { count, classes } = source;
  if (heap.length < count) heap = new Int32Array(count);
  const all = source.objectnesses();
  objectness = all.values;
  const stride = wordsPerProposal(classes);
  out.fill(0, at, at + KEPT_PROPOSALS * stride);
  let best = 0;
  for (let from = 0, block = 0; from < count; from += PEAK_BLOCK, block++) best = Math.max(best, all.peaks[block]);
  // Level by level, since a noisy detector has thousands of weak proposals that are never looked at.
  for (let kept = 0, below = Number.POSITIVE_INFINITY; kept < KEPT_PROPOSALS && below > KEPT_MIN_SCORE; ) {
    const from = Math.max(KEPT_MIN_SCORE, Math.min(best, below) / 16);
    let waiting = collect(all, count, from, below);
    below = from;
    while (kept < KEPT_PROPOSALS && waiting > 0) {
      const p = heap[0];
      heap[0] = heap[--waiting];
      sink(0, waiting);
      if (!isNew(source, p, kept)) continue;
      packOne(source, p, out, at + kept * stride);
      keptProposals[kept++] = p;
    }
  }
}

/** Makes a heap of the proposals whose objectness lies in [from, below), the best on top. @returns how many there are */
function collect({ values, peaks }: Objectness, count: number, from: number, below: number): number {
  const places = heap;
  let waiting = 0;
  for (let start = 0, block = 0; start < count; start += PEAK_BLOCK, block++) {
    if (peaks[block] < from) continue;
    const end = Math.min(count, start + PEAK_BLOCK);
    for (let p = start; p < end; p++) {
      const value = values[p];
      if (value >= from && value < below) places[waiting++] = p;
    }
  }
  for (let i = (waiting >> 1) - 1; i >= 0; i--) sink(i, waiting);
  return waiting;
}

/** Whether none of the first `kept` kept proposals covers p. */
function isNew(source: ProposalReader, p: number, kept: number): boolean {
  const { boxes } = source;
  const at = source.boxAt(p);
  for (let k = 0; k < kept; k++) {
    const better = keptProposals[k];
    // Boxes that are kept have been decoded.
    if (overlapsTooMuch(boxes, 4 * better, at) && source.topClass(better) === source.topClass(p)) return false;
  }
  return true;
}

/** Moves the proposal at place `at` of the heap down until none below it is better. */
function sink(at: number, count: number): void {
  const sinking = heap[at];
  let place = at;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= count) break;
    if (child + 1 < count && isBetter(heap[child + 1], heap[child])) child++;
    if (!isBetter(heap[child], sinking)) break;
    heap[place] = heap[child];
    place = child;
  }
  heap[place] = sinking;
}

function isBetter(p: number, q: number): boolean {
  return objectness[p] > objectness[q] || (objectness[p] === objectness[q] && p < q);
}

function overlapsTooMuch(boxes: Float32Array, a: number, b: number): boolean {
  const ax0 = boxes[a];
  const ax1 = boxes[a + 2];
  const bx0 = boxes[b];
  const bx1 = boxes[b + 2];
  const width = (ax1 < bx1 ? ax1 : bx1) - (ax0 > bx0 ? ax0 : bx0);
  if (!(width > 0)) return false;
  const ay0 = boxes[a + 1];
  const ay1 = boxes[a + 3];
  const by0 = boxes[b + 1];
  const by1 = boxes[b + 3];
  const height = (ay1 < by1 ? ay1 : by1) - (ay0 > by0 ? ay0 : by0);
  if (!(height > 0)) return false;
  const shared = width * height;
  return shared > KEPT_MAX_IOU * ((ax1 - ax0) * (ay1 - ay0) + (bx1 - bx0) * (by1 - by0) - shared);
}

/** A share in [0, 1] as a whole number in [0, top]; what lies outside is cut. */
function share(value: number, top: number): number {
  return Math.floor(Math.min(1, Math.max(0, value)) * top + 0.5);
}

function packOne(source: ProposalReader, p: number, out: Uint32Array, at: number): void {
  const { boxes, classes, input } = source;
  const o = source.boxAt(p);
  // Before the best score: where softmax follows, both want the same sum.
  const from = source.vectors.find(p);
  const scores = source.vectors.data;
  const best = source.topScore(p);
  out[at] = share(boxes[o] / input.width, 65535) | (share(boxes[o + 1] / input.height, 65535) << 16);
  out[at + 1] = share(boxes[o + 2] / input.width, 65535) | (share(boxes[o + 3] / input.height, 65535) << 16);
  out[at + 2] = share(source.objectness(p), 65535) | (share(best, 65535) << 16);
  if (classes <= DENSE_CLASSES) {
    for (let c = 0, word = 0; c < classes; c++) {
      const place = c & 3;
      word |= share(scores[from + c] / best, 255) << (place * 8);
      if (place < 3 && c + 1 < classes) continue;
      out[at + HEAD_WORDS + (c >> 2)] = word;
      word = 0;
    }
    return;
  }
  const left = scores.slice(from, from + classes);
  for (let k = 0; k < SPARSE_CLASSES; k++) {
    let top = 0;
    for (let c = 1; c < classes; c++) if (left[c] > left[top]) top = c;
    out[at + HEAD_WORDS + k] = top | (share(left[top] / best, 65535) << 16);
    left[top] = Number.NEGATIVE_INFINITY;
  }
}

/**
 * The kept proposals of one mask, as a new target is scored against them. Masks are not kept: a target with a mask is
 * compared by its box.
 * @param at first word of the mask, from {@link packProposals}.
 * @param into result of an earlier call for the same number of classes, overwritten; its arrays hold
 *   {@link KEPT_PROPOSALS} rows, of which the first `count` count.
 */
export function unpackProposals(
  words: Uint32Array,
  at: number,
  shape: {
    readonly classes: number;
    readonly ownObjectness: boolean;
    readonly input: { readonly width: number; readonly height: number };
  },
  into?: Proposals,
): Proposals {
  const { classes, ownObjectness, input } = shape;
  const boxes = into?.boxes ?? new Float32Array(KEPT_PROPOSALS * 4);
  const objectness = into?.objectness ?? new Float32Array(KEPT_PROPOSALS);
  const classScores = into?.classScores ?? new Float32Array(KEPT_PROPOSALS * classes);
  const stride = wordsPerProposal(classes);
  let count = 0;
  for (; count < KEPT_PROPOSALS; count++) {
    const w = at + count * stride;
    if (words[w + 2] === 0) break;
    boxes[count * 4] = ((words[w] & 0xffff) / 65535) * input.width;
    boxes[count * 4 + 1] = ((words[w] >>> 16) / 65535) * input.height;
    boxes[count * 4 + 2] = ((words[w + 1] & 0xffff) / 65535) * input.width;
    boxes[count * 4 + 3] = ((words[w + 1] >>> 16) / 65535) * input.height;
    objectness[count] = (words[w + 2] & 0xffff) / 65535;
    const best = (words[w + 2] >>> 16) / 65535;
    const row = count * classes;
    if (classes <= DENSE_CLASSES) {
      for (let c = 0; c < classes; c++) {
        classScores[row + c] = (((words[w + HEAD_WORDS + (c >> 2)] >>> ((c & 3) * 8)) & 0xff) / 255) * best;
      }
      continue;
    }
    classScores.fill(0, row, row + classes);
    for (let k = 0; k < SPARSE_CLASSES; k++) {
      const word = words[w + HEAD_WORDS + k];
      classScores[row + (word & 0xffff)] = ((word >>> 16) / 65535) * best;
    }
  }
  return { count, classes, boxes, objectness, ownObjectness, classScores, coefficients: null };
}
