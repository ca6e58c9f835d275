/** The shortest stretch that can be looked at: so many samples across the view. */
const FEWEST_SAMPLES = 8;

/** Which stretch of a recording is seen. All times are seconds on its clock. */
export class TimeView {
  /** Of the whole recording. */
  readonly start: number;
  readonly end: number;
  readonly #shortest: number;
  #from: number;
  #to: number;

  /** @param rate samples a second: nobody can zoom in further than to a few of them */
  constructor(start: number, end: number, rate: number) {
    this.start = start;
    this.end = end;
    this.#shortest = Math.min(end - start, FEWEST_SAMPLES / rate);
    this.#from = start;
    this.#to = end;
  }

  /** First and last moment that are seen. */
  get from(): number {
    return this.#from;
  }

  get to(): number {
    return this.#to;
  }

  get span(): number {
    return this.#to - this.#from;
  }

  get isWhole(): boolean {
    return this.#from <= this.start && this.#to >= this.end;
  }

  /** Looks at a stretch as long as this one, or as much of it as there is. */
  show(from: number, to: number): void {
    const span = Math.max(this.#shortest, to - from);
    // Nearly all of it is all of it: sums of times are rounded.
    if (span >= (this.end - this.start) * (1 - 1e-9)) {
      this.#from = this.start;
      this.#to = this.end;
      return;
    }
    const middle = (from + to) / 2;
    this.#from = Math.min(this.end - span, Math.max(this.start, middle - span / 2));
    this.#to = this.#from + span;
  }

  /** @param factor below 1 zooms in; `at` stays where it is in the view */
  zoom(factor: number, at = (this.#from + this.#to) / 2): void {
    const span = Math.min(this.end - this.start, Math.max(this.#shortest, this.span * factor));
    const share = (at - this.#from) / this.span;
    this.show(at - share * span, at + (1 - share) * span);
  }

  pan(seconds: number): void {
    this.show(this.#from + seconds, this.#to + seconds);
  }

  /** Moves the view no further than needed for a stretch to be seen, with some room beside it where there is any. */
  reveal(from: number, to: number): void {
    const room = Math.max(0, Math.min(this.span * 0.1, (this.span - (to - from)) / 2));
    if (from < this.#from) this.pan(from - room - this.#from);
    else if (to > this.#to) this.pan(to + room - this.#to);
  }

  /** Pixels from the left edge of a view that is `width` pixels wide. */
  across(time: number, width: number): number {
    return ((time - this.#from) / this.span) * width;
  }

  /** The moment at a pixel. */
  timeAt(x: number, width: number): number {
    return this.#from + (x / width) * this.span;
  }
}
