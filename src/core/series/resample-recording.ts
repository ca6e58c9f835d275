import { type Recording, sampleCount } from './recording.ts';

/** Zero crossings of the sinc on each side: 1e-4 of what lies well inside the band is lost or folded. */
const CROSSINGS = 24;
/** Kaiser's shape: the first side lobe lies 80 dB down. */
const KAISER = 8;
/** Rates so near to each other count as one: 0.1 s in an hour. */
const SAME_RATE = 2e-5;
/** Fractions of a sample whose filters are kept. */
const MOST_PHASES = 4096;

/**
 * The recording at another rate, by a sinc filter under Kaiser's window (Smith, "Digital audio resampling", CCRMA 1984): what
 * the lower rate can't hold is taken out. Ends are continued by their outer sample. As it is where the rates agree.
 * @param rate samples a second
 */
export function resampleRecording(recording: Recording, rate: number): Recording {
  const factor = rate / recording.rate;
  if (isSameRate(factor)) return recording;
  const count = sampleCount(recording);
  const length = Math.max(1, Math.floor((count - 1) * factor + 1e-6) + 1);
  const filters = new Filters(factor);
  const data = recording.data.map((values) => resampleStretch({ values, offset: 0 }, 0, length, filters));
  const gaps = recording.gaps.map(({ start, end }) => ({
    start: Math.max(0, Math.floor(start * factor)),
    end: Math.min(length, Math.ceil(end * factor)),
  }));
  return { ...recording, rate, data, gaps };
}

/** @param factor of one rate to the other */
export function isSameRate(factor: number): boolean {
  return Math.abs(factor - 1) <= SAME_RATE;
}

/** A stretch of one channel. */
export interface Stretch {
  readonly values: Float32Array;
  /** Sample of the recording that the first value is. */
  readonly offset: number;
}

/**
 * Samples `first` to `first + length - 1` of the recording at the new rate, out of a stretch that holds what their filters
 * reach; beyond its ends it is continued by its outer sample.
 */
export function resampleStretch(stretch: Stretch, first: number, length: number, filters: Filters): Float32Array {
  const { values, offset } = stretch;
  const { half, factor } = filters;
  const last = values.length - 1;
  const out = new Float32Array(length);
  for (let k = 0; k < length; k++) {
    const at = (first + k) / factor;
    const middle = Math.floor(at);
    const taps = filters.at(at - middle);
    let sum = 0;
    for (let t = 0, from = middle - half + 1 - offset; t < taps.length; t++, from++) {
      sum += taps[t] * values[from < 0 ? 0 : from > last ? last : from];
    }
    out[k] = sum;
  }
  return out;
}

/** The filter for each place between two samples; rates of small whole ratio have few of them. */
export class Filters {
  /** Taps on each side. */
  readonly half: number;
  /** New rate over old. */
  readonly factor: number;
  readonly #cutoff: number;
  readonly #known = new Map<number, Float64Array>();

  constructor(factor: number) {
    this.factor = factor;
    this.#cutoff = Math.min(1, factor);
    this.half = Math.ceil(CROSSINGS / this.#cutoff);
  }

  /** @param share of the way from one sample to the next; the taps sum to 1, so that a level stays as it is */
  at(share: number): Float64Array {
    const key = Math.round(share * 2 ** 20);
    const known = this.#known.get(key);
    if (known) return known;
    const taps = Float64Array.from({ length: 2 * this.half }, (_, t) => {
      const distance = t - this.half + 1 - share;
      return sinc(distance * this.#cutoff) * kaiser(distance / this.half);
    });
    const sum = taps.reduce((a, b) => a + b, 0);
    for (let t = 0; t < taps.length; t++) taps[t] /= sum;
    if (this.#known.size < MOST_PHASES) this.#known.set(key, taps);
    return taps;
  }
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : bessel(KAISER * Math.sqrt(1 - x * x)) / bessel(KAISER);
}

/** The modified Bessel function of order 0. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
