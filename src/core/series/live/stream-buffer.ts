import type { Recording, Span } from '../recording.ts';
import type { SeriesNeeds } from '../series-needs.ts';
import type { EvenOutput } from './even-stream.ts';
import { KeptSamples } from './kept-samples.ts';
import { type CutWindow, RollingWindows } from './rolling-windows.ts';
import { SampleRing } from './sample-ring.ts';
import { StreamEnvelope } from './stream-envelope.ts';

export interface StreamShape extends Pick<SeriesNeeds, 'rate' | 'window' | 'stride'> {
  /** What the model is fed, in its order. */
  readonly channels: readonly string[];
  /** Share of the stride after which the next window comes: below 1 more often than in a recording. */
  readonly share: number;
  /** Numbers that are kept for a recording at most; 0: none are. */
  readonly mostKept: number;
}

/** A window that is ready to be asked about. */
export interface ReadyWindow extends CutWindow {
  readonly rate: number;
  /** When its last sample came, milliseconds on the clock of the page. */
  readonly arrivedAt: number;
  /** Windows that came before it and were never taken. */
  readonly skipped: number;
}

/** Seconds of a window for a model that takes any length. */
const USUAL_WINDOW = 1;
/** Windows that are seen side by side, and the seconds that this may come to. */
const SEEN_WINDOWS = 10;
const LEAST_SEEN = 10;
const MOST_SEEN = 60;
/** Bins that are drawn: about as many as a wide screen has pixels. */
const BINS = 1500;
/** Times of arrival, and gaps, that are remembered. */
const MARKS = 256;

/**
 * What came in: the newest samples for windows, their outline for drawing, and all of them for a recording, each within a memory
 * that does not grow.
 */
export class StreamBuffer implements EvenOutput {
  readonly #shape: StreamShape;
  readonly #now: () => number;
  #open: {
    readonly rate: number;
    readonly modelRate: number;
    readonly ring: SampleRing;
    readonly windows: RollingWindows;
    readonly windowSeconds: number;
    readonly seenSeconds: number;
    readonly envelope: StreamEnvelope;
  } | null = null;
  readonly #kept: KeptSamples | null;
  /** The newest, for windows, and those of what is kept. */
  #gaps: Span[] = [];
  readonly #keptGaps: Span[] = [];
  #marks: { readonly count: number; readonly at: number }[] = [];
  #taken = -1;

  /** @param now milliseconds on the clock of the page */
  constructor(shape: StreamShape, now: () => number) {
    this.#shape = shape;
    this.#now = now;
    this.#kept = shape.mostKept > 0 ? new KeptSamples(shape.channels.length, shape.mostKept) : null;
  }

  begin(rate: number): void {
    const { channels, share } = this.#shape;
    const modelRate = this.#shape.rate ?? rate;
    const length = this.#shape.window ?? Math.max(1, Math.round(USUAL_WINDOW * modelRate));
    const hop = Math.max(1, Math.round((this.#shape.stride ?? length / 2) * share));
    const windows = new RollingWindows({ length, hop, rate: modelRate }, rate);
    const windowSeconds = length / modelRate;
    const seenSeconds = Math.max(
      Math.min(MOST_SEEN, Math.max(LEAST_SEEN, SEEN_WINDOWS * windowSeconds)),
      1.5 * windowSeconds,
    );
    this.#open = {
      rate,
      modelRate,
      windows,
      windowSeconds,
      seenSeconds,
      ring: new SampleRing(channels.length, windows.reach),
      envelope: new StreamEnvelope(channels.length, rate, seenSeconds, BINS),
    };
  }

  append(planes: readonly Float32Array[], isGap: boolean): void {
    if (!this.#open) throw new RangeError('Samples came before their rate.');
    const { ring, envelope } = this.#open;
    if (isGap) this.#noteGap(ring.count, ring.count + planes[0].length);
    ring.append(planes);
    envelope.append(planes, isGap);
    this.#kept?.append(planes);
    this.#marks.push({ count: ring.count, at: this.#now() });
    if (this.#marks.length > MARKS) this.#marks = this.#marks.slice(-MARKS / 2);
  }

  /** Samples a second of the stream; null before it told. */
  get rate(): number | null {
    return this.#open?.rate ?? null;
  }

  /** Seconds of a window; null before the rate is known. */
  get windowSeconds(): number | null {
    return this.#open?.windowSeconds ?? null;
  }

  /** Seconds that are to be drawn, likewise. */
  get seenSeconds(): number | null {
    return this.#open?.seenSeconds ?? null;
  }

  /** What the model is fed. */
  get channels(): readonly string[] {
    return this.#shape.channels;
  }

  /** Seconds that came. */
  get seconds(): number {
    return this.#open ? this.#open.ring.count / this.#open.rate : 0;
  }

  /** Seconds that are kept; null where none are. */
  get keptSeconds(): number | null {
    return this.#kept && this.#open ? this.#kept.count / this.#open.rate : this.#kept && 0;
  }

  /** Seconds that there is room for; null where none are kept, or the rate is not known. */
  get roomSeconds(): number | null {
    return this.#kept && this.#open ? this.#kept.capacity / this.#open.rate : null;
  }

  get isFull(): boolean {
    return this.#kept?.isFull ?? false;
  }

  /** The outline of what came, for drawing. */
  get envelope(): StreamEnvelope | null {
    return this.#open?.envelope ?? null;
  }

  /** The newest window that was not taken yet; null while there is none. Those that touch a gap are passed over. */
  take(): ReadyWindow | null {
    if (!this.#open) return null;
    const { ring, windows, modelRate } = this.#open;
    const index = windows.newest(ring.count);
    if (index <= this.#taken) return null;
    if (windows.touches(index, this.#gaps)) {
      this.#taken = index;
      return null;
    }
    const skipped = index - this.#taken - 1;
    this.#taken = index;
    const needed = windows.needs(index);
    const arrivedAt = this.#marks.find(({ count }) => count >= needed)?.at ?? this.#now();
    return { ...windows.cut(ring, index), rate: modelRate, arrivedAt, skipped };
  }

  /** What was kept; null where nothing was. */
  recording(name: string): Recording | null {
    if (!this.#open || !this.#kept || this.#kept.count === 0) return null;
    const { channels } = this.#shape;
    return this.#kept.recording({ name, rate: this.#open.rate, channels }, this.#keptGaps);
  }

  #noteGap(start: number, end: number): void {
    join(this.#gaps, { start, end });
    this.#gaps = this.#gaps.slice(-MARKS);
    if (this.#kept && !this.#kept.isFull) join(this.#keptGaps, { start, end });
  }
}

/** Adds a stretch behind all others, or to the last one where it goes on. */
function join(spans: Span[], { start, end }: Span): void {
  const last = spans.at(-1);
  if (last?.end === start) spans[spans.length - 1] = { start: last.start, end };
  else spans.push({ start, end });
}
