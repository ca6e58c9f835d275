import { type Box, boxIou } from '../../src/core/boxes.ts';

export interface Found {
  readonly classIndex: number;
  readonly score: number;
  readonly box: Box;
}

export interface Truth {
  readonly classIndex: number;
  readonly box: Box;
}

/** COCO's average precision of one class at one overlap: the mean of the precision at 101 recalls. Null without truths. */
export function averagePrecision(
  found: readonly (readonly Found[])[],
  truths: readonly (readonly Truth[])[],
  classIndex: number,
  leastIou: number,
): number | null {
  const open = truths.map((all) => all.filter((truth) => truth.classIndex === classIndex));
  const wanted = open.reduce((sum, all) => sum + all.length, 0);
  if (wanted === 0) return null;
  const rows = found
    .flatMap((all, picture) => all.map((one) => ({ ...one, picture })))
    .filter((row) => row.classIndex === classIndex)
    .sort((a, b) => b.score - a.score);
  let hits = 0;
  const curve = rows.map(({ box, picture }, row) => {
    const left = open[picture];
    const overlaps = left.map((truth) => boxIou(box, truth.box));
    const best = overlaps.indexOf(Math.max(...overlaps));
    if (best >= 0 && overlaps[best] >= leastIou) {
      left.splice(best, 1);
      hits++;
    }
    return { recall: hits / wanted, precision: hits / (row + 1) };
  });
  let sum = 0;
  for (let point = 0; point <= 100; point++) {
    const reached = curve.filter(({ recall }) => recall >= point / 100 - 1e-9);
    sum += Math.max(0, ...reached.map(({ precision }) => precision));
  }
  return sum / 101;
}
