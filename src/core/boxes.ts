/** Corners x0, y0, x1, y1; half-open. The frame (picture pixels or model-input pixels) is said where a box is passed. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export function boxArea(box: Box): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}

/** Intersection over union in [0, 1]; 0 when either box is empty. Unchanged by scaling an axis of both boxes. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const intersection = width * height;
  return intersection / (boxArea(a) + boxArea(b) - intersection);
}
