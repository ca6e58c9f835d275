/** Shifts along each axis that are tried. */
const STEPS = 4;
/** Share of the region's pixels that another place must have, free of region and object, to be as large. */
const AS_LARGE = 0.75;

/**
 * Another place of the picture, of the same shape and size where that is possible: what covering it does shows what covering
 * does by itself. Mirrored places come first, since they lie as near to the border; then shifts by quarters of the sides, around
 * the border.
 * @param pixels 1 inside the region, length height x width
 * @param object pixels that the place may not have; null where nobody knows
 * @returns null when no place is nearly as large
 */
export function placeElsewhere(
  pixels: Uint8Array,
  width: number,
  height: number,
  object: Uint8Array | null,
): Uint8Array | null {
  const wanted = countInside(pixels);
  let best: Uint8Array | null = null;
  let most = 0;
  for (const source of sources(width, height)) {
    const place = new Uint8Array(pixels.length);
    let count = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        if (pixels[at] || object?.[at] || !pixels[source(x, y)]) continue;
        place[at] = 1;
        count++;
      }
    }
    if (count > most) [best, most] = [place, count];
    if (most === wanted) break;
  }
  return most > 0 && most >= AS_LARGE * wanted ? best : null;
}

type Source = (x: number, y: number) => number;

function* sources(width: number, height: number): Generator<Source> {
  yield (x, y) => (height - 1 - y) * width + (width - 1 - x);
  yield (x, y) => y * width + (width - 1 - x);
  yield (x, y) => (height - 1 - y) * width + x;
  for (let down = 0; down < STEPS; down++) {
    for (let right = down === 0 ? 1 : 0; right < STEPS; right++) {
      const [dx, dy] = [Math.floor((right * width) / STEPS), Math.floor((down * height) / STEPS)];
      yield (x, y) => ((y + dy) % height) * width + ((x + dx) % width);
    }
  }
}

function countInside(pixels: Uint8Array): number {
  return pixels.reduce((sum, inside) => sum + inside, 0);
}
