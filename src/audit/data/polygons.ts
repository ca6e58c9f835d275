/**
 * The pixels whose centre lies in any of some polygons (each by the even-odd rule).
 * @param polygons corners x, y, x, y, ..., pixels
 * @returns length height x width, row-major: 1 inside
 */
export function fillPolygons(
  polygons: readonly (readonly number[])[],
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * height);
  for (const corners of polygons) {
    const ys = corners.filter((_, k) => k % 2 === 1);
    const first = Math.max(0, Math.ceil(Math.min(...ys) - 0.5));
    const last = Math.min(height, Math.ceil(Math.max(...ys) - 0.5));
    for (let y = first; y < last; y++) {
      const crossings = crossingsAt(corners, y + 0.5);
      for (let k = 0; k + 1 < crossings.length; k += 2) {
        const start = Math.max(0, Math.ceil(crossings[k] - 0.5));
        const end = Math.min(width, Math.ceil(crossings[k + 1] - 0.5));
        if (end > start) out.fill(1, y * width + start, y * width + end);
      }
    }
  }
  return out;
}

/** Where the edges cross a horizontal line, from left to right. */
function crossingsAt(corners: readonly number[], y: number): number[] {
  const crossings: number[] = [];
  for (let k = 0; k < corners.length; k += 2) {
    const [x0, y0] = [corners[k], corners[k + 1]];
    const next = (k + 2) % corners.length;
    const [x1, y1] = [corners[next], corners[next + 1]];
    if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  return crossings.sort((a, b) => a - b);
}
