/** Parts of a picture, as people name them; `border` is what surrounds the rest. */
export type PlaceName =
  | 'upper-left'
  | 'upper'
  | 'upper-right'
  | 'left'
  | 'middle'
  | 'right'
  | 'lower-left'
  | 'lower'
  | 'lower-right'
  | 'border';

/**
 * Where a region lies, by the third of the picture that its middle is in.
 * @param region shares of width and height: x0, y0, x1, y1. One that spans nearly all of the picture is taken for its border.
 */
export function placeName([x0, y0, x1, y1]: readonly [x0: number, y0: number, x1: number, y1: number]): PlaceName {
  const third = (from: number, to: number, names: readonly string[]) =>
    names[Math.min(2, Math.floor(((from + to) / 2) * 3))];
  if (x1 - x0 > 0.9 && y1 - y0 > 0.9) return 'border';
  const parts = [third(y0, y1, ['upper', '', 'lower']), third(x0, x1, ['left', '', 'right'])];
  return (parts.filter(Boolean).join('-') || 'middle') as PlaceName;
}
