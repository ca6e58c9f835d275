/** The part of a picture that is seen. */
export interface Viewport {
  /** How much larger than whole the picture is shown, 1 to {@link MOST_SCALE}. */
  readonly scale: number;
  /** The upper left corner, as shares of the picture's width and height in [0, 1 - 1 / scale]. */
  readonly x: number;
  readonly y: number;
}

/** All of the picture. */
export const WHOLE: Viewport = { scale: 1, x: 0, y: 0 };
export const MOST_SCALE = 16;

/**
 * Enlarges by `factor` about a point of the frame, which keeps what it shows.
 * @param x share of the frame's width
 * @param y share of its height
 */
export function zoomed(from: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = Math.min(MOST_SCALE, Math.max(1, from.scale * factor));
  const kept = (corner: number, at: number) => corner + at / from.scale - at / scale;
  return within({ scale, x: kept(from.x, x), y: kept(from.y, y) });
}

/** Moves what is seen, by shares of the frame: the picture follows the pointer. */
export function panned(from: Viewport, dx: number, dy: number): Viewport {
  return within({ scale: from.scale, x: from.x - dx / from.scale, y: from.y - dy / from.scale });
}

/** The same scale with this point of the picture in the middle, as far as the picture reaches. */
export function centred(from: Viewport, x: number, y: number): Viewport {
  const half = 0.5 / from.scale;
  return within({ scale: from.scale, x: x - half, y: y - half });
}

/** Brings a viewport inside the picture, whatever it was made of. */
export function within({ scale, x, y }: Viewport): Viewport {
  const inside = Number.isFinite(scale) ? Math.min(MOST_SCALE, Math.max(1, scale)) : 1;
  const corner = (value: number) => Math.min(1 - 1 / inside, Math.max(0, Number.isFinite(value) ? value : 0));
  return { scale: inside, x: corner(x), y: corner(y) };
}

export function isSameViewport(a: Viewport, b: Viewport): boolean {
  return a.scale === b.scale && a.x === b.x && a.y === b.y;
}
