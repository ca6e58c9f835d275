import { boxIou } from '../core/boxes.ts';
import { XaiError } from '../core/errors.ts';
import { boxToInput, type Placement } from '../core/placement.ts';
import type { DenseProposals } from '../core/proposals.ts';
import type { BoxSpec, LinearTarget } from '../core/targets.ts';
import { decodeBoxes, decodeProposals } from '../gpu/reference/decode-proposals.ts';

type Outputs = Readonly<Record<string, Float32Array>>;

/**
 * The row of the proposals that a box means: the stated one, else the one whose overlap with the box times score is
 * largest, of the stated class or of any.
 * @throws XaiError `target-missing` when none overlaps the box
 */
export function findProposal(
  spec: BoxSpec,
  outputs: Outputs,
  layout: DenseProposals,
  placement: Placement,
): { readonly proposal: number; readonly classIndex: number } {
  // A detection that was found by this model names both, and nothing need be decoded again.
  if (spec.proposal !== undefined && spec.proposal < layout.count && spec.class !== undefined) {
    return { proposal: spec.proposal, classIndex: spec.class };
  }
  const { boxes, classScores, objectness, ownObjectness, count, classes } = decodeProposals(outputs, 0, layout);
  const wanted = boxToInput(spec.box, placement);
  let best = { proposal: -1, classIndex: -1, fit: 0 };
  for (let proposal = 0; proposal < count; proposal++) {
    if (spec.proposal !== undefined && proposal !== spec.proposal) continue;
    const at = proposal * 4;
    const overlap =
      spec.proposal === undefined ? boxIou([boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]], wanted) : 1;
    if (overlap === 0) continue;
    const classIndex = spec.class ?? topClass(classScores, proposal, classes);
    const score = classScores[proposal * classes + classIndex] * (ownObjectness ? objectness[proposal] : 1);
    // A class that the model gives no score at all still has a best-fitting box.
    const fit = overlap * (score + 1e-6);
    if (fit > best.fit) best = { proposal, classIndex, fit };
  }
  if (best.proposal >= 0) return best;
  throw new XaiError('target-missing', 'No proposal of the detector overlaps this box; draw it where an object is.', {
    option: 'targets',
  });
}

function topClass(scores: Float32Array, proposal: number, classes: number): number {
  let best = 0;
  for (let c = 1; c < classes; c++) if (scores[proposal * classes + c] > scores[proposal * classes + best]) best = c;
  return best;
}

/** Step of the differences by which a box's side is made linear, in the units of the output; a power of 2, which float32 adds exactly. */
const STEP = 2 ** -5;

/**
 * One number of a proposal as a weighted sum of output elements, before any activation. Where a side of the box is no
 * linear function of the output, it is its slope at the output's present values.
 * @throws XaiError `target-missing` for the objectness of a detector that has none
 */
export function proposalTarget(
  part: NonNullable<BoxSpec['part']>,
  { proposal, classIndex }: { readonly proposal: number; readonly classIndex: number },
  outputs: Outputs,
  layout: DenseProposals,
): LinearTarget {
  const element = (view: DenseProposals['scores'], column: number) =>
    view.offset + proposal * view.row + column * view.column;
  const single = (output: string, index: number): LinearTarget => [
    { output, indices: Uint32Array.of(index), weights: Float32Array.of(1) },
  ];
  if (part === 'class') return single(layout.scores.output, element(layout.scores, classIndex));
  if (part === 'objectness') {
    if (layout.objectness) return single(layout.objectness.output, element(layout.objectness, 0));
    throw new XaiError('target-missing', 'This detector has no objectness; ask about the class or a side of the box.', {
      option: 'targets',
    });
  }
  const side = ['left', 'top', 'right', 'bottom'].indexOf(part);
  const indices = Uint32Array.from({ length: 4 }, (_, column) => element(layout.boxes, column));
  const weights = Float32Array.from({ length: 4 }, (_, column) => slopeOfSide(outputs, layout, proposal, column, side));
  return [{ output: layout.boxes.output, indices, weights }];
}

/** How far a side of one proposal's box moves, input pixels, per unit of one of its four numbers. */
function slopeOfSide(outputs: Outputs, layout: DenseProposals, proposal: number, column: number, side: number): number {
  const { boxes, priors } = layout;
  const values = Float32Array.from(
    { length: 4 },
    (_, k) => outputs[boxes.output][boxes.offset + proposal * boxes.row + k * boxes.column],
  );
  const alone: DenseProposals = {
    ...layout,
    count: 1,
    boxes: { output: 'box', offset: 0, row: 4, column: 1 },
    priors: priors?.slice(proposal * 4, proposal * 4 + 4) ?? null,
    batchStride: { box: 4 },
  };
  const sideAt = (shift: number) => {
    const moved = values.slice();
    moved[column] += shift;
    const box = new Float32Array(4);
    decodeBoxes({ box: moved }, 0, alone, box);
    return box[side];
  };
  return (sideAt(STEP) - sideAt(-STEP)) / (2 * STEP);
}
