import type { PreparedTarget } from './prepare-targets.ts';
import type { MaskSource, ProposalReader } from './proposal-reader.ts';
import { classFactor, objectnessFactor, overlapping, type SimilarityOptions } from './similarity.ts';

/** Masks are compared for this many proposals, those of highest box IoU with the target. */
export const MASK_CANDIDATES = 100;

/** The whole numbers in [from, to) and in [0, size). */
function pixelRange(from: number, to: number, size: number): [first: number, end: number] {
  const first = Math.min(size, Math.max(0, Math.ceil(from)));
  return [first, Math.max(first, Math.min(size, Math.ceil(to)))];
}

interface Window {
  x0: number;
  x1: number;
  y0: number;
  y1: number;
}

/** The prototype pixels of a box: a pixel belongs to it when its upper left corner does. */
function maskWindow(
  boxes: ArrayLike<number>,
  at: number,
  size: { readonly width: number; readonly height: number },
  input: { readonly width: number; readonly height: number },
): Window {
  const scaleX = size.width / input.width;
  const scaleY = size.height / input.height;
  const [x0, x1] = pixelRange(boxes[at] * scaleX, boxes[at + 2] * scaleX, size.width);
  const [y0, y1] = pixelRange(boxes[at + 1] * scaleY, boxes[at + 3] * scaleY, size.height);
  return { x0, x1, y0, y1 };
}

let logits = new Float32Array(0);

/** Writes one row of coefficients . prototypes to `logits[x0..x1)`. */
function logitRow(masks: MaskSource, p: number, y: number, window: Window): Float32Array {
  if (logits.length < masks.width) logits = new Float32Array(masks.width);
  const { data, base, row, column } = masks.coefficients;
  const area = masks.width * masks.height;
  const { prototypes, width, count } = masks;
  logits.fill(0, window.x0, window.x1);
  let at = base + p * row;
  let start = masks.prototypeBase + y * width;
  let k = 0;
  // Four prototypes at a time keep the sums in registers.
  for (; k + 4 <= count; k += 4, at += 4 * column, start += 4 * area) {
    const c0 = data[at];
    const c1 = data[at + column];
    const c2 = data[at + 2 * column];
    const c3 = data[at + 3 * column];
    for (let x = window.x0; x < window.x1; x++) {
      const i = start + x;
      logits[x] +=
        c0 * prototypes[i] + c1 * prototypes[i + area] + c2 * prototypes[i + 2 * area] + c3 * prototypes[i + 3 * area];
    }
  }
  for (; k < count; k++, at += column, start += area) {
    for (let x = window.x0; x < window.x1; x++) logits[x] += data[at] * prototypes[start + x];
  }
  return logits;
}

/** Target pixels inside a window, from the summed-area table. */
function targetInside(target: PreparedTarget, window: Window, width: number): number {
  const sums = target.maskSums as Uint32Array;
  const stride = width + 1;
  const above = window.y0 * stride;
  const below = window.y1 * stride;
  return sums[below + window.x1] - sums[below + window.x0] - sums[above + window.x1] + sums[above + window.x0];
}

/**
 * Mask IoU of proposal p and the target, or any number up to `enough` when it cannot exceed that: row by row, what is
 * left of the target below bounds what the masks may still share.
 */
function maskIou(masks: MaskSource, p: number, window: Window, target: PreparedTarget, enough: number): number {
  const bits = target.mask as Uint8Array;
  const rest = { ...window };
  let area = 0;
  let shared = 0;
  for (let y = window.y0; y < window.y1; y++) {
    rest.y0 = y;
    const most = shared + targetInside(target, rest, masks.width);
    if (most <= enough * (target.maskArea + area - shared)) return 0;
    const row = logitRow(masks, p, y, window);
    const start = y * masks.width;
    for (let x = window.x0; x < window.x1; x++) {
      if (row[x] > 0) {
        area++;
        shared += bits[start + x];
      }
    }
  }
  return shared === 0 ? 0 : shared / (area + target.maskArea - shared);
}

/**
 * The maximum of mask IoU x class similarity x objectness over the {@link MASK_CANDIDATES} proposals of highest box IoU
 * with the target (lowest number among equals). A mask lies inside its box, so that its IoU cannot exceed the share of
 * the target inside that box: candidates are taken in falling order of that bound until none can beat the best.
 */
export function bestMaskSimilarity(source: ProposalReader, target: PreparedTarget, options: SimilarityOptions): number {
  const masks = source.masks as MaskSource;
  if (target.maskArea === 0) return 0;
  const { count, proposals, ious } = overlapping(source, target, options.iouPixelOffset);
  let threshold = 0;
  let ties = count;
  if (count > MASK_CANDIDATES) {
    const sorted = ious.slice(0, count).sort();
    threshold = sorted[count - MASK_CANDIDATES];
    let above = 0;
    for (let i = 0; i < count; i++) if (ious[i] > threshold) above++;
    ties = MASK_CANDIDATES - above;
  }
  const chosen: { p: number; window: Window; factor: number; bound: number }[] = [];
  for (let i = 0; i < count; i++) {
    if (ious[i] < threshold) continue;
    if (ious[i] === threshold && ties-- <= 0) continue;
    const p = proposals[i];
    const window = maskWindow(source.boxes, source.boxAt(p), masks, source.input);
    const inside = targetInside(target, window, masks.width);
    if (inside === 0) continue;
    const factor = objectnessFactor(source, p, options.objectness);
    const bound = (factor * inside) / target.maskArea;
    if (bound > 0) chosen.push({ p, window, factor, bound });
  }
  chosen.sort((a, b) => b.bound - a.bound);
  let best = 0;
  for (const { p, window, factor, bound } of chosen) {
    if (bound <= best) break;
    const alike = classFactor(source, p, target, options);
    if (bound * alike <= best) continue;
    const value = factor * alike * maskIou(masks, p, window, target, best / (factor * alike));
    if (value > best) best = value;
  }
  return best;
}
