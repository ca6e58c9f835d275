import { type Box, boxArea, boxIou } from '../core/boxes.ts';
import { boxToPicture, type Placement } from '../core/placement.ts';
import type { ProposalLayout, Proposals } from '../core/proposals.ts';
import { detectionMask } from './instance-masks.ts';
import { classLabels } from './labels.ts';
import type { DetectionRecipe } from './recipe.ts';

/** One object found in a picture. */
export interface Detection {
  readonly label: string;
  readonly classIndex: number;
  /** In [0, 1]. */
  readonly score: number;
  /** Picture pixels, cut at the picture's border. */
  readonly box: Box;
  /** Model-input pixels, not cut. */
  readonly inputBox: Box;
  /** Length classes, after activation. */
  readonly classVector: Float32Array;
  /** Row-major bits at prototype resolution, cropped to the box; null for detectors without masks. */
  readonly mask: Uint8Array | null;
  /** Row of the proposals that this is. */
  readonly proposalIndex: number;
}

export interface DetectOptions {
  /** Lowest score shown, in [0, 1]. Default: the recipe's. */
  scoreThreshold?: number;
  /** Overlap above which the weaker of two boxes of one class is dropped, in [0, 1]. Default: the recipe's. */
  iouThreshold?: number;
  /** Most detections given back. Default 300. */
  limit?: number;
  /** Instance segmenters: the raw outputs of the run, to make masks of. Default: none, so masks are null. */
  outputs?: Readonly<Record<string, Float32Array>>;
  /** Position of the picture in the batch of `outputs`. Default 0. */
  picture?: number;
}

/**
 * The detections that people see: best class of each proposal with an area in the picture, over the threshold, after class-wise NMS (left out where
 * the graph has done its own), by falling score.
 */
export function detect(
  proposals: Proposals,
  layout: ProposalLayout,
  recipe: DetectionRecipe,
  placement: Placement,
  options: DetectOptions = {},
): Detection[] {
  const { scoreThreshold = recipe.scoreThreshold, iouThreshold = recipe.iouThreshold, limit = 300 } = options;
  const labels = classLabels(recipe, proposals.classes);
  // What lies outside of the picture, or is no box, can be neither shown nor asked about.
  const candidates = scoreProposals(proposals, layout, scoreThreshold).filter(
    ({ box }) => boxArea(boxToPicture(box, placement)) > 0,
  );
  const kept = layout.kind === 'labelled' ? candidates.slice(0, limit) : suppress(candidates, iouThreshold, limit);
  const prototypes = findPrototypes(layout, options);
  return kept.map(({ index, classIndex, score, box }) => ({
    label: labels[classIndex],
    classIndex,
    score,
    box: boxToPicture(box, placement),
    inputBox: box,
    classVector: proposals.classScores.slice(index * proposals.classes, (index + 1) * proposals.classes),
    mask: prototypes && detectionMask(proposals, layout, prototypes, index, placement.input),
    proposalIndex: index,
  }));
}

/** The proposals that people see of a picture, by falling score. */
export function onlyDetections(
  proposals: Proposals,
  layout: ProposalLayout,
  recipe: DetectionRecipe,
  placement: Placement,
): Proposals {
  const kept = detect(proposals, layout, recipe, placement).map(({ proposalIndex }) => proposalIndex);
  const { classes } = proposals;
  const rows = (values: Float32Array, columns: number) => {
    const out = new Float32Array(kept.length * columns);
    kept.forEach((row, k) => {
      out.set(values.subarray(row * columns, (row + 1) * columns), k * columns);
    });
    return out;
  };
  return {
    ...proposals,
    count: kept.length,
    boxes: rows(proposals.boxes, 4),
    objectness: rows(proposals.objectness, 1),
    classScores: rows(proposals.classScores, classes),
    coefficients: null,
  };
}

function findPrototypes(layout: ProposalLayout, { outputs, picture = 0 }: DetectOptions): Float32Array | null {
  if (layout.kind !== 'dense' || !layout.masks || !outputs) return null;
  const { output } = layout.masks.prototypes;
  const stride = layout.batchStride[output];
  return outputs[output].subarray(picture * stride, (picture + 1) * stride);
}

export interface Candidate {
  readonly index: number;
  readonly classIndex: number;
  readonly score: number;
  readonly box: Box;
}

/** Proposals whose best class reaches the threshold, by falling score; equal scores keep their order. */
function scoreProposals(proposals: Proposals, layout: ProposalLayout, threshold: number): Candidate[] {
  const { classes, classScores, boxes, objectness, ownObjectness } = proposals;
  const [objectnessPower, classPower] = layout.kind === 'dense' ? layout.scorePowers : [1, 1];
  const candidates: Candidate[] = [];
  for (let index = 0; index < proposals.count; index++) {
    let classIndex = 0;
    let best = -Infinity;
    for (let c = 0; c < classes; c++) {
      if (classScores[index * classes + c] > best) {
        best = classScores[index * classes + c];
        classIndex = c;
      }
    }
    const score = ownObjectness ? objectness[index] ** objectnessPower * best ** classPower : best;
    if (!(score >= threshold)) continue;
    const at = index * 4;
    candidates.push({ index, classIndex, score, box: [boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]] });
  }
  return candidates.sort((a, b) => b.score - a.score || a.index - b.index);
}

/**
 * Class-wise greedy non-maximum suppression.
 * @param candidates by falling score
 */
export function suppress(candidates: readonly Candidate[], iouThreshold: number, limit: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    if (kept.length === limit) break;
    const isCovered = kept.some(
      (better) => better.classIndex === candidate.classIndex && boxIou(better.box, candidate.box) > iouThreshold,
    );
    if (!isCovered) kept.push(candidate);
  }
  return kept;
}
