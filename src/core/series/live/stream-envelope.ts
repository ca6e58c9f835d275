/** What a stretch of a stream looks like: least and greatest of each bin of samples. */
export interface EnvelopeStretch {
  /** Seconds of each point; two a bin where it holds several samples. */
  readonly times: number[];
  /** One list a channel; null where samples never came. */
  readonly values: (number | null)[][];
}

/** Least and greatest of the newest samples, bin by bin, so that drawing them takes as long whatever their rate. */
export class StreamEnvelope {
  readonly #rate: number;
  readonly #perBin: number;
  readonly #bins: number;
  readonly #low: readonly Float32Array[];
  readonly #high: readonly Float32Array[];
  #count = 0;

  /**
   * @param rate samples a second
   * @param seconds how much is held
   * @param bins how fine
   */
  constructor(channels: number, rate: number, seconds: number, bins: number) {
    this.#rate = rate;
    this.#perBin = Math.max(1, Math.floor((rate * seconds) / bins));
    this.#bins = Math.ceil((rate * seconds) / this.#perBin) + 2;
    const make = () => Array.from({ length: channels }, () => new Float32Array(this.#bins));
    this.#low = make();
    this.#high = make();
  }

  /** @param isGap what never came is not drawn */
  append(planes: readonly Float32Array[], isGap: boolean): void {
    const { length } = planes[0];
    planes.forEach((values, channel) => {
      const [low, high] = [this.#low[channel], this.#high[channel]];
      for (let k = 0; k < length; k++) {
        const count = this.#count + k;
        const at = Math.floor(count / this.#perBin) % this.#bins;
        const value = isGap ? Number.NaN : values[k];
        const isFirst = count % this.#perBin === 0;
        if (isFirst || Number.isNaN(low[at]) || value < low[at]) low[at] = value;
        if (isFirst || Number.isNaN(high[at]) || value > high[at]) high[at] = value;
      }
    });
    this.#count += length;
  }

  /** @param from first and last second that are seen, on the stream's clock */
  stretch(from: number, to: number): EnvelopeStretch {
    const perSecond = this.#rate / this.#perBin;
    const last = Math.ceil(this.#count / this.#perBin) - 1;
    const first = Math.max(0, last - this.#bins + 1, Math.floor(from * perSecond) - 1);
    const end = Math.min(last, Math.ceil(to * perSecond) + 1);
    const perPoint = this.#perBin === 1 ? [0] : [0.25, 0.75];
    const times: number[] = [];
    const values: (number | null)[][] = this.#low.map(() => []);
    for (let bin = first; bin <= end; bin++) {
      const at = bin % this.#bins;
      perPoint.forEach((share, point) => {
        times.push((bin + share) / perSecond);
        values.forEach((list, channel) => {
          const value = (point === 0 ? this.#low : this.#high)[channel][at];
          list.push(Number.isNaN(value) ? null : value);
        });
      });
    }
    return { times, values };
  }
}
