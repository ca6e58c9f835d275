/** A colour as 0xrrggbb, before the light of the scene falls on it. */
export type Colour = number;

export const red = (colour: Colour): number => (colour >> 16) & 255;
export const green = (colour: Colour): number => (colour >> 8) & 255;
export const blue = (colour: Colour): number => colour & 255;

/** @param r red, green and blue from 0 to 255; clamped and rounded */
export function rgb(r: number, g: number, b: number): Colour {
  return (clampByte(r) << 16) | (clampByte(g) << 8) | clampByte(b);
}

function clampByte(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}

/** `share` of `b` in `a`, from 0 to 1. */
export function mix(a: Colour, b: Colour, share: number): Colour {
  return rgb(
    red(a) + (red(b) - red(a)) * share,
    green(a) + (green(b) - green(a)) * share,
    blue(a) + (blue(b) - blue(a)) * share,
  );
}

/** CSS text of a colour. */
export function css(colour: Colour, alpha = 1): string {
  return `rgba(${red(colour)},${green(colour)},${blue(colour)},${alpha})`;
}
