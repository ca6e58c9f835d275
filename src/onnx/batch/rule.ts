import type { BatchNode } from './batch-node.ts';

/**
 * How one operator treats the batch: given which axes of its inputs carry it (see `BatchTrace.axes`), says which axis of
 * its outputs does (one for all, or one per output), changes constants that were written for one picture, or refuses. Called only when an input carries
 * the batch or depends on the number of pictures.
 */
export type BatchRule = (at: BatchNode) => number | readonly number[];

/** Counts an axis from the front. */
export function fromFront(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** The batch axis of input 0, when no other input depends on the picture or the number of pictures. */
export function onlyData(at: BatchNode): number {
  for (let input = 1; input < at.inputCount; input++) {
    if (at.axis(input) !== null || at.dependsOnCount(input))
      at.refuse(`has an input (${input}) that changes with the pictures`);
  }
  return at.axis(0) ?? at.refuse('has an input that changes with the pictures');
}

/** For operators that mix all elements along `axis`. */
export function refuseAlong(at: BatchNode, carrier: number, axis: number): void {
  if (carrier === axis) at.refuse('works across the batch axis, so pictures would mix');
}
