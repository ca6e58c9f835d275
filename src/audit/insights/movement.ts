import { mean } from '../../core/statistics.ts';
import { bootstrapMean } from './bootstrap.ts';
import type { Movement } from './finding.ts';

/** Scores of one picture. */
export interface Change {
  readonly before: number;
  readonly after: number;
  readonly control: number | null;
}

/**
 * What the changes of several pictures come to; null without any.
 * @param others what the same change does to the other classes; null: it is not compared with them
 */
export function movementOf(
  changes: readonly Change[],
  seed: number,
  others: readonly Change[] | null = null,
): Movement | null {
  if (changes.length === 0) return null;
  const moves = changes.map(({ before, after }) => after - before);
  const moved = changes.flatMap(({ before, control }) => (control === null ? [] : control - before));
  const beyond = beyondControls(changes);
  const ofOthers = others && beyondControls(others);
  return {
    count: changes.length,
    before: mean(changes.map(({ before }) => before)),
    after: mean(changes.map(({ after }) => after)),
    moved: mean(moves),
    interval: bootstrapMean(moves, seed),
    control: moved.length > 0 ? mean(moved) : null,
    beyond: beyond.length > 0 ? bootstrapMean(beyond, seed) : null,
    others:
      ofOthers && ofOthers.length > 0 && beyond.length > 0
        ? { count: ofOthers.length, moved: mean(ofOthers), ...bootstrapMean(beyond, seed, ofOthers) }
        : null,
  };
}

function beyondControls(changes: readonly Change[]): number[] {
  return changes.flatMap(({ after, control }) => (control === null ? [] : after - control));
}
