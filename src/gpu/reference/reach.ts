import type { DenseProposals } from '../../core/proposals.ts';
import { outputData, pictureStart } from './decode-proposals.ts';

/** Element (i, j) of a picture's data is `data[base + i * row + j * column]`. */
export interface Reach {
  data: Float32Array;
  base: number;
  row: number;
  column: number;
}

export function emptyReach(): Reach {
  return { data: new Float32Array(0), base: 0, row: 0, column: 0 };
}

/** Points `into` at picture `picture` of a view of raw outputs. */
export function reach(
  into: Reach,
  outputs: Readonly<Record<string, Float32Array>>,
  picture: number,
  layout: DenseProposals,
  view: DenseProposals['scores'],
): void {
  into.data = outputData(outputs, view.output);
  into.base = view.offset + pictureStart(layout, view.output, into.data, picture);
  into.row = view.row;
  into.column = view.column;
}
