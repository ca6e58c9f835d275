import type { AxisReach, GridReach } from '../../core/axis-reach.ts';
import type { ClassGrid } from './class-grid.ts';

/** The class of every picture pixel: length picture height x width, row-major; {@link noClass} where there is none. */
export type ClassMap = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** What stands in a class map for a pixel of no class, or one that the resize rule cut off. */
export function noClass(map: ClassMap): number {
  return map.BYTES_PER_ELEMENT === 1 ? 255 : 65535;
}

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
  const winners = findWinners(grid, none);
  const columns = spansOf(reach.across);
  for (const row of spansOf(reach.down)) {
    for (const column of columns) {
      const corners = [row.first, row.second].flatMap((y) =>
        [column.first, column.second].map((x) => y * grid.columns + x),
      );
      const [winner] = corners.map((cell) => winners[cell]);
      if (corners.every((cell) => winners[cell] === winner)) {
        for (let y = row.from; y < row.to; y++) map.fill(winner, y * width + column.from, y * width + column.to);
      } else {
        paintBorder(grid, reach, corners, row, column, map, width, none);
      }
    }
  }
  return map;
}

/** The best class of each cell, or `none` where it is below the threshold. */
function findWinners(grid: ClassGrid, none: number): Uint16Array {
  const { raw, cells, classes } = grid;
  const winners = new Uint16Array(cells);
  const best = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) best[cell] = raw[grid.element(0, cell)];
  for (let k = 1; k < classes; k++) {
    for (let cell = 0; cell < cells; cell++) {
      const score = raw[grid.element(k, cell)];
      if (score <= best[cell]) continue;
      best[cell] = score;
      winners[cell] = k;
    }
  }
  const { threshold } = grid;
  if (threshold === null) return winners;
  return winners.map((winner, cell) => (best[cell] < threshold ? none : winner));
}

function paintBorder(
  grid: ClassGrid,
  { across, down }: GridReach,
  corners: readonly number[],
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
function findContenders(
  grid: ClassGrid,
  corners: readonly number[],
): readonly { readonly classIndex: number; readonly scores: readonly number[] }[] {
  const all = Array.from({ length: grid.classes }, (_, classIndex) => ({
    classIndex,
    scores: corners.map((cell) => grid.raw[grid.element(classIndex, cell)]),
  }));
  const sure = all.reduce((most, { scores }) => Math.max(most, Math.min(...scores)), Number.NEGATIVE_INFINITY);
  return all.filter(({ scores }) => Math.max(...scores) >= sure);
}
