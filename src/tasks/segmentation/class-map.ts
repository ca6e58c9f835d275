import type { AxisReach, GridReach } from '../../core/axis-reach.ts';
import type { ClassGrid } from './class-grid.ts';

/**
 * The class of every picture pixel: length picture height x width, row-major; 255, or 65535 in 16 bits, where there is none
 * or the resize rule cut the pixel off.
 */
export type ClassMap = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** Picture pixels along an axis that lie between the same two cells. */
interface Span {
  readonly first: number;
  readonly second: number;
  /** First and last + 1 pixel. */
  readonly from: number;
  readonly to: number;
}

function spansOf({ start, end, first, second }: AxisReach): Span[] {
  const spans: Span[] = [];
  for (let from = start; from < end; ) {
    let to = from + 1;
    while (to < end && first[to] === first[from]) to++;
    spans.push({ first: first[from], second: second[from], from, to });
    from = to;
  }
  return spans;
}

/**
 * The class whose raw score, interpolated linearly between the cells, is highest at each picture pixel; the first of equals.
 * What is best in all four corners of a patch is best inside, so only patches at borders of classes are worked through.
 * @param width picture width, pixels; height likewise
 */
export function paintClassMap(grid: ClassGrid, reach: GridReach, width: number, height: number): ClassMap {
  const Numbers = grid.classes < 256 ? Uint8Array : Uint16Array;
  const none = grid.classes < 256 ? 255 : 65535;
  const map = new Numbers(width * height).fill(none);
  const winners = judgeWinners(grid, none);
  const columns = spansOf(reach.across);
  for (const row of spansOf(reach.down)) {
    const upper = row.first * grid.columns;
    const lower = row.second * grid.columns;
    for (const column of columns) {
      const { first, second, from, to } = column;
      const winner = winners[upper + first];
      const isSame =
        winner === winners[upper + second] && winner === winners[lower + first] && winner === winners[lower + second];
      if (isSame) {
        for (let y = row.from; y < row.to; y++) map.fill(winner, y * width + from, y * width + to);
      } else {
        const corners = [upper + first, upper + second, lower + first, lower + second] as const;
        paintBorder(grid, reach, corners, row, column, map, width, none);
      }
    }
  }
  return map;
}

/** The best class of each cell, or `none` where it is below the threshold. */
function judgeWinners(grid: ClassGrid, none: number): Uint16Array {
  const { raw, winners, threshold } = grid;
  if (threshold === null) return winners;
  return winners.map((winner, cell) => (raw[grid.element(winner, cell)] < threshold ? none : winner));
}

type Four = readonly [number, number, number, number];

function paintBorder(
  grid: ClassGrid,
  { across, down }: GridReach,
  corners: Four,
  row: Span,
  column: Span,
  map: ClassMap,
  width: number,
  none: number,
): void {
  const threshold = grid.threshold ?? Number.NEGATIVE_INFINITY;
  const contenders = findContenders(grid, corners);
  for (let y = row.from; y < row.to; y++) {
    for (let x = column.from; x < column.to; x++) {
      let winner = none;
      let best = Number.NEGATIVE_INFINITY;
      for (const { classIndex, scores } of contenders) {
        const upper = scores[0] + across.share[x] * (scores[1] - scores[0]);
        const lower = scores[2] + across.share[x] * (scores[3] - scores[2]);
        const score = upper + down.share[y] * (lower - upper);
        if (score <= best) continue;
        best = score;
        if (score >= threshold) winner = classIndex;
      }
      map[y * width + x] = winner;
    }
  }
}

/** Classes that can be best somewhere between four corners: those that reach what some class has in all of them. */
function findContenders(grid: ClassGrid, [a, b, c, d]: Four): { classIndex: number; scores: Four }[] {
  const { raw, classes } = grid;
  let sure = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < classes; k++) {
    const least = Math.min(
      raw[grid.element(k, a)],
      raw[grid.element(k, b)],
      raw[grid.element(k, c)],
      raw[grid.element(k, d)],
    );
    if (least > sure) sure = least;
  }
  const contenders: { classIndex: number; scores: Four }[] = [];
  for (let k = 0; k < classes; k++) {
    const scores: Four = [
      raw[grid.element(k, a)],
      raw[grid.element(k, b)],
      raw[grid.element(k, c)],
      raw[grid.element(k, d)],
    ];
    if (Math.max(...scores) >= sure) contenders.push({ classIndex: k, scores });
  }
  return contenders;
}
