/** COCO's run lengths: down each column, zeros first. */
export interface RunLengths {
  readonly width: number;
  readonly height: number;
  readonly counts: readonly number[];
}

/** @returns length height x width, row-major: 1 inside; runs beyond the end are cut */
export function expandRuns({ width, height, counts }: RunLengths): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * height);
  let at = 0;
  counts.forEach((count, k) => {
    const end = Math.min(out.length, at + count);
    if (k % 2 === 1) for (let p = at; p < end; p++) out[(p % height) * width + Math.floor(p / height)] = 1;
    at = end;
  });
  return out;
}

/**
 * COCO's compressed runs: numbers of 5 bits a character from "0" on, the sixth says that more follow, and from the third
 * run on each is the difference to the one before the last (`rleFrString` of its API).
 * @returns null for text that is none
 */
export function parseRuns(text: string): number[] | null {
  const counts: number[] = [];
  for (let at = 0; at < text.length; ) {
    let value = 0;
    let shift = 0;
    let code: number;
    do {
      if (at === text.length || shift > 30) return null;
      code = text.charCodeAt(at++) - 48;
      if (code < 0 || code > 63) return null;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code & 32);
    if (code & 16 && shift < 32) value |= -1 << shift;
    if (counts.length > 2) value += counts[counts.length - 2];
    if (value < 0) return null;
    counts.push(value);
  }
  return counts;
}
