import { isBackground } from './colour/categories.ts';
import type { NumberMap } from './colour/segments.ts';
import { XaiError } from './errors.ts';
import type { RegionArea } from './targets.ts';

/**
 * Whether a row-major position of the picture lies in an area. A pixel lies in a box when its centre does.
 * @param map class of every pixel
 * @param classIndex whose pixels an area is that names no place
 * @throws XaiError `option-invalid` for a mask of another size
 */
export function isInArea(area: RegionArea, map: NumberMap, classIndex: number): (at: number) => boolean {
  const { box, pixel, mask } = area;
  const { width, height, data } = map;
  if (pixel) {
    const [x, y] = pixel;
    const wanted = x >= 0 && x < width ? y * width + x : -1;
    return (at) => at === wanted;
  }
  if (box) {
    const [x0, y0, x1, y1] = box;
    return (at) => {
      const x = (at % width) + 0.5;
      const y = Math.floor(at / width) + 0.5;
      return x >= x0 && x < x1 && y >= y0 && y < y1;
    };
  }
  if (!mask) return (at) => data[at] === classIndex;
  if (mask.width !== width || mask.height !== height || mask.data.length !== data.length) {
    throw new XaiError(
      'option-invalid',
      `The mask is ${mask.width} x ${mask.height} with ${mask.data.length} values, and the picture ${width} x ${height} pixels; ` +
        "give one value per pixel, in the picture's own size.",
      { option: 'targets' },
    );
  }
  return (at) => mask.data[at] !== 0;
}

/**
 * The class that most pixels of an area have. Whoever points at a place means the thing there, so a background counts only
 * where there is nothing else.
 * @param labels in class order
 * @returns -1 where no pixel of it has a class
 */
export function commonClass(map: NumberMap, labels: readonly string[], area: RegionArea): number {
  const isInside = isInArea(area, map, -1);
  const counts = new Uint32Array(labels.length);
  map.data.forEach((classIndex, at) => {
    if (classIndex < labels.length && isInside(at)) counts[classIndex]++;
  });
  let best = -1;
  let most = 0;
  counts.forEach((count, classIndex) => {
    const weight = count > 0 && isBackground(labels[classIndex]) ? 0.5 : count;
    if (weight <= most) return;
    most = weight;
    best = classIndex;
  });
  return best;
}
