import { XaiError } from '../core/errors.ts';
import type { MaskSpec } from '../core/masks/spec.ts';
import type { Target } from '../core/saliency.ts';

/**
 * A run of masks as it can be saved, opened again and gone on with: what it was asked, and what came of each mask. The masks
 * themselves follow from the spec.
 */
export interface StoredRun {
  readonly method: string;
  readonly modelSha256: string;
  readonly pictureSha256: string;
  readonly spec: MaskSpec;
  /** What else the scores depend on: what hides a pixel, the similarity, which of a class's numbers. */
  readonly asked: Readonly<Record<string, unknown>>;
  readonly targets: readonly Target[];
  /** Length masks x targets, one row per mask, from mask number 0. */
  readonly scores: Float32Array;
  /** Packed proposals or class scores of each mask, for other targets; length masks x some number. */
  readonly kept: Uint32Array;
}

/** @throws XaiError `option-invalid` for what neither `store()` nor `decodeRun` has given */
export function checkStored(run: StoredRun): StoredRun {
  const given: Partial<Record<keyof StoredRun, unknown>> = Object(run);
  const { scores, kept, targets, spec } = given;
  const isRun =
    scores instanceof Float32Array && kept instanceof Uint32Array && Array.isArray(targets) && Object(spec) === spec;
  if (isRun && targets.length > 0) return run;
  throw new XaiError('option-invalid', 'resume takes a stored run: what store() gave, or decodeRun of its file.', {
    option: 'resume',
  });
}

/** Masks that a stored run has run. */
export function masksOf({ scores, targets }: Pick<StoredRun, 'scores' | 'targets'>): number {
  return scores.length / targets.length;
}

const NAMES: Readonly<Partial<Record<keyof StoredRun, string>>> = {
  method: 'method',
  modelSha256: 'model',
  pictureSha256: 'picture',
  spec: 'masks (grid, keep, seed or preset)',
  asked: 'fill, similarity or score',
  targets: 'targets',
};

/**
 * @param question the run that is to go on
 * @throws XaiError `option-invalid` saying in what the stored run is another one
 */
export function checkSameRun(stored: StoredRun, question: StoredRun, keptWords: number): void {
  const other = (Object.keys(NAMES) as (keyof StoredRun)[]).filter((key) => !isSame(stored[key], question[key]));
  if (other.length > 0) {
    const what = other.map((key) => NAMES[key]).join(', ');
    throw new XaiError('option-invalid', `The stored run is of another kind (${what}); it can't be gone on with.`, {
      option: 'resume',
    });
  }
  const masks = masksOf(stored);
  if (
    stored.scores.some((score) => !Number.isFinite(score)) ||
    !Number.isInteger(masks) ||
    stored.kept.length !== masks * keptWords
  ) {
    throw new XaiError('option-invalid', "The stored run is damaged: its parts don't fit each other. Run again.", {
      option: 'resume',
    });
  }
}

/** Plain data with the same content; the order of keys does not matter. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
