/**
 * One factor of a tensor's axis: where the picture's rows and columns went through reshapes and transposes. An axis of 256
 * after flattening a map of 8 channels, 4 rows and 8 columns has three factors.
 */
export type Factor =
  /** Nothing to do with places: channels, heads, the batch. */
  | { readonly along: null; readonly size: number }
  /** Rows or columns; `step` is how many of them one step of this factor is. */
  | { readonly along: 'y' | 'x'; readonly size: number; readonly step: number }
  /** All places row by row, with further tokens before (`prefix`) or behind them. */
  | { readonly along: 'tokens'; readonly size: number; readonly grid: TokenGrid };

export interface TokenGrid {
  readonly prefix: number;
  readonly height: number;
  readonly width: number;
}

/** The factors of one axis, outermost first; none for an axis of size 1. */
export type Axis = readonly Factor[];

/** What an axis as a whole stands for. `mixed`: places together with something else, or in another order. */
export type AxisMeaning =
  | { readonly kind: 'plain' }
  | { readonly kind: 'y' | 'x'; readonly size: number }
  | { readonly kind: 'tokens'; readonly grid: TokenGrid }
  | { readonly kind: 'mixed' };

export function plainAxis(size: number): Axis {
  return size === 1 ? [] : [{ along: null, size }];
}

export function placeAxis(along: 'y' | 'x', size: number): Axis {
  return size === 1 ? [] : [{ along, size, step: 1 }];
}

/** Tokens without any before or behind them are rows and columns again, which reshapes can take apart. */
export function tokenAxis(size: number, grid: TokenGrid): Axis {
  const { prefix, height, width } = grid;
  if (prefix === 0 && size === height * width) return [...placeAxis('y', height), ...placeAxis('x', width)];
  return [{ along: 'tokens', size, grid }];
}

export function axisSize(axis: Axis): number {
  return axis.reduce((product, factor) => product * factor.size, 1);
}

export function readAxis(axis: Axis): AxisMeaning {
  if (axis.every((factor) => factor.along === null)) return { kind: 'plain' };
  const [first] = axis;
  if (axis.length === 1 && (first.along === 'y' || first.along === 'x')) return { kind: first.along, size: first.size };
  if (first.along === 'tokens') return axis.length === 1 ? { kind: 'tokens', grid: first.grid } : { kind: 'mixed' };
  const split = axis.findIndex((factor) => factor.along !== first.along);
  if (split < 0) return isRun(axis) ? { kind: first.along as 'y' | 'x', size: axisSize(axis) } : { kind: 'mixed' };
  const [rows, columns] = [axis.slice(0, split), axis.slice(split)];
  const inOrder = first.along === 'y' && columns.every((factor) => factor.along === 'x');
  if (!inOrder || !isRun(rows) || !isRun(columns)) return { kind: 'mixed' };
  return { kind: 'tokens', grid: { prefix: 0, height: axisSize(rows), width: axisSize(columns) } };
}

/** Whether neighbouring factors count through one axis without gaps. */
function isRun(factors: readonly Factor[]): boolean {
  return factors.every((factor, index) => {
    const inner = factors[index + 1];
    return !inner || ('step' in factor && 'step' in inner && factor.step === inner.step * inner.size);
  });
}

/** The same axis with another size, as after a stride or padding; places that are not in order are lost. */
export function resizeAxis(axis: Axis, size: number): Axis {
  const meaning = readAxis(axis);
  if (meaning.kind === 'y' || meaning.kind === 'x') return placeAxis(meaning.kind, size);
  return axisSize(axis) === size ? axis : plainAxis(size);
}

/** A run of entries of an axis, from `start` to before `end`. */
export function sliceAxis(axis: Axis, start: number, end: number): Axis {
  const [only] = axis;
  if (axis.length !== 1 || only.along !== 'tokens') return resizeAxis(axis, end - start);
  const { prefix, height, width } = only.grid;
  const last = prefix + height * width;
  if (start > prefix || end < last) return plainAxis(end - start);
  return tokenAxis(end - start, { prefix: prefix - start, height, width });
}

/** Axes put behind one another. Rows may be cut and joined; places of two grids, or mixed ones, make a list of no places. */
export function joinAxes(axes: readonly Axis[]): Axis {
  const size = axes.reduce((sum, axis) => sum + axisSize(axis), 0);
  const meanings = axes.map(readAxis);
  const kinds = new Set(meanings.map((meaning) => meaning.kind));
  for (const along of ['y', 'x'] as const) {
    if (kinds.has(along) && [...kinds].every((kind) => kind === along || kind === 'plain'))
      return placeAxis(along, size);
  }
  const tokens = meanings.flatMap((meaning, index) =>
    meaning.kind === 'tokens' ? [{ index, grid: meaning.grid }] : [],
  );
  if (tokens.length !== 1 || kinds.has('mixed') || kinds.has('y') || kinds.has('x')) return plainAxis(size);
  const [{ index, grid }] = tokens;
  const before = axes.slice(0, index).reduce((sum, axis) => sum + axisSize(axis), 0);
  return tokenAxis(size, { ...grid, prefix: grid.prefix + before });
}

/** The factors in their order dealt out to new axes; null when a factor would have to be cut at a crooked place. */
export function regroup(axes: readonly Axis[], dims: readonly number[]): readonly Axis[] | null {
  const factors = mergePlain(axes.flat());
  let next = 0;
  let rest: Factor | null = null;
  const result: Axis[] = [];
  for (const dim of dims) {
    const axis: Factor[] = [];
    let left = dim;
    while (left > 1) {
      const factor: Factor | undefined = rest ?? factors[next++];
      if (!factor) return null;
      rest = null;
      if (left % factor.size === 0) {
        axis.push(factor);
        left /= factor.size;
        continue;
      }
      if (factor.size % left !== 0 || factor.along === 'tokens') return null;
      const inner: number = factor.size / left;
      axis.push(
        factor.along === null ? { along: null, size: left } : { ...factor, size: left, step: factor.step * inner },
      );
      rest = { ...factor, size: inner };
      left = 1;
    }
    result.push(axis);
  }
  return rest || next < factors.length ? null : result;
}

function mergePlain(factors: readonly Factor[]): Factor[] {
  const merged: Factor[] = [];
  for (const factor of factors) {
    const last = merged.at(-1);
    if (factor.along === null && last?.along === null)
      merged[merged.length - 1] = { along: null, size: last.size * factor.size };
    else merged.push(factor);
  }
  return merged;
}
