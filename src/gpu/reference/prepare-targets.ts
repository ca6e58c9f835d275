import { XaiError } from '../../core/errors.ts';
import type { DetectionTarget } from '../../core/proposals.ts';

/** A target with everything about it that does not change from mask to mask. */
export interface PreparedTarget extends DetectionTarget {
  /** Euclidean length of the class vector; 0 without one. */
  readonly norm: number;
  /** Best class, the lowest among equals; -1 without a class vector. */
  readonly topClass: number;
  /** Largest entry of the class vector; 0 without one. */
  readonly topScore: number;
  /** Pixels set in the mask. */
  readonly maskArea: number;
  /** Summed-area table of the mask, (height + 1) x (width + 1); null without one. */
  readonly maskSums: Uint32Array | null;
}

/**
 * @param classes length that every class vector must have.
 * @param prototypes size of the masks; null for detectors without masks, whose targets' masks are then left out.
 * @throws XaiError `option-invalid` when a vector or a mask has the wrong length.
 */
export function prepareTargets(
  targets: readonly DetectionTarget[],
  classes: number,
  prototypes: { readonly width: number; readonly height: number } | null,
): PreparedTarget[] {
  return targets.map((target, index) => {
    const { classVector } = target;
    if (classVector && classVector.length !== classes) {
      throw new XaiError(
        'option-invalid',
        `Target ${index} has ${classVector.length} class scores, the model ${classes} classes. Give one score per class.`,
      );
    }
    const mask = prototypes ? target.mask : null;
    if (mask && prototypes && mask.length !== prototypes.width * prototypes.height) {
      throw new XaiError(
        'option-invalid',
        `The mask of target ${index} has ${mask.length} pixels; ${prototypes.width} x ${prototypes.height} are needed.`,
      );
    }
    let squares = 0;
    let topClass = -1;
    for (let c = 0; classVector && c < classes; c++) {
      squares += classVector[c] * classVector[c];
      if (topClass < 0 || classVector[c] > classVector[topClass]) topClass = c;
    }
    const maskSums = mask && prototypes ? sumTable(mask, prototypes.width, prototypes.height) : null;
    return {
      box: target.box,
      classVector,
      mask,
      norm: Math.sqrt(squares),
      topClass,
      topScore: classVector ? classVector[topClass] : 0,
      maskArea: maskSums ? maskSums[maskSums.length - 1] : 0,
      maskSums,
    };
  });
}

function sumTable(mask: Uint8Array, width: number, height: number): Uint32Array {
  const sums = new Uint32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += mask[y * width + x];
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
    }
  }
  return sums;
}
