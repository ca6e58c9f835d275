import { XaiError } from '../core/errors.ts';
import type { Context2D } from './paint/canvas.ts';

/** Canvases for scenes in a page or a worker. @throws XaiError `backend-unavailable` where there is no 2-D canvas */
export function createPageContext(size: number): Context2D {
  const context = new OffscreenCanvas(size, size).getContext('2d', { willReadFrequently: true });
  if (context === null)
    throw new XaiError('backend-unavailable', 'This browser gives no 2-D canvas; close other tabs and try again.');
  return context;
}
