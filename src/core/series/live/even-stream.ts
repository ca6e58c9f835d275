/** Takes samples at an even rate. */
export interface EvenOutput {
  /** Is told once, before any sample: samples a second. */
  begin(rate: number): void;
  /**
   * @param planes one array a channel, all of one length
   * @param isGap they stand in for what never came
   */
  append(planes: readonly Float32Array[], isGap: boolean): void;
}

/** What a stream did not bring, counted. */
export interface StreamLosses {
  /** Samples that are missing by the times of their neighbours. */
  missing: number;
  /** Samples that came after later ones, or twice. */
  late: number;
  /** Times that the clock of the stream was set to another time. */
  jumps: number;
}

/** The times that a stream sends do not rise, so nothing can be told from them. */
export class TimesStuck extends Error {}

/** Rows that are looked at before the rate is known. */
const WARM_UP = 16;
/** A step so many times the usual one says that samples are missing. */
const LEFT_OUT = 1.75;
/** Seconds without samples that a straight line may stand for, as in files. */
const BRIDGE = 0.1;
/** Seconds forwards and backwards after which it is the clock that has changed. */
const MOST_GAP = 10;
const MOST_BACK = 1;
/** Rates so near to a whole number are that number, written with few digits. */
const WHOLE = 0.02;
const LEAST_WHOLE = 5;

interface Row {
  readonly time: number;
  readonly values: Float32Array;
}

/**
 * Brings rows that come one by one to an even rate: those with times lie where their times say, with straight lines between
 * them; those without follow each other in even steps.
 */
export class EvenStream {
  readonly losses: StreamLosses = { missing: 0, late: 0, jumps: 0 };
  readonly #output: EvenOutput;
  /** Samples a second; null until the times have told. */
  #rate: number | null = null;
  #waiting: Row[] = [];
  #last: Row | null = null;
  /** Number of the next sample. */
  #next = 0;
  /** What is added to the times of the stream. */
  #shift = 0;
  /** Rows that are known to be lost since the last one. */
  #lost = 0;

  constructor(output: EvenOutput) {
    this.#output = output;
  }

  /**
   * A row of a stream without times.
   * @param rate samples a second; that of the first row counts
   */
  follow(values: Float32Array, rate: number): void {
    if (this.#rate === null) {
      this.#rate = rate;
      this.#output.begin(rate);
    }
    const lost = Math.min(this.#lost, Math.round(MOST_GAP * this.#rate));
    this.#lost = 0;
    if (this.#last && lost > 0) this.#bridge(this.#last.values, values, lost, this.#rate);
    this.#output.append(columnsOf([values]), false);
    this.#last = { time: 0, values };
  }

  /**
   * A row with its time, seconds on any clock.
   * @throws TimesStuck when the first ones do not rise
   */
  place(time: number, values: Float32Array): void {
    const row = { time, values };
    if (this.#rate !== null) {
      this.#advance(row, this.#rate);
      return;
    }
    this.#waiting.push(row);
    if (this.#waiting.length < WARM_UP) return;
    const rate = rateOf(this.#waiting.map((one) => one.time));
    this.#rate = rate;
    this.#output.begin(rate);
    for (const one of this.#waiting.splice(0)) this.#advance(one, rate);
  }

  /** So many rows were sent and could not be read. */
  lose(rows: number): void {
    this.#lost += rows;
  }

  /** A straight line over rows that are known to be lost. */
  #bridge(before: Float32Array, after: Float32Array, lost: number, rate: number): void {
    const rows = Array.from({ length: lost }, (_, k) => between(before, after, (k + 1) / (lost + 1)));
    this.#output.append(columnsOf(rows), lost / rate > BRIDGE);
  }

  #advance({ time, values }: Row, rate: number): void {
    const last = this.#last;
    if (!last) {
      this.#shift = -time;
      this.#emit([values], false);
      this.#last = { time: 0, values };
      return;
    }
    let now = time + this.#shift;
    const step = now - last.time;
    const hasJumped = step > MOST_GAP || step < -MOST_BACK;
    if (step <= 0 && !hasJumped) {
      this.losses.late++;
      return;
    }
    if (hasJumped) {
      this.losses.jumps++;
      now = last.time + 1 / rate;
      this.#shift = now - time;
    }
    const steps = (now - last.time) * rate;
    if (steps > LEFT_OUT) this.losses.missing += Math.max(0, Math.round(steps) - 1 - this.#lost);
    this.#lost = 0;
    this.#draw(last, { time: now, values }, rate, hasJumped);
    this.#last = { time: now, values };
  }

  /** Samples up to a row; those far from both neighbours are a gap where that is long. */
  #draw(last: Row, row: Row, rate: number, hasJumped: boolean): void {
    const span = row.time - last.time;
    const isLong = hasJumped || (span * rate > LEFT_OUT && span > BRIDGE);
    const near = 0.5 / rate;
    let [rows, isGap]: [Float32Array[], boolean] = [[], false];
    for (; this.#next / rate <= row.time + 1e-9; this.#next++) {
      const at = this.#next / rate;
      const isHole = isLong && (hasJumped || (at > last.time + near && at < row.time - near));
      if (isHole !== isGap) {
        this.#flush(rows, isGap);
        [rows, isGap] = [[], isHole];
      }
      rows.push(between(last.values, row.values, Math.min(1, Math.max(0, (at - last.time) / span))));
    }
    this.#flush(rows, isGap);
  }

  #emit(rows: readonly Float32Array[], isGap: boolean): void {
    this.#flush(rows, isGap);
    this.#next += rows.length;
  }

  #flush(rows: readonly Float32Array[], isGap: boolean): void {
    if (rows.length > 0) this.#output.append(columnsOf(rows), isGap);
  }
}

/** Samples a second by the usual step. */
function rateOf(times: readonly number[]): number {
  const steps = times
    .slice(1)
    .map((time, k) => time - times[k])
    .filter((step) => step > 0);
  if (2 * steps.length < times.length) {
    throw new TimesStuck(`Of ${times.length} rows ${steps.length} are later than the one before.`);
  }
  const usual = steps.toSorted((a, b) => a - b)[steps.length >> 1];
  const plain = steps.filter((step) => step > usual / 2 && step < usual * 1.5);
  const rate = plain.length / plain.reduce((sum, step) => sum + step, 0);
  const whole = Math.round(rate);
  return whole >= LEAST_WHOLE && Math.abs(rate - whole) <= WHOLE * whole ? whole : rate;
}

function between(before: Float32Array, after: Float32Array, share: number): Float32Array {
  return before.map((value, channel) => value + share * (after[channel] - value));
}

/** One array a channel. */
function columnsOf(rows: readonly Float32Array[]): Float32Array[] {
  return Array.from(rows[0], (_, channel) => Float32Array.from(rows, (row) => row[channel]));
}
