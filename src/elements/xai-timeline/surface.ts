/** Colours of the page, for what is painted. */
export interface Inks {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly danger: string;
  readonly accent: string;
  /** What tracks are painted on. */
  readonly lane: string;
}

/** A canvas as sharp as the screen, to be drawn on in CSS pixels. */
export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
}

/** Clears a canvas and makes it fit its place; null while it has none. */
export function prepare(canvas: HTMLCanvasElement, width: number, height: number): Surface | null {
  const context = canvas.getContext('2d');
  if (!context || width < 1 || height < 1) return null;
  const ratio = devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = '12px system-ui, sans-serif';
  return { context, width, height };
}
