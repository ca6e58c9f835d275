/**
 * One random mask: a small grid of random cells enlarged to `upWidth x upHeight`, of which a window of
 * `width x height` is taken at a random whole-pixel offset. Everything random is a pure function of
 * (seed, mask number, cell), see `random.ts`.
 */
export interface MaskSpec {
  /** Mask space: the picture's content rectangle inside the model's input, in input pixels. */
  readonly width: number;
  readonly height: number;
  /** Random cells per axis, all of them (16 + 1 for the default 16x16 grid). */
  readonly cellsX: number;
  readonly cellsY: number;
  /** Size in pixels that the cells are enlarged to; at least `width + offsetsX - 1`. */
  readonly upWidth: number;
  readonly upHeight: number;
  /** How many offsets there are per axis; the offset is uniform in [0, offsets). */
  readonly offsetsX: number;
  readonly offsetsY: number;
  /** Of a smaller copy of a spec: the offsets of the original, which are drawn and then scaled. Default: none. */
  readonly copyOf?: { readonly offsetsX: number; readonly offsetsY: number };
  readonly interpolation: 'nearest' | 'linear' | 'cubic';
  /**
   * What lies beyond the outer cells: the nearest cell again, or the cells mirrored about the outer cell's centre (cell
   * -1 is cell 1, cell n is cell n - 2; `resize(mode="reflect")` of scikit-image). Nearest looks at neither.
   */
  readonly border: 'clamp' | 'mirror';
  /** Probability that a cell keeps the picture, in (0, 1). */
  readonly keep: number;
  /** Whole number in [0, 2^53). */
  readonly seed: number;
}

/**
 * True when an enlarged mask is a sum of identical tent functions at whole-pixel positions, so that masks can be summed
 * on a lattice and enlarged once (notes: accumulate in the small space).
 */
export function isLattice(spec: MaskSpec): boolean {
  return (
    spec.interpolation === 'linear' &&
    spec.border === 'clamp' &&
    spec.upWidth % spec.cellsX === 0 &&
    spec.upHeight % spec.cellsY === 0
  );
}

/** The default: `grid + 1` cells per axis at the whole pitch ceil(side / grid), shifted by less than one pitch. */
export function defaultMaskSpec(
  space: { width: number; height: number },
  options: { grid: number; keep: number; seed: number },
): MaskSpec {
  const pitchX = Math.ceil(space.width / options.grid);
  const pitchY = Math.ceil(space.height / options.grid);
  const cells = options.grid + 1;
  return {
    width: space.width,
    height: space.height,
    cellsX: cells,
    cellsY: cells,
    upWidth: cells * pitchX,
    upHeight: cells * pitchY,
    offsetsX: pitchX,
    offsetsY: pitchY,
    interpolation: 'linear',
    border: 'clamp',
    keep: options.keep,
    seed: options.seed,
  };
}
