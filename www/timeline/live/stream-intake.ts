import { type ColumnMap, guessColumns, mapRow } from '../../../src/core/series/live/column-map.ts';
import { type EvenOutput, EvenStream, TimesStuck } from '../../../src/core/series/live/even-stream.ts';
import { readSampleLine } from '../../../src/core/series/live/sample-line.ts';
import type { SeriesNeeds } from '../../../src/core/series/series-needs.ts';
import { ArrivalRate } from './arrival-rate.ts';
import { SourceFault } from './sample-source.ts';
import { streamWords as words } from './words.ts';

/** Rows that are looked at before it is decided which column is what. */
const FIRST_ROWS = 4;
/** Lines that may be no samples before it is said that nothing of use comes: at the beginning, and later on. */
const MOST_BROKEN_FIRST = 20;
const MOST_BROKEN = 200;
/** Characters of a line that is quoted. */
const QUOTED = 60;

/** `waiting`: for the first rows; `asking`: a person has to say which column is what. */
export type IntakePhase = 'waiting' | 'asking' | 'flowing';

/** The columns that come, for a person to choose from. */
export interface ComingColumns {
  /** null where the stream named none. */
  readonly names: readonly string[] | null;
  /** The newest row. */
  readonly row: readonly number[];
}

export interface IntakeOptions {
  readonly needs: SeriesNeeds;
  /** Samples a second of lines without times. */
  readonly statedRate: number;
  /** Names of the columns, where the source knows them. */
  readonly columns: readonly string[] | null;
  /** Makes the place where samples go, once it is known how many channels there are, and what they are called. */
  open(channels: readonly string[]): EvenOutput;
  /** Milliseconds. */
  now(): number;
}

/** Turns what a source brings into even samples of the channels that the model is fed, and counts what is no sample. */
export class StreamIntake {
  phase: IntakePhase = 'waiting';
  coming: ComingColumns | null = null;
  /** Which column is what; null while nobody has said. */
  map: ColumnMap | null = null;
  /** Lines that were no samples, rows without a number, losses on the way. */
  broken = 0;
  /** Samples a second that came lately. */
  readonly arrivals: ArrivalRate;
  readonly #options: IntakeOptions;
  #names: readonly string[] | null;
  #first: (readonly number[])[] = [];
  #output: EvenOutput | null = null;
  #even: EvenStream | null = null;
  /** Lines in a row that were no samples. */
  #brokenRun = 0;
  #hasRead = false;
  /** Samples of sound that were lost on the way. */
  #lostSound = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#names = options.columns;
    this.arrivals = new ArrivalRate(options.now);
  }

  /** Samples that are missing, late, or of another clock. */
  get losses() {
    const { missing = 0, late = 0, jumps = 0 } = this.#even?.losses ?? {};
    return { broken: this.broken, missing: missing + this.#lostSound, late, jumps };
  }

  /**
   * Samples that are even already.
   * @throws SourceFault in words where the model takes another number of channels
   */
  takeBlock(planes: readonly Float32Array[], rate: number, lost: number): void {
    this.arrivals.add(planes[0].length);
    if (!this.#output) {
      const { channelCount, channels } = this.#options.needs;
      if (channelCount !== null && channelCount !== planes.length) {
        throw new SourceFault(words.faults.channels(channelCount, planes.length));
      }
      this.#output = this.#options.open(channels ?? this.#options.columns ?? ['sound']);
      this.#output.begin(rate);
      this.phase = 'flowing';
    }
    if (lost > 0) {
      this.#lostSound += lost;
      const silence = planes.map(() => new Float32Array(Math.min(lost, rate)));
      this.#output.append(silence, true);
    }
    this.#output.append(planes, false);
  }

  /** @throws SourceFault in words where nothing of use comes */
  takeLine(line: string | null): void {
    const read = line === null ? ({ kind: 'broken' } as const) : readSampleLine(line);
    if (read.kind === 'nothing') return;
    if (read.kind === 'values') this.takeRow(read.values);
    // Words further on are messages of the device.
    else if (read.kind === 'names' && !this.#hasRead) this.#names = read.names;
    else this.#noteBroken(line ?? '');
  }

  /** @throws SourceFault in words where nothing of use comes */
  takeRow(row: readonly number[]): void {
    const width = this.coming?.row.length ?? row.length;
    if (row.length !== width) {
      this.#noteBroken(row.join(','));
      return;
    }
    this.#hasRead = true;
    this.arrivals.add(1);
    // Names that do not fit were words.
    if (this.#names && this.#names.length !== width) this.#names = null;
    this.coming = { names: this.#names, row };
    if (this.phase === 'flowing') this.#place(row);
    else if (this.phase === 'waiting') this.#wait(row);
  }

  /** So much was lost on the way. */
  lose(count: number): void {
    this.broken += count;
    this.#even?.lose(count);
  }

  /** Takes the columns that a person chose; from now on samples flow. */
  use(map: ColumnMap): void {
    const { needs, open } = this.#options;
    const own = map.channels.map((column) => this.#names?.[column]);
    const isNamed = own.every((name) => name !== undefined) && new Set(own).size === own.length;
    this.map = map;
    // The names of the model, so that a recording fits it.
    this.#output = open(needs.channels ?? (isNamed ? (own as string[]) : numbered(own.length)));
    this.#even = new EvenStream(this.#output);
    this.phase = 'flowing';
    for (const row of this.#first.splice(0)) this.#place(row);
  }

  #wait(row: readonly number[]): void {
    this.#first.push(row);
    if (this.#first.length < FIRST_ROWS) return;
    const map = guessColumns(this.#names, this.#first, this.#options.needs);
    if (map) {
      this.use(map);
      return;
    }
    // What comes until a person has chosen is not kept.
    this.#first = [];
    this.phase = 'asking';
  }

  #place(row: readonly number[]): void {
    const mapped = this.map && mapRow(this.map, row);
    if (!mapped || !this.#even) {
      this.#noteBroken(row.join(','));
      return;
    }
    this.#brokenRun = 0;
    try {
      if (mapped.time === null) this.#even.follow(mapped.values, this.#options.statedRate);
      else this.#even.place(mapped.time, mapped.values);
    } catch (cause) {
      throw cause instanceof TimesStuck ? new SourceFault(words.faults.timesStuck, { cause }) : cause;
    }
  }

  #noteBroken(line: string): void {
    this.broken++;
    this.#even?.lose(1);
    this.#brokenRun++;
    if (this.#brokenRun < (this.phase === 'flowing' ? MOST_BROKEN : MOST_BROKEN_FIRST)) return;
    throw new SourceFault(words.faults.noNumbers(line.slice(0, QUOTED)));
  }
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, k) => `channel ${k + 1}`);
}
