import type { Picture } from '../../core/picture.ts';

/** What stands for no class, or for borders, in VOC's label masks. */
export const VOID = 255;

/**
 * Class numbers of a label mask as VOC has them: a palette picture, decoded to the palette's colours, or plain grey values.
 * @param classes how many there are; a grey above them is rather a colour of the palette
 * @returns length height x width, row-major; {@link VOID} where there is no class
 */
export function readClassNumbers({ data }: Picture, classes: number): Uint8Array<ArrayBuffer> {
  const colours = new Set<number>();
  for (let at = 0; at < data.length; at += 4) colours.add(colourAt(data, at));
  const greys = [...colours].every(
    (colour) => colour >> 16 === (colour & 255) && colour >> 16 === ((colour >> 8) & 255),
  );
  const palette = vocPalette();
  const fits = [...colours].every((colour) => (colour & 255) < classes || (colour & 255) === VOID);
  const isPalette = !(greys && fits) && [...colours].every((colour) => palette.has(colour));
  return Uint8Array.from({ length: data.length / 4 }, (_, pixel) => {
    const colour = colourAt(data, 4 * pixel);
    return (isPalette ? palette.get(colour) : colour & 255) ?? VOID;
  });
}

function colourAt(data: ArrayLike<number>, at: number): number {
  return (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
}

/** Bit 0, 3, 6, ... of a class number make red from its highest bit down, 1, 4, 7 green, 2, 5, 8 blue (VOC's development kit). */
function vocPalette(): Map<number, number> {
  const palette = new Map<number, number>();
  for (let index = 0; index < 256; index++) {
    const channels = [0, 0, 0];
    for (let bit = 0; bit < 8; bit++) channels[bit % 3] |= ((index >> bit) & 1) << (7 - Math.floor(bit / 3));
    palette.set((channels[0] << 16) | (channels[1] << 8) | channels[2], index);
  }
  return palette;
}
