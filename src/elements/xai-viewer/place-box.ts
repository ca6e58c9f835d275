import type { Box } from '../../core/boxes.ts';
import { giveStyle } from './give-style.ts';

/**
 * Lays an element over a box, in percent of its container.
 * @param box pixels of a frame of `width` x `height`
 * @param layer a higher one lies on top
 */
export function placeBox([x0, y0, x1, y1]: Box, width: number, height: number, layer = 0) {
  return giveStyle({
    left: `${(x0 / width) * 100}%`,
    top: `${(y0 / height) * 100}%`,
    width: `${((x1 - x0) / width) * 100}%`,
    height: `${((y1 - y0) / height) * 100}%`,
    'z-index': String(layer),
  });
}
