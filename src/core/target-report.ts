import type { Box } from './boxes.ts';
import type { Target } from './saliency.ts';
import type { TargetSpec } from './targets.ts';

/** A target as reports have it: plain JSON, without masks and vectors. */
export interface TargetReport {
  readonly index: number;
  readonly label: string;
  /** Class index; -1 for a box drawn by hand. */
  readonly class: number;
  readonly score: number | null;
  /** Picture pixels. */
  readonly box: [number, number, number, number] | null;
  /** What kind of target it is, where class and box do not say it. */
  readonly kind?: TargetSpec['kind'];
  /** Picture pixel, column and row. */
  readonly pixel?: [number, number];
  /** The question that it answers. */
  readonly head?: string;
}

export function reportTarget({ index, label, classIndex, score, box, spec }: Target): TargetReport {
  return {
    index,
    label,
    class: classIndex,
    score,
    box: box && ([...box] as Mutable<Box>),
    ...(spec && { kind: spec.kind }),
    ...(spec?.kind === 'region' && spec.pixel && { pixel: [...spec.pixel] as [number, number] }),
    ...(spec?.kind === 'attribute' && { head: spec.head }),
  };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
