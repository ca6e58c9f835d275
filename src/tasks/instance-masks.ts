import type { ProposalLayout, Proposals } from '../core/proposals.ts';

/**
 * The mask of one proposal: (coefficients . prototypes) > 0, that is, sigmoid above one half, inside the box.
 * A mask pixel counts as inside when its upper left corner does, as Ultralytics crops.
 * @param prototypes [count, height, width] of this picture
 * @param input size of the model input, pixels
 * @returns row-major bits, length height x width; null for detectors without masks
 */
export function detectionMask(
  proposals: Proposals,
  layout: ProposalLayout,
  prototypes: Float32Array,
  index: number,
  input: { width: number; height: number },
): Uint8Array | null {
  if (layout.kind !== 'dense' || !layout.masks || !proposals.coefficients) return null;
  const { count, width, height } = layout.masks.prototypes;
  const area = width * height;
  const toX = width / input.width;
  const toY = height / input.height;
  const box = proposals.boxes.subarray(index * 4, index * 4 + 4);
  const x0 = Math.max(0, Math.ceil(box[0] * toX));
  const y0 = Math.max(0, Math.ceil(box[1] * toY));
  const x1 = Math.min(width, Math.ceil(box[2] * toX));
  const y1 = Math.min(height, Math.ceil(box[3] * toY));
  const bits = new Uint8Array(area);
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      let sum = 0;
      for (let k = 0; k < count; k++) {
        sum += proposals.coefficients[index * count + k] * prototypes[k * area + y * width + x];
      }
      if (sum > 0) bits[y * width + x] = 1;
    }
  }
  return bits;
}
