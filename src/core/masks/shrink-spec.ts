import type { MaskSpec } from './spec.ts';

/** Pixels per cell that are enough to tell how maps differ: masks are smooth over a cell. */
const PER_CELL = 8;

/**
 * The same masks, number by number, painted with about {@link PER_CELL} pixels a cell: what is asked of many maps of a run
 * (how well they repeat, how far they stray) costs a small part of what it would cost in full size. Places agree within
 * half a pixel of the small size.
 */
export function shrinkSpec(spec: MaskSpec): MaskSpec {
  const x = shrinkAxis(spec.width, spec.cellsX, spec.upWidth, spec.offsetsX);
  const y = shrinkAxis(spec.height, spec.cellsY, spec.upHeight, spec.offsetsY);
  return {
    ...spec,
    width: x.side,
    upWidth: x.up,
    offsetsX: x.offsets,
    height: y.side,
    upHeight: y.up,
    offsetsY: y.offsets,
    copyOf: spec.copyOf ?? { offsetsX: spec.offsetsX, offsetsY: spec.offsetsY },
  };
}

function shrinkAxis(side: number, cells: number, up: number, offsets: number) {
  const factor = Math.min(1, (PER_CELL * cells) / up);
  if (factor === 1) return { side, up, offsets };
  // A whole number of pixels a cell stays one, so that the copy of a lattice is a lattice.
  const shrunk = { up: PER_CELL * cells, offsets: Math.max(1, Math.round(offsets * factor)) };
  return { ...shrunk, side: Math.max(1, Math.min(Math.ceil(side * factor), shrunk.up - shrunk.offsets + 1)) };
}
