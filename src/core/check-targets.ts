import type { Box } from './boxes.ts';
import { oneOf } from './check-options.ts';
import { XaiError } from './errors.ts';
import type { RegionMask, TargetSpec } from './targets.ts';

const KINDS = ['class', 'box', 'region', 'attribute', 'similarity', 'difference', 'weights'] as const;
const PARTS = ['class', 'objectness', 'left', 'top', 'right', 'bottom'] as const;

/**
 * That targets have the form of some; whether the model has them is for its answer to say. Callers without types give
 * anything.
 * @throws XaiError `option-invalid`
 */
export function checkTargets(targets: unknown): void {
  if (Array.isArray(targets)) targets.forEach(checkTarget);
  else if (targets !== undefined) oneOf('targets', String(targets), ['top', 'all']);
}

function checkTarget(target: unknown): void {
  if (typeof target === 'number') return;
  if (typeof target !== 'object' || target === null) {
    throw invalid(`A target is a class number, a box or a target of a kind, not ${JSON.stringify(target)}.`);
  }
  const spec = target as Partial<TargetSpec> & { readonly box?: Box };
  if (spec.kind !== undefined) oneOf('targets', spec.kind, KINDS);
  if (spec.kind === 'difference') for (const part of [spec.a, spec.b]) checkSide(part);
  if (spec.kind === 'region' && spec.mask !== undefined) checkMask(spec.mask);
  if (spec.kind === 'box' && spec.part !== undefined) oneOf('targets', spec.part, PARTS);
  if (spec.kind === undefined || spec.kind === 'box') checkBox(spec.box);
}

function checkSide(side: unknown): void {
  checkTarget(side);
  if ((side as Partial<TargetSpec>).kind !== undefined) return;
  throw invalid(
    `Each side of a difference is a target of a kind, such as {kind: 'class', index: 1}, not ${JSON.stringify(side)}.`,
  );
}

function checkMask({ width, height, data }: Partial<RegionMask>): void {
  if (data && data.length === Number(width) * Number(height)) return;
  throw invalid("A region's mask is {width, height, data} of the picture's own size, with one number a pixel in data.");
}

/** @throws XaiError `option-invalid` for what is no box with an area */
export function checkBox(box: Box | undefined): void {
  if (Array.isArray(box) && box.length === 4 && box.every(Number.isFinite) && box[2] > box[0] && box[3] > box[1])
    return;
  const told = Array.isArray(box) ? box.join(', ') : box === undefined ? 'of a target' : JSON.stringify(box);
  throw invalid(`The box ${told} has no area; give x0, y0, x1, y1 in picture pixels.`);
}

/** @throws XaiError `target-missing` for a box none of which lies in the picture */
export function checkInside(
  box: Box,
  { width, height }: { readonly width: number; readonly height: number },
  name = `box ${box.join(',')}`,
): void {
  const [x0, y0, x1, y1] = box;
  if (x0 < width && y0 < height && x1 > 0 && y1 > 0) return;
  throw new XaiError(
    'target-missing',
    `The ${name} lies outside the picture of ${width}x${height} pixels. Give one inside.`,
    { option: 'targets' },
  );
}

function invalid(message: string): XaiError {
  return new XaiError('option-invalid', message, { option: 'targets' });
}
