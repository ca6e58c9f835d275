import type { Box } from '../../src/core/boxes.ts';
import { colourise } from '../../src/core/colour/colourise.ts';
import { defaultColormap, defaultRange } from '../../src/core/colour/default-look.ts';
import type { Saliency } from '../../src/core/saliency.ts';
import type { LiveFrame } from '../../src/engine/explain-live.ts';
import type { Finding } from '../../src/engine/info.ts';

const OPACITY = 0.8;
const LIGHT = '#ffffff';
const DARK = 'rgb(8 15 22 / 0.72)';

/** What the colours of a frame's map stand for. */
export interface FrameScale {
  readonly low: number;
  readonly high: number;
}

/** Draws explained frames on a canvas, whose own memory and that of the map are used again from frame to frame. */
export class LivePainter {
  readonly #map = new OffscreenCanvas(1, 1);

  /**
   * The picture, its map over it, and boxes with their labels; the canvas is as fine as the screen.
   * @param mirrored as in a mirror; labels stay readable
   * @returns scores of the first and the last colour; null without a map
   */
  paint(canvas: HTMLCanvasElement, frame: LiveFrame, mirrored: boolean): FrameScale | null {
    const { picture, prediction, map } = frame;
    const pixel = devicePixelRatio;
    const width = Math.max(1, Math.round((canvas.clientWidth || picture.width) * pixel));
    const height = Math.max(1, Math.round((width * picture.height) / picture.width));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
    context.setTransform(mirrored ? -1 : 1, 0, 0, 1, mirrored ? width : 0, 0);
    context.drawImage(picture, 0, 0, width, height);
    const scale = map && this.#colour(map);
    if (scale) context.drawImage(this.#map, 0, 0, width, height);
    context.resetTransform();
    const toCanvas = placeOn(width, prediction.width, mirrored);
    const explained = map?.target.box ?? null;
    for (const finding of [...prediction.findings].reverse()) {
      if (finding.box) paintFinding(context, finding, toCanvas(finding.box), isSame(finding.box, explained), pixel);
    }
    return scale;
  }

  #colour(map: Saliency): FrameScale {
    const { width, height, data } = map;
    const colormap = defaultColormap(map);
    const range = defaultRange(map, colormap);
    const { pixels, low, high } = colourise(data, { colormap, range, opacity: OPACITY, fade: true });
    if (this.#map.width !== width || this.#map.height !== height) Object.assign(this.#map, { width, height });
    this.#map.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
    return { low, high };
  }
}

function placeOn(width: number, pictureWidth: number, mirrored: boolean): (box: Box) => Box {
  const scale = width / pictureWidth;
  return ([x0, y0, x1, y1]) => {
    const [left, right] = mirrored ? [pictureWidth - x1, pictureWidth - x0] : [x0, x1];
    return [left * scale, y0 * scale, right * scale, y1 * scale];
  };
}

function isSame(box: Box, other: Box | null): boolean {
  return other !== null && box.every((edge, k) => edge === other[k]);
}

/** A light line with a dark one outside: seen on any ground. The explained box is the strong one. */
function paintFinding(
  context: CanvasRenderingContext2D,
  { label, score }: Finding,
  [x0, y0, x1, y1]: Box,
  isExplained: boolean,
  pixel: number,
): void {
  const line = (isExplained ? 3 : 1.5) * pixel;
  context.lineJoin = 'round';
  for (const [colour, breadth] of [
    [DARK, line + 2 * pixel],
    [LIGHT, line],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = breadth;
    context.strokeRect(x0, y0, x1 - x0, y1 - y0);
  }
  const text = score === null ? label : `${label} ${Math.round(100 * score)} %`;
  context.font = `600 ${14 * pixel}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const [breadth, height] = [context.measureText(text).width + 12 * pixel, 22 * pixel];
  // Above the box where there is room, else inside it; never beyond the picture's edge.
  const left = Math.max(0, Math.min(x0 - line / 2, context.canvas.width - breadth));
  const top = y0 - height < 0 ? Math.max(0, y0) : y0 - height;
  context.fillStyle = isExplained ? LIGHT : DARK;
  context.fillRect(left, top, breadth, height);
  context.fillStyle = isExplained ? '#16202a' : LIGHT;
  context.fillText(text, left + 6 * pixel, top + height / 2);
}
