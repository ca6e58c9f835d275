/**
 * Class vectors of one picture's proposals, each read when it is first asked for and kept until the next picture: outputs often
 * have a class's scores side by side, so that those of a proposal lie far apart, and every target asks for the same proposals.
 */
export class ClassVectors {
  readonly #read: (p: number, out: Float32Array, at: number) => void;
  /** One vector after another, in the order in which they were asked for. */
  #data = new Float32Array(0);
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

  /** Those of proposal p, length classes; good until the next one is asked for. */
  of(p: number): Float32Array {
    const classes = this.#classes;
    let place = this.#placeOf[p];
    if (place < 0) {
      place = this.#count++;
      this.#placeOf[p] = place;
      this.#makeRoom((place + 1) * classes);
      this.#read(p, this.#data, place * classes);
    }
    return this.#data.subarray(place * classes, (place + 1) * classes);
  }

  #makeRoom(length: number): void {
    if (this.#data.length >= length) return;
    const more = new Float32Array(2 * length);
    more.set(this.#data);
    this.#data = more;
  }
}
