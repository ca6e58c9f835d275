import type { Placement } from './placement.ts';

/** Where each picture pixel of one axis reads a grid of cells: `share` of the way from `first` to `second`. */
export interface AxisReach {
  /** First and last + 1 picture pixel whose centre the model saw. */
  readonly start: number;
  readonly end: number;
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float32Array;
}

/** The part of a grid that one axis of the picture lies on, in cells: fractional for coarse grids. */
export interface AxisSpan {
  /** Where the part that the model saw begins on the grid. */
  readonly offset: number;
  /** How many cells it covers. */
  readonly cells: number;
  /** First and last cell that are read; what lies beyond is read at them. */
  readonly low: number;
  readonly high: number;
}

/**
 * Linear interpolation with half-pixel centres and clamped borders.
 * @param size picture pixels along the axis.
 * @param cropStart where the part that the model saw begins, picture pixels, may be fractional.
 * @param cropSize how long that part is.
 */
export function axisReach(size: number, cropStart: number, cropSize: number, span: AxisSpan): AxisReach {
  const { offset, cells, low, high } = span;
  const reach = {
    start: Math.max(0, Math.ceil(cropStart - 0.5)),
    end: Math.min(size, Math.ceil(cropStart + cropSize - 0.5)),
    first: new Int32Array(size),
    second: new Int32Array(size),
    share: new Float32Array(size),
  };
  for (let pixel = reach.start; pixel < reach.end; pixel++) {
    const source = ((pixel + 0.5 - cropStart) * cells) / cropSize + offset - 0.5;
    const clamped = Math.min(high, Math.max(low, source));
    reach.first[pixel] = Math.floor(clamped);
    reach.second[pixel] = Math.min(high, reach.first[pixel] + 1);
    reach.share[pixel] = clamped - reach.first[pixel];
  }
  return reach;
}

/** How a picture reads a grid of `columns` x `rows` cells. */
export interface GridReach {
  readonly columns: number;
  readonly rows: number;
  readonly across: AxisReach;
  readonly down: AxisReach;
}

/**
 * How a picture reads a grid that lies over the whole model input, padding included, as feature maps and class maps do.
 * Cells whose centre lies on padding are not read: what the model says there is not about the picture.
 */
export function gridReach({ picture, input, crop, content }: Placement, columns: number, rows: number): GridReach {
  const across = contentSpan(content.x, content.width, input.width, columns);
  const down = contentSpan(content.y, content.height, input.height, rows);
  return {
    columns,
    rows,
    across: axisReach(picture.width, crop.x, crop.width, across),
    down: axisReach(picture.height, crop.y, crop.height, down),
  };
}

function contentSpan(start: number, size: number, inputSize: number, count: number): AxisSpan {
  const offset = (start * count) / inputSize;
  const cells = (size * count) / inputSize;
  const low = Math.max(0, Math.ceil(offset - 0.5));
  const high = Math.min(count, Math.ceil(offset + cells - 0.5)) - 1;
  if (low <= high) return { offset, cells, low, high };
  // Content thinner than a cell, with no centre in it: the cell that it lies in.
  const only = Math.min(count - 1, Math.floor(offset + cells / 2));
  return { offset, cells, low: only, high: only };
}
