/** A box of the unit cube that was cut so far; its side along axis i is 3^-cuts[i]. */
interface Cell {
  readonly centre: readonly number[];
  readonly value: number;
  readonly cuts: Int32Array;
  /** Half its diagonal. */
  readonly size: number;
}

/** A cell under way to be cut along its longest sides; its points are asked for in pairs, one pair an axis. */
interface Cut {
  readonly cell: Cell;
  readonly axes: readonly number[];
}

export interface DirectOptions {
  /** Least share of |best value| by which a cell must promise to be better. Default 1e-4. */
  readonly epsilon?: number;
}

/**
 * DIRECT, the deterministic search for a function's least value in a box (Jones, Perttunen and Stuckman, "Lipschitzian
 * optimization without the Lipschitz constant", JOTA 1993): the box is cut into thirds where its cells promise most, for any
 * trade between a low value and a large cell. `ask` for points, `tell` their values, as often as wished; all points of one
 * `ask` are independent of one another, so that they can be evaluated together.
 */
export class Direct {
  readonly #lower: readonly number[];
  readonly #extent: readonly number[];
  readonly #epsilon: number;
  readonly #cells: Cell[] = [];
  #cuts: readonly Cut[] = [];
  #best: Cell | null = null;

  /** @param lower corner of the box; `upper` the opposite one, larger along every axis */
  constructor(lower: readonly number[], upper: readonly number[], { epsilon = 1e-4 }: DirectOptions = {}) {
    this.#lower = lower;
    this.#extent = upper.map((bound, axis) => bound - lower[axis]);
    this.#epsilon = epsilon;
  }

  /** The best point so far and its value. @throws RangeError before the first values were told */
  get best(): { readonly point: readonly number[]; readonly value: number } {
    if (!this.#best) throw new RangeError('No value was told yet.');
    return { point: this.#outside(this.#best.centre), value: this.#best.value };
  }

  /**
   * The points to evaluate next.
   * @param most cells that would need more points than this are left for the next time
   * @returns none when nothing fits
   */
  ask(most = Number.POSITIVE_INFINITY): readonly (readonly number[])[] {
    if (this.#cells.length === 0) return most < 1 ? [] : [this.#outside(this.#lower.map(() => 0.5))];
    const cuts: Cut[] = [];
    let points = 0;
    for (const cell of this.#promising()) {
      const axes = longestAxes(cell);
      if (points + 2 * axes.length > most) continue;
      points += 2 * axes.length;
      cuts.push({ cell, axes });
    }
    this.#cuts = cuts;
    return cuts.flatMap((cut) => pointsOf(cut).map((point) => this.#outside(point)));
  }

  /** @param values one per point of the last {@link ask}, in its order */
  tell(values: ArrayLike<number>): void {
    if (this.#cells.length === 0) {
      const axes = this.#lower.length;
      this.#add(new Array(axes).fill(0.5), values[0], new Int32Array(axes));
      return;
    }
    let at = 0;
    for (const cut of this.#cuts) {
      this.#divide(
        cut,
        Array.from({ length: 2 * cut.axes.length }, (_, k) => values[at + k]),
      );
      at += 2 * cut.axes.length;
    }
    this.#cuts = [];
  }

  /** Cuts a cell along its axes, the one with the best point first, so that good points get the largest new cells. */
  #divide({ cell, axes }: Cut, values: readonly number[]): void {
    const points = pointsOf({ cell, axes });
    const order = axes.map((_, k) => k).sort((a, b) => lower(values, a) - lower(values, b));
    const cuts = cell.cuts.slice();
    for (const k of order) {
      cuts[axes[k]]++;
      this.#add(points[2 * k], values[2 * k], cuts.slice());
      this.#add(points[2 * k + 1], values[2 * k + 1], cuts.slice());
    }
    this.#cells.splice(this.#cells.indexOf(cell), 1);
    this.#add(cell.centre, cell.value, cuts);
  }

  #add(centre: readonly number[], value: number, cuts: Int32Array): void {
    // Sorted, so that cells of one shape are of one size to the last bit.
    const size = 0.5 * Math.hypot(...Float64Array.from(cuts.slice().sort(), (count) => 3 ** -count));
    const cell = { centre, value, cuts, size };
    this.#cells.push(cell);
    if (!this.#best || value < this.#best.value) this.#best = cell;
  }

  /** The potentially optimal cells: on the lower right hull of value over size, and promising enough. */
  #promising(): Cell[] {
    const bySize = new Map<number, Cell[]>();
    for (const cell of this.#cells) {
      const equals = bySize.get(cell.size);
      if (!equals || cell.value < equals[0].value) bySize.set(cell.size, [cell]);
      else if (cell.value === equals[0].value) equals.push(cell);
    }
    const groups = [...bySize.values()].sort(([a], [b]) => b.size - a.size);
    const hull: Cell[][] = [];
    for (const group of groups) {
      const [next] = group;
      if (hull.length > 0 && next.value >= hull[hull.length - 1][0].value) continue;
      while (hull.length > 1) {
        const [[before], [last]] = hull.slice(-2);
        if (slope(before, last) > slope(last, next)) break;
        hull.pop();
      }
      hull.push(group);
    }
    const least = (this.#best as Cell).value;
    const goal = least - this.#epsilon * Math.abs(least);
    return hull.flatMap((group, k) => {
      const [cell] = group;
      // The largest cells may promise anything; a smaller one no more than the slope to the next larger allows.
      const larger = k === 0 ? null : hull[k - 1][0];
      return larger === null || cell.value - slope(larger, cell) * cell.size <= goal ? group : [];
    });
  }

  #outside(point: readonly number[]): number[] {
    return point.map((share, axis) => this.#lower[axis] + share * this.#extent[axis]);
  }
}

function slope(larger: Cell, smaller: Cell): number {
  return (larger.value - smaller.value) / (larger.size - smaller.size);
}

function lower(values: readonly number[], pair: number): number {
  return Math.min(values[2 * pair], values[2 * pair + 1]);
}

function longestAxes({ cuts }: Cell): number[] {
  const fewest = Math.min(...cuts);
  return Array.from(cuts.keys()).filter((axis) => cuts[axis] === fewest);
}

/** Two points a third of the side away from the centre along each axis. */
function pointsOf({ cell, axes }: Cut): number[][] {
  return axes.flatMap((axis) => {
    const step = 3 ** -(cell.cuts[axis] + 1);
    return [step, -step].map((by) => cell.centre.map((share, k) => (k === axis ? share + by : share)));
  });
}
