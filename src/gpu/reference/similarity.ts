import { XaiError } from '../../core/errors.ts';
import type { PreparedTarget } from './prepare-targets.ts';
import type { ProposalReader } from './proposal-reader.ts';

/** How alike a target and a proposal are: IoU x class similarity x objectness; the defaults are the product's own. */
export interface SimilarityOptions {
  /**
   * - `auto` (default): the detector's own objectness, or the best class score where it has none;
   * - `own`: only the detector's own, dropped where it has none (the paper);
   * - `score`: own objectness x best class score, or the best class score (the score people see);
   * - `none`: no factor.
   */
  readonly objectness: 'auto' | 'own' | 'score' | 'none';
  /** Cosine of the class vectors (default); 1 when the best classes agree and 0 otherwise; or nothing. */
  readonly classes: 'cosine' | 'same-label' | 'ignore';
  /** 1 counts pixels as the corners' difference plus one, as XAITK does; 0 (default) takes half-open boxes. */
  readonly iouPixelOffset: 0 | 1;
  /**
   * Replaces each class vector by its best class with the score s and C other entries of (1 - s) / C, for detectors that
   * give only their best class. s is the proposal's `score`; a target's is the largest entry of its class vector.
   */
  readonly expandTop1?: boolean;
  /**
   * Which proposals are compared: `all` that the model makes (default), or only its `detections`, those that reach the recipe's
   * threshold and are left after non-maximum suppression, as people see them. Detections are found on the CPU.
   */
  readonly proposals?: 'all' | 'detections';
}

export const DEFAULT_SIMILARITY: SimilarityOptions = { objectness: 'auto', classes: 'cosine', iouPixelOffset: 0 };

const CHOICES = {
  objectness: ['auto', 'own', 'score', 'none'],
  classes: ['cosine', 'same-label', 'ignore'],
  iouPixelOffset: [0, 1],
  expandTop1: [true, false, undefined],
  proposals: ['all', 'detections', undefined],
} as const;

/** @throws XaiError `option-invalid` for a part of the similarity that there is not, or another value than it takes */
export function checkSimilarity<T extends Partial<SimilarityOptions>>(similarity: T): T {
  for (const [name, value] of Object.entries(similarity)) {
    const choices: readonly unknown[] | undefined = Object.hasOwn(CHOICES, name)
      ? CHOICES[name as keyof typeof CHOICES]
      : undefined;
    if (choices?.includes(value)) continue;
    const known = choices ? choices.filter((choice) => choice !== undefined) : Object.keys(CHOICES);
    const what = choices ? `similarity.${name} must be` : `similarity has no "${name}"; it has`;
    const given = choices ? `, not ${JSON.stringify(value)}` : '';
    throw new XaiError('option-invalid', `${what} ${choices ? 'one of ' : ''}${known.join(', ')}${given}.`, {
      option: `similarity.${name}`,
    });
  }
  return similarity;
}

/** Cosine of two expanded vectors: one entry s, C entries (1 - s) / C. */
function expandedCosine(a: number, b: number, sameClass: boolean, classes: number): number {
  const ra = (1 - a) / classes;
  const rb = (1 - b) / classes;
  const dot = sameClass ? a * b + classes * ra * rb : a * rb + ra * b + (classes - 1) * ra * rb;
  return dot / Math.sqrt((a * a + classes * ra * ra) * (b * b + classes * rb * rb));
}

/** What a scoring call needs to hold between loops; grows once and is used again. */
const scratch = { candidates: new Int32Array(0), ious: new Float64Array(0) };

/** Candidates found by {@link overlapping}: proposal numbers and their IoU with the target. */
export interface Overlaps {
  readonly count: number;
  readonly proposals: Int32Array;
  readonly ious: Float64Array;
}

/** Intersection over union of a target's box and box `o / 4` of `boxes`; 0 without overlap. */
export function iouWith(target: PreparedTarget, boxes: Float32Array, o: number, offset: number): number {
  const { box } = target;
  const left = boxes[o];
  const right = boxes[o + 2];
  const width = (right < box[2] ? right : box[2]) - (left > box[0] ? left : box[0]) + offset;
  if (!(width > 0)) return 0;
  const top = boxes[o + 1];
  const bottom = boxes[o + 3];
  const height = (bottom < box[3] ? bottom : box[3]) - (top > box[1] ? top : box[1]) + offset;
  if (!(height > 0)) return 0;
  const shared = width * height;
  const area = (box[2] - box[0] + offset) * (box[3] - box[1] + offset);
  return shared / (area + (right - left + offset) * (bottom - top + offset) - shared);
}

/** The proposals whose box overlaps the target's. The arrays are overwritten by the next call. */
export function overlapping(source: ProposalReader, target: PreparedTarget, offset: number): Overlaps {
  if (scratch.candidates.length < source.count) {
    scratch.candidates = new Int32Array(source.count);
    scratch.ious = new Float64Array(source.count);
  }
  const { candidates, ious } = scratch;
  const { boxes, count } = source;
  let found = 0;
  for (let p = 0; p < count; p++) {
    const iou = iouWith(target, boxes, source.boxAt(p), offset);
    if (iou > 0) {
      candidates[found] = p;
      ious[found++] = iou;
    }
  }
  return { count: found, proposals: candidates, ious };
}

/** The factor that stands for objectness in the similarity of proposal p. */
export function objectnessFactor(source: ProposalReader, p: number, rule: SimilarityOptions['objectness']): number {
  if (rule === 'none') return 1;
  if (rule === 'score') return source.score(p);
  if (rule === 'own' && !source.ownObjectness) return 1;
  return source.objectness(p);
}

/** How alike the classes of a target and proposal p are. */
export function classFactor(
  source: ProposalReader,
  p: number,
  target: PreparedTarget,
  options: SimilarityOptions,
): number {
  const { classVector } = target;
  if (options.classes === 'ignore' || classVector === null) return 1;
  if (options.classes === 'same-label') return source.topClass(p) === target.topClass ? 1 : 0;
  const { classes } = source;
  if (options.expandTop1) {
    return expandedCosine(target.topScore, source.score(p), source.topClass(p) === target.topClass, classes);
  }
  return cosine(source, p, target, classVector);
}

function cosine({ classes, vectors }: ProposalReader, p: number, target: PreparedTarget, wanted: Float32Array): number {
  const squares = vectors.squares(p);
  if (!(squares > 0 && target.norm > 0)) return 0;
  const { data } = vectors;
  let dot = 0;
  for (let c = 0, at = vectors.find(p); c < classes; c++, at++) dot += data[at] * wanted[c];
  return dot / (Math.sqrt(squares) * target.norm);
}
