import type { DifferenceSpec, TargetSpec } from './targets.ts';

/** A target that is no difference of others. */
export type SideSpec = Exclude<TargetSpec, DifferenceSpec>;

/** What a target adds to its score, or takes from it. */
export interface Side {
  readonly spec: SideSpec;
  readonly sign: 1 | -1;
}

/** The target itself, or what a difference compares; differences of differences are taken apart. */
export function sidesOf(spec: TargetSpec, sign: 1 | -1 = 1): readonly Side[] {
  if (spec.kind !== 'difference') return [{ spec, sign }];
  return [...sidesOf(spec.a, sign), ...sidesOf(spec.b, sign === 1 ? -1 : 1)];
}
