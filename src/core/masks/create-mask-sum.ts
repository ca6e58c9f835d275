import { XaiError } from '../errors.ts';
import { LatticeSum } from './lattice.ts';
import type { MapForm, MaskSum } from './mask-sum.ts';
import { PlainSum } from './plain-sum.ts';
import { isLattice, type MaskSpec } from './spec.ts';

/** The cheapest sum that a spec allows; its planes take (targets + 1) times 8 bytes a pixel or a little more. */
export function createMaskSum(spec: MaskSpec, targets: number): MaskSum {
  return isLattice(spec) ? new LatticeSum(spec, targets) : new PlainSum(spec, targets);
}

/**
 * Maps of one or several targets from scores that were kept, without running the model again.
 * @param scores masks x targets, row-major.
 * @param masks the number of each mask; without it mask k is number k.
 */
export function mapsFromScores(
  spec: MaskSpec,
  scores: Float32Array,
  targets: number,
  form: MapForm,
  masks?: ArrayLike<number>,
): Float32Array[] {
  const count = scores.length / targets;
  if (!Number.isInteger(count) || (masks && masks.length !== count)) {
    throw new XaiError(
      'option-invalid',
      `${scores.length} scores do not make one row of ${targets} for each of ${masks?.length ?? 'a whole number of'} ` +
        'masks. Pass masks x targets scores.',
      { option: 'scores' },
    );
  }
  const sum = createMaskSum(spec, targets);
  for (let k = 0; k < count; k++) sum.add(masks ? masks[k] : k, scores, k * targets);
  return Array.from({ length: targets }, (_, target) => sum.map(target, form));
}
