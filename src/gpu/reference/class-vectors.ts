/**
 * Class vectors of one picture's proposals, each read when it is first asked for and kept until the next picture: outputs often
 * have a class's scores side by side, so that those of a proposal lie far apart, and every target asks for the same proposals.
 */
export class ClassVectors {
  /** One vector after another, in the order in which they were asked for: see {@link find}. */
  data = new Float32Array(0);
  readonly #read: (p: number, out: Float32Array, at: number) => void;
  /** The sum of squares of each. */
  #squares = new Float64Array(0);
  /** Where a proposal's stands in that order; -1 where it has not been read. */
  #placeOf = new Int32Array(0);
  #count = 0;
  #classes = 0;

  /** @param read writes the class scores of proposal p from `out[at]` on */
  constructor(read: (p: number, out: Float32Array, at: number) => void) {
    this.#read = read;
  }

  /** Begins a picture of so many proposals with so many classes each. */
  begin(proposals: number, classes: number): void {
    if (this.#placeOf.length < proposals) this.#placeOf = new Int32Array(proposals);
    this.#placeOf.fill(-1, 0, proposals);
    this.#count = 0;
    this.#classes = classes;
  }

  /** Where in `data` the vector of proposal p begins. */
  find(p: number): number {
    return this.#place(p) * this.#classes;
  }

  /** The sum of squares of the vector of proposal p. */
  squares(p: number): number {
    // Reading it may make room, so the array is asked for afterwards.
    const place = this.#place(p);
    return this.#squares[place];
  }

  #place(p: number): number {
    const known = this.#placeOf[p];
    if (known >= 0) return known;
    const classes = this.#classes;
    const place = this.#count++;
    const from = place * classes;
    this.#placeOf[p] = place;
    this.#makeRoom(place + 1);
    this.#read(p, this.data, from);
    let squares = 0;
    for (let at = from; at < from + classes; at++) squares += this.data[at] * this.data[at];
    this.#squares[place] = squares;
    return place;
  }

  /** Room for so many vectors, of which all but the last are there. */
  #makeRoom(count: number): void {
    const classes = this.#classes;
    if (this.#squares.length >= count && this.data.length >= count * classes) return;
    const data = new Float32Array(2 * count * classes);
    const squares = new Float64Array(2 * count);
    data.set(this.data.subarray(0, (count - 1) * classes));
    squares.set(this.#squares.subarray(0, count - 1));
    this.data = data;
    this.#squares = squares;
  }
}
